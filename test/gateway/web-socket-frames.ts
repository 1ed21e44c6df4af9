/** WebSocket frames as no library makes them (RFC 6455, 5.2), and what a server says at its end. */

export interface FrameParts {
  readonly fin?: boolean
  /** The three reserved bits, 0 to 7. */
  readonly reserved?: number
  readonly opcode: number
  /** A client must mask. */
  readonly masked?: boolean
  /** What the head says, where that is not how long the payload is. */
  readonly saysLength?: bigint
  /** How the length is written: the shortest way unless said otherwise. */
  readonly lengthBytes?: 0 | 2 | 8
}

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const
const MASK = Buffer.of(0x5a, 0xc3, 0x0f, 0x99)

/** One frame, in parts: its head, its mask, its payload. */
export function frame(parts: FrameParts, payload: Buffer | string = ''): Buffer[] {
  const { fin = true, reserved = 0, opcode, masked = true, saysLength, lengthBytes } = parts
  const bytes = Buffer.from(payload)
  const length = saysLength ?? BigInt(bytes.length)
  const width = lengthBytes ?? (length < 126n ? 0 : length < 65_536n ? 2 : 8)
  const head = Buffer.alloc(2 + width)
  head[0] = (fin ? 0x80 : 0) | (reserved << 4) | opcode
  head[1] = (masked ? 0x80 : 0) | (width === 0 ? Number(length) : width === 2 ? 126 : 127)
  if (width === 2) head.writeUInt16BE(Number(length), 2)
  if (width === 8) head.writeBigUInt64BE(length, 2)
  if (!masked) return [head, bytes].filter((part) => part.length > 0)
  const hidden = bytes.map((byte, at) => byte ^ (MASK[at % 4] ?? 0))
  return [head, MASK, Buffer.from(hidden)].filter((part) => part.length > 0)
}

/** What came on a socket after `GET … Upgrade`: the status of the answer, and the code of the close frame where there is one. */
export class ServerWords {
  /** Null: no head yet. */
  status: number | null = null
  /** Null: no close frame. */
  closeCode: number | null = null
  #rest: Buffer = Buffer.alloc(0)
  /** Of a frame that does not matter. */
  #skipBytes = 0

  push(data: Buffer): void {
    if (this.closeCode !== null) return
    const skipped = Math.min(this.#skipBytes, data.length)
    this.#skipBytes -= skipped
    this.#rest = Buffer.concat([this.#rest, data.subarray(skipped)])
    if (this.status === null) this.#head()
    if (this.status === 101) while (this.#frame());
  }

  #head(): void {
    const end = this.#rest.indexOf('\r\n\r\n')
    if (end === -1) return
    this.status = Number(/^HTTP\/1\.1 (\d{3})/.exec(this.#rest.toString('latin1', 0, end))?.[1] ?? 0)
    this.#rest = this.#rest.subarray(end + 4)
  }

  #frame(): boolean {
    const rest = this.#rest
    if (rest.length < 2) return false
    const short = (rest[1] ?? 0) & 0x7f
    const headBytes = short === 126 ? 4 : short === 127 ? 10 : 2
    if (rest.length < headBytes) return false
    const length = short === 126 ? rest.readUInt16BE(2) : short === 127 ? Number(rest.readBigUInt64BE(2)) : short
    if (((rest[0] ?? 0) & 0x0f) === opcodes.close) {
      if (rest.length < headBytes + length) return false
      this.closeCode = length >= 2 ? rest.readUInt16BE(headBytes) : 1005
      return false
    }
    this.#skipBytes = Math.max(0, headBytes + length - rest.length)
    this.#rest = rest.subarray(headBytes + length)
    return this.#skipBytes === 0
  }
}
