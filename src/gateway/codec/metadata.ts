import { amfObject, decodeAmf0, type AmfObject } from './amf0.ts'

/** What an encoder says of its stream in `onMetaData`. A claim, not a measurement; null where it says nothing usable. */
export interface StreamMetadata {
  readonly width: number | null
  readonly height: number | null
  readonly fps: number | null
  readonly videoKbps: number | null
  readonly audioKbps: number | null
  readonly encoder: string | null
}

/** Reads the body of an `onMetaData` message; null when it is something else or not readable. */
export function readMetadata(body: Buffer): StreamMetadata | null {
  let object: AmfObject | null
  try {
    const [name, value] = decodeAmf0(body)
    if (name !== 'onMetaData') return null
    object = amfObject(value)
  } catch {
    return null
  }
  if (object === null) return null
  const encoder = object['encoder']
  return {
    width: positive(object['width'], 16_384),
    height: positive(object['height'], 16_384),
    fps: positive(object['framerate'], 1000) ?? positive(object['fps'], 1000),
    videoKbps: positive(object['videodatarate'], 10_000_000),
    audioKbps: positive(object['audiodatarate'], 10_000_000),
    encoder: typeof encoder === 'string' && encoder !== '' ? encoder.slice(0, 128) : null,
  }
}

function positive(value: unknown, max: number): number | null {
  return typeof value === 'number' && value > 0 && value <= max ? value : null
}
