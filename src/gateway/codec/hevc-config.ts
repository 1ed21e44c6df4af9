import { BitReader } from './bit-reader.ts'
import { unescapeNal } from './nal-units.ts'
import { videoHead } from './video-head.ts'

/** An HEVC decoder configuration record (ISO/IEC 14496-15, 8.3.3.1), read. */
export interface HevcConfig {
  /** The record itself: an MP4's `hvcC`, a Matroska's CodecPrivate. */
  readonly record: Buffer
  /** Bytes of each NAL unit's length prefix: 1, 2 or 4. */
  readonly lengthSize: number
  readonly vps: readonly Buffer[]
  readonly sps: readonly Buffer[]
  readonly pps: readonly Buffer[]
  /** As RFC 6381 writes it: `hvc1.1.6.L93.B0`. */
  readonly codec: string
  /** After cropping, pixels. */
  readonly width: number
  readonly height: number
  /** The record's own average; null where it says none. */
  readonly fps: number | null
}

/** NAL unit types of HEVC (ITU-T H.265, table 7-1) that the media path looks at. */
export const HevcNalType = { vps: 32, sps: 33, pps: 34, delimiter: 35 } as const

const HEAD_BYTES = 23
const MAX_SIDE = 16_384

/** The type of an HEVC NAL unit, by its first byte. */
export function hevcNalType(first: number): number {
  return (first >> 1) & 0x3f
}

/** Reads a decoder configuration record; null when it is none, or names no picture size. */
export function parseHevcConfig(record: Buffer): HevcConfig | null {
  // Version 0 is what some encoders write, and means the same.
  if (record.length < HEAD_BYTES || (record[0] ?? 0) > 1) return null
  const lengthSize = ((record[21] ?? 0) & 3) + 1
  const sets = readSets(record)
  const [sps] = sets?.sps ?? []
  const size = sps === undefined ? null : readSize(sps)
  if (sets === null || size === null || lengthSize === 3) return null
  const fps = record.readUInt16BE(19) / 256
  return { record, lengthSize, ...sets, ...size, codec: codecName(record), fps: fps > 0 ? fps : null }
}

/** The same from the body of a `config` video packet. */
export function parseHevcConfigBody(body: Buffer): HevcConfig | null {
  const head = videoHead(body)
  return head?.codec === 'hvc1' && head.part === 'config' ? parseHevcConfig(body.subarray(head.dataAt)) : null
}

function readSets(record: Buffer): Pick<HevcConfig, 'vps' | 'sps' | 'pps'> | null {
  const sets: { vps: Buffer[]; sps: Buffer[]; pps: Buffer[] } = { vps: [], sps: [], pps: [] }
  let at = HEAD_BYTES
  for (let array = record[22] ?? 0; array > 0; array--) {
    if (at + 3 > record.length) return null
    const type = (record[at] ?? 0) & 0x3f
    let units = record.readUInt16BE(at + 1)
    at += 3
    for (; units > 0; units--) {
      if (at + 2 > record.length) return null
      const end = at + 2 + record.readUInt16BE(at)
      if (end > record.length) return null
      const unit = record.subarray(at + 2, end)
      if (type === HevcNalType.vps) sets.vps.push(unit)
      else if (type === HevcNalType.sps) sets.sps.push(unit)
      else if (type === HevcNalType.pps) sets.pps.push(unit)
      at = end
    }
  }
  return sets
}

/** The picture's size from a sequence parameter set (7.3.2.2). */
function readSize(sps: Buffer): { width: number; height: number } | null {
  try {
    const bits = new BitReader(unescapeNal(sps.subarray(2)))
    bits.skip(4)
    const subLayers = bits.bits(3)
    bits.skip(1)
    skipProfileTierLevel(bits, subLayers)
    bits.unsigned()
    const chroma = bits.unsigned()
    const separate = chroma === 3 && bits.flag()
    let width = bits.unsigned()
    let height = bits.unsigned()
    if (bits.flag()) {
      const [left, right, top, bottom] = [bits.unsigned(), bits.unsigned(), bits.unsigned(), bits.unsigned()]
      const format = separate ? 0 : chroma
      width -= (left + right) * (format === 1 || format === 2 ? 2 : 1)
      height -= (top + bottom) * (format === 1 ? 2 : 1)
    }
    return width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE ? null : { width, height }
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** profile_tier_level (7.3.3): 88 bits and a level, then the same for sub-layers that have their own. */
function skipProfileTierLevel(bits: BitReader, subLayers: number): void {
  bits.skip(88 + 8)
  const present: [boolean, boolean][] = []
  for (let i = 0; i < subLayers; i++) present.push([bits.flag(), bits.flag()])
  if (subLayers > 0) bits.skip((8 - subLayers) * 2)
  for (const [profile, level] of present) bits.skip((profile ? 88 : 0) + (level ? 8 : 0))
}

/** ISO/IEC 14496-15, annex E.3: profile, compatibility flags turned round, tier and level, constraints without zeros. */
function codecName(record: Buffer): string {
  const first = record[1] ?? 0
  const space = ['', 'A', 'B', 'C'][first >> 6] ?? ''
  const tier = first & 0x20 ? 'H' : 'L'
  let flags = record.readUInt32BE(2)
  let turned = 0
  for (let i = 0; i < 32; i++) {
    turned = turned * 2 + (flags & 1)
    flags >>>= 1
  }
  const constraints = [...record.subarray(6, 12)].map((byte) => byte.toString(16).toUpperCase())
  while (constraints.at(-1) === '0') constraints.pop()
  return [
    'hvc1',
    `${space}${first & 0x1f}`,
    turned.toString(16).toUpperCase(),
    `${tier}${record[12] ?? 0}`,
    ...constraints,
  ].join('.')
}
