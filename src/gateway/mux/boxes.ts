/**
 * ISO base media boxes (ISO/IEC 14496-12): length, type, content. Small ones are one buffer; an index of a long recording
 * is many megabytes, so a box may also be lazy, of known size, giving its bytes piece by piece.
 */
export interface LazyBox {
  readonly size: number
  bytes(): Iterable<Buffer>
}
export type Box = Buffer | LazyBox

function boxSize(box: Box): number {
  return Buffer.isBuffer(box) ? box.length : box.size
}

export function* boxBytes(box: Box): Generator<Buffer> {
  if (Buffer.isBuffer(box)) yield box
  else yield* box.bytes()
}

/** Length and type; content follows. */
export function boxHeader(type: string, size: number): Buffer {
  const header = Buffer.alloc(8)
  header.writeUInt32BE(size, 0)
  header.write(type, 4, 'latin1')
  return header
}

/** A box of small parts, as one buffer. */
export function box(type: string, ...parts: readonly Uint8Array[]): Buffer {
  const size = parts.reduce((sum, part) => sum + part.length, 8)
  return Buffer.concat([boxHeader(type, size), ...parts], size)
}

/** A box that begins with version and flags. */
export function fullBox(type: string, version: number, flags: number, ...parts: readonly Uint8Array[]): Buffer {
  return box(type, u32(((version << 24) | flags) >>> 0), ...parts)
}

/** A box that holds boxes, lazy ones among them. */
export function container(type: string, ...children: readonly Box[]): LazyBox {
  const size = children.reduce((sum, child) => sum + boxSize(child), 8)
  return {
    size,
    *bytes() {
      yield boxHeader(type, size)
      for (const child of children) yield* boxBytes(child)
    },
  }
}

/** 32-bit numbers, big-endian. */
export function u32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  values.forEach((value, index) => bytes.writeUInt32BE(value >>> 0, index * 4))
  return bytes
}

/** 16-bit numbers, big-endian. */
export function u16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2)
  values.forEach((value, index) => bytes.writeUInt16BE(value & 0xffff, index * 2))
  return bytes
}

/** A 64-bit number, big-endian. */
export function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(value))
  return bytes
}
