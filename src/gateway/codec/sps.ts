import { BitReader } from './bit-reader.ts'
import { NalType, unescapeNal } from './nal-units.ts'

/** What an H.264 sequence parameter set says of the picture. */
export interface SequenceParameters {
  /** profile_idc: 66 Baseline, 77 Main, 100 High, … */
  readonly profile: number
  /** level_idc: ten times the level. */
  readonly level: number
  /** After cropping, pixels. */
  readonly width: number
  readonly height: number
  /** From the VUI's timing; null where there is none. */
  readonly fps: number | null
}

/** Profiles whose parameter sets hold chroma format and scaling lists (7.3.2.1.1). */
const HIGH_PROFILES = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135])
const EXTENDED_SAR = 255
const MAX_SIDE = 16_384

/** Reads one; null when it is none or cannot be one. */
export function parseSps(nal: Buffer): SequenceParameters | null {
  if (nal.length < 4 || ((nal[0] ?? 0) & 0x1f) !== NalType.sps) return null
  try {
    const bits = new BitReader(unescapeNal(nal.subarray(1)))
    const profile = bits.bits(8)
    bits.skip(8)
    const level = bits.bits(8)
    bits.unsigned()
    const chroma = HIGH_PROFILES.has(profile) ? readHighProfile(bits) : { format: 1, separate: false }
    skipOrder(bits)
    const { width, height } = readSize(bits, chroma.separate ? 0 : chroma.format)
    if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) return null
    return { profile, level, width, height, fps: bits.flag() ? readFps(bits) : null }
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function readHighProfile(bits: BitReader): { format: number; separate: boolean } {
  const format = bits.unsigned()
  const separate = format === 3 && bits.flag()
  bits.unsigned()
  bits.unsigned()
  bits.skip(1)
  if (bits.flag()) {
    const lists = format === 3 ? 12 : 8
    for (let i = 0; i < lists; i++) if (bits.flag()) skipScalingList(bits, i < 6 ? 16 : 64)
  }
  return { format, separate }
}

function skipScalingList(bits: BitReader, size: number): void {
  let last = 8
  let next = 8
  for (let i = 0; i < size; i++) {
    if (next !== 0) next = (last + bits.signed() + 256) % 256
    if (next !== 0) last = next
  }
}

/** Frame numbers and picture order. */
function skipOrder(bits: BitReader): void {
  bits.unsigned()
  const orderType = bits.unsigned()
  if (orderType === 0) bits.unsigned()
  else if (orderType === 1) {
    bits.skip(1)
    bits.signed()
    bits.signed()
    const cycle = bits.unsigned()
    if (cycle > 255) throw new RangeError('more than 255 frames in a picture order cycle')
    for (let i = 0; i < cycle; i++) bits.signed()
  }
  bits.unsigned()
  bits.skip(1)
}

function readSize(bits: BitReader, chromaFormat: number): { width: number; height: number } {
  const columns = bits.unsigned() + 1
  const rows = bits.unsigned() + 1
  const framesOnly = bits.flag()
  if (!framesOnly) bits.skip(1)
  bits.skip(1)
  const fields = framesOnly ? 1 : 2
  let width = columns * 16
  let height = rows * 16 * fields
  if (bits.flag()) {
    const [left, right, top, bottom] = [bits.unsigned(), bits.unsigned(), bits.unsigned(), bits.unsigned()]
    // Units of one chroma sample: two pixels across in 4:2:0 and 4:2:2, two down in 4:2:0.
    width -= (left + right) * (chromaFormat === 1 || chromaFormat === 2 ? 2 : 1)
    height -= (top + bottom) * (chromaFormat === 1 ? 2 : 1) * fields
  }
  return { width, height }
}

/** The VUI up to its timing (E.1.1); one frame takes two ticks. A cut-off VUI does not spoil the size. */
function readFps(bits: BitReader): number | null {
  try {
    if (bits.flag() && bits.bits(8) === EXTENDED_SAR) bits.skip(32)
    if (bits.flag()) bits.skip(1)
    if (bits.flag()) {
      bits.skip(4)
      if (bits.flag()) bits.skip(24)
    }
    if (bits.flag()) {
      bits.unsigned()
      bits.unsigned()
    }
    if (!bits.flag()) return null
    const ticks = bits.bits(32)
    const scale = bits.bits(32)
    const fps = ticks === 0 ? 0 : scale / (2 * ticks)
    return fps > 0 && fps <= 1000 ? fps : null
  } catch {
    return null
  }
}
