/** As much EBML (RFC 8794) as is needed to give a Matroska file its duration and index in place. */

/** Element ids of RFC 9559, as they stand in the file. */
export const ID = {
  segment: 0x18538067,
  seekHead: 0x114d9b74,
  seek: 0x4dbb,
  seekId: 0x53ab,
  seekPosition: 0x53ac,
  info: 0x1549a966,
  duration: 0x4489,
  tracks: 0x1654ae6b,
  tags: 0x1254c367,
  cluster: 0x1f43b675,
  cues: 0x1c53bb6b,
  void: 0xec,
} as const

export interface Element {
  readonly id: number
  /** Where the id begins. */
  readonly start: number
  readonly dataStart: number
  /** Where the next element begins; null when the size is unknown. */
  readonly end: number | null
}

/** The element that begins at `start`; throws a `RangeError` when the bytes are no complete element head. */
export function readElement(bytes: Buffer, start: number): Element {
  const idLength = vintLength(bytes.readUInt8(start), 4)
  const id = bytes.readUIntBE(start, idLength)
  const sizeStart = start + idLength
  const sizeLength = vintLength(bytes.readUInt8(sizeStart), 8)
  const dataStart = sizeStart + sizeLength
  if (dataStart > bytes.length) throw new RangeError(`EBML element at ${start} is cut off.`)
  let size = BigInt(bytes.readUInt8(sizeStart) & ((1 << (8 - sizeLength)) - 1))
  for (let at = sizeStart + 1; at < dataStart; at++) size = (size << 8n) | BigInt(bytes.readUInt8(at))
  const unknown = size === (1n << BigInt(7 * sizeLength)) - 1n
  return { id, start, dataStart, end: unknown ? null : dataStart + Number(size) }
}

function vintLength(first: number, most: number): number {
  const length = Math.clz32(first) - 23
  if (length > most) throw new RangeError(`${first} begins no EBML number.`)
  return length
}

/** To the end of what it is in. One byte, as the muxer writes it. */
export const UNKNOWN_SIZE = Buffer.from([0xff])

/** An element with a 4-byte size. */
export function element(id: number, ...content: readonly Uint8Array[]): Buffer {
  const size = content.reduce((sum, part) => sum + part.length, 0)
  const head = Buffer.alloc(4)
  head.writeUInt32BE((0x1000_0000 | size) >>> 0)
  return Buffer.concat([idBytes(id), head, ...content])
}

export function idBytes(id: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(id)
  return bytes.subarray(Math.floor(Math.clz32(id) / 8))
}

/** Bytes to be ignored, `size` in all; at least 2, or none. */
export function voidElement(size: number): Buffer {
  if (size === 0) return Buffer.alloc(0)
  if (size < 2 || size > 128) throw new RangeError(`A Void of ${size} bytes: between 2 and 128, or 0.`)
  const bytes = Buffer.alloc(size)
  bytes[0] = ID.void
  bytes[1] = 0x80 | (size - 2)
  return bytes
}
