import { OperationFailed } from '../operation/operation-failed.ts'
import type { RecordingFormat, RecordingQuality } from '../results.ts'

/** How a picture is encoded a second time. */
export interface RecordingEncoding {
  /** Lines at most; null: as they are. */
  readonly height: number | null
  /** kb/s. */
  readonly kbps: number
}

interface Asked {
  readonly videoKbps?: number
  readonly height?: number
}

const named = { low: { height: 480, kbps: 1500 }, medium: { height: 720, kbps: 4000 } } as const

/**
 * What a quality means; null: the stream is copied.
 *
 * @throws OperationFailed `validation_error`
 */
export function encodingOf(
  quality: RecordingQuality,
  { videoKbps, height }: Asked,
  format: RecordingFormat,
): RecordingEncoding | null {
  if (quality !== 'custom' && (videoKbps !== undefined || height !== undefined)) {
    throw invalid('videoKbps and height go with the quality custom.')
  }
  if (quality === 'high') return null
  if (format === 'M4A' || format === 'WAV') {
    throw invalid(`A quality is of the picture, and ${format} has none. Leave the quality away.`)
  }
  if (quality !== 'custom') return named[quality]
  if (videoKbps === undefined) throw invalid('The quality custom needs videoKbps, such as 2500.')
  if (!isWhole(videoKbps, 100, 100_000)) throw invalid('Invalid videoKbps. Must be a whole number, 100 to 100000.')
  if (height === undefined) return { height: null, kbps: videoKbps }
  if (!isWhole(height, 144, 4320) || height % 2 !== 0) throw invalid('Invalid height. Must be even, 144 to 4320.')
  return { height, kbps: videoKbps }
}

function isWhole(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
}

function invalid(message: string): OperationFailed {
  return new OperationFailed('validation_error', message)
}
