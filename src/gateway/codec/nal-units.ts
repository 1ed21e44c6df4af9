/** NAL unit types of H.264 (ITU-T H.264, table 7-1). */
export const NalType = { slice: 1, idrSlice: 5, sei: 6, sps: 7, pps: 8, delimiter: 9 } as const

/** Payload without the emulation prevention bytes (7.3.1): the third byte of each 00 00 03. */
export function unescapeNal(nal: Buffer): Buffer {
  const out = Buffer.allocUnsafe(nal.length)
  let length = 0
  let zeros = 0
  for (const byte of nal) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0
      continue
    }
    zeros = byte === 0 ? zeros + 1 : 0
    out[length] = byte
    length++
  }
  return out.subarray(0, length)
}

/** Payload with emulation prevention: 00 00 is never followed by 00…03. */
export function escapeNal(payload: Buffer): Buffer {
  const out: number[] = []
  let zeros = 0
  for (const byte of payload) {
    if (zeros >= 2 && byte <= 3) {
      out.push(3)
      zeros = 0
    }
    out.push(byte)
    zeros = byte === 0 ? zeros + 1 : 0
  }
  return Buffer.from(out)
}

/** Where a NAL unit stands among length-prefixed ones. */
export interface NalPosition {
  readonly type: number
  /** Of its length prefix. */
  readonly prefix: number
  /** Of its first byte. */
  readonly start: number
  readonly end: number
}

/** The NAL unit whose length prefix begins at `prefix`, or null at the end or where the lengths make no sense. */
export function nalAt(data: Buffer, prefix: number, lengthSize: number): NalPosition | null {
  const start = prefix + lengthSize
  if (start >= data.length) return null
  const end = start + data.readUIntBE(prefix, lengthSize)
  if (end > data.length || end === start) return null
  return { type: (data[start] ?? 0) & 0x1f, prefix, start, end }
}
