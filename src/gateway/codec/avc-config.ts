import { parseSps, type SequenceParameters } from './sps.ts'
import { videoHead } from './video-head.ts'

/** An AVC decoder configuration record (ISO/IEC 14496-15, 5.3.3.1), read. */
export interface AvcConfig extends SequenceParameters {
  /** The record itself: an MP4's `avcC`, a Matroska's CodecPrivate. */
  readonly record: Buffer
  /** Bytes of each NAL unit's length prefix: 1, 2 or 4. */
  readonly lengthSize: number
  readonly sps: readonly Buffer[]
  readonly pps: readonly Buffer[]
  /** As RFC 6381 writes it: `avc1.640028`. */
  readonly codec: string
}

/** Reads a decoder configuration record; null when it is none, or names no picture size. */
export function parseAvcConfig(record: Buffer): AvcConfig | null {
  if (record.length < 7 || record[0] !== 1) return null
  const lengthSize = ((record[4] ?? 0) & 3) + 1
  const sps = readSets(record, 5, 0x1f)
  const pps = sps === null ? null : readSets(record, sps.next, 0xff)
  const [first] = sps?.sets ?? []
  const parameters = first === undefined ? null : parseSps(first)
  if (sps === null || pps === null || parameters === null || lengthSize === 3) return null
  const codec = `avc1.${record.toString('hex', 1, 4)}`
  return { record, lengthSize, sps: sps.sets, pps: pps.sets, codec, ...parameters }
}

/** The same from the body of a `config` video packet. */
export function parseAvcConfigBody(body: Buffer): AvcConfig | null {
  const head = videoHead(body)
  return head?.codec === 'avc1' && head.part === 'config' ? parseAvcConfig(body.subarray(head.dataAt)) : null
}

function readSets(record: Buffer, start: number, countMask: number): { sets: Buffer[]; next: number } | null {
  const sets: Buffer[] = []
  if (start >= record.length) return null
  const count = (record[start] ?? 0) & countMask
  let at = start + 1
  for (let i = 0; i < count; i++) {
    if (at + 2 > record.length) return null
    const end = at + 2 + record.readUInt16BE(at)
    if (end > record.length) return null
    sets.push(record.subarray(at + 2, end))
    at = end
  }
  return { sets, next: at }
}
