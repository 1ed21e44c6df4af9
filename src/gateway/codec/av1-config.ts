import { BitReader } from './bit-reader.ts'
import { videoHead } from './video-head.ts'

/** An AV1 codec configuration record ("AV1 Codec ISO Media File Format Binding", 2.3), read. */
export interface Av1Config {
  /** The record itself: an MP4's `av1C`, a Matroska's CodecPrivate. */
  readonly record: Buffer
  /** As RFC 6381 writes it: `av01.0.08M.08`. */
  readonly codec: string
  readonly width: number
  readonly height: number
  /** From the sequence's timing; null where there is none. */
  readonly fps: number | null
}

const HEAD_BYTES = 4
const SEQUENCE_HEADER = 1
const TEMPORAL_DELIMITER = 2
const MAX_SIDE = 16_384

/** Reads a configuration record; null when it is none, or has no sequence header that names a picture size. */
export function parseAv1Config(record: Buffer): Av1Config | null {
  // Marker and version.
  if (record.length < HEAD_BYTES || record[0] !== 0x81) return null
  const header = findSequenceHeader(record)
  const sequence = header === null ? null : readSequence(header)
  return sequence === null ? null : { record, codec: codecName(record), ...sequence }
}

/** The same from the body of a `config` video packet. */
export function parseAv1ConfigBody(body: Buffer): Av1Config | null {
  const head = videoHead(body)
  return head?.codec === 'av01' && head.part === 'config' ? parseAv1Config(body.subarray(head.dataAt)) : null
}

/** A temporal unit without its delimiter, which files must not have ("ISO Media File Format Binding", 2.4). */
export function withoutDelimiter(unit: Buffer): Buffer {
  const obu = readObu(unit, 0)
  return obu?.type === TEMPORAL_DELIMITER ? unit.subarray(obu.end) : unit
}

interface Obu {
  readonly type: number
  readonly start: number
  readonly end: number
}

/** AV1 specification, 5.3.1; one without a size reaches to the end. */
function readObu(data: Buffer, at: number): Obu | null {
  const first = data[at]
  if (first === undefined || first & 0x80) return null
  const type = (first >> 3) & 0x0f
  const start = at + (first & 0x04 ? 2 : 1)
  if ((first & 0x02) === 0) return { type, start, end: data.length }
  let size = 0
  for (let bytes = 0; bytes < 4; bytes++) {
    const byte = data[start + bytes]
    if (byte === undefined) return null
    size += (byte & 0x7f) * 2 ** (7 * bytes)
    if ((byte & 0x80) === 0) {
      const end = start + bytes + 1 + size
      return end > data.length ? null : { type, start: start + bytes + 1, end }
    }
  }
  return null
}

function findSequenceHeader(record: Buffer): Buffer | null {
  let obu = readObu(record, HEAD_BYTES)
  while (obu !== null && obu.type !== SEQUENCE_HEADER) obu = readObu(record, obu.end)
  return obu === null ? null : record.subarray(obu.start, obu.end)
}

/** sequence_header_obu (5.5.1), up to the picture's size. */
function readSequence(header: Buffer): Pick<Av1Config, 'width' | 'height' | 'fps'> | null {
  try {
    const bits = new BitReader(header)
    bits.skip(3 + 1)
    const fps = bits.flag() ? (bits.skip(5), null) : readOperatingPoints(bits)
    const widthBits = bits.bits(4) + 1
    const heightBits = bits.bits(4) + 1
    const width = bits.bits(widthBits) + 1
    const height = bits.bits(heightBits) + 1
    return width > MAX_SIDE || height > MAX_SIDE ? null : { width, height, fps }
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** Timing and operating points of a header that is no "reduced still picture"; the frame rate where it is told. */
function readOperatingPoints(bits: BitReader): number | null {
  let fps: number | null = null
  let delayBits: number | null = null
  if (bits.flag()) {
    const ticks = bits.bits(32)
    const scale = bits.bits(32)
    if (bits.flag()) fps = rate(ticks * (unsignedVariable(bits) + 1), scale)
    if (bits.flag()) {
      delayBits = bits.bits(5) + 1
      bits.skip(32 + 5 + 5)
    }
  }
  const initialDelays = bits.flag()
  for (let points = bits.bits(5) + 1; points > 0; points--) {
    bits.skip(12)
    // A tier stands only behind levels above 3.3.
    if (bits.bits(5) > 7) bits.skip(1)
    if (delayBits !== null && bits.flag()) bits.skip(2 * delayBits + 1)
    if (initialDelays && bits.flag()) bits.skip(4)
  }
  return fps
}

/** uvlc (4.10.3). */
function unsignedVariable(bits: BitReader): number {
  let zeros = 0
  while (!bits.flag()) {
    zeros++
    if (zeros > 31) throw new RangeError('a number in the header is longer than 32 bits')
  }
  return bits.bits(zeros) + 2 ** zeros - 1
}

function rate(ticks: number, scale: number): number | null {
  const fps = ticks === 0 ? 0 : scale / ticks
  return fps > 0 && fps <= 1000 ? fps : null
}

function codecName(record: Buffer): string {
  const [second = 0, third = 0] = record.subarray(1)
  const depth = third & 0x40 ? (third & 0x20 ? 12 : 10) : 8
  const level = String(second & 0x1f).padStart(2, '0')
  return `av01.${second >> 5}.${level}${third & 0x80 ? 'H' : 'M'}.${String(depth).padStart(2, '0')}`
}
