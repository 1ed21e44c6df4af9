const LF = 0x0a

/** One answer of vMix's TCP port, as it came: its line, without the end of it, and what is behind a length. */
export interface RawReply {
  readonly line: string
  readonly body: Buffer | null
}

const MAX_LINE = 64 * 1024
const MAX_BODY = 16 * 1024 * 1024

/** Cuts what vMix sends on a connection of ours into answers, and changes no byte of them. Pure: no socket. */
export class ReplyLines {
  readonly #onReply: (reply: RawReply) => void
  #pieces: Buffer[] = []
  #length = 0
  #header: { readonly line: string; readonly bytes: number } | null = null

  constructor(onReply: (reply: RawReply) => void) {
    this.#onReply = onReply
  }

  /** @throws {RangeError} for what no vMix sends; nothing may be read after that */
  push(piece: Buffer): void {
    this.#pieces.push(piece)
    this.#length += piece.length
    const awaited = this.#header?.bytes ?? 0
    // A document that comes in many pieces is put together once.
    if (awaited > this.#length) return
    if (awaited === 0 && !piece.includes(LF)) {
      if (this.#length > MAX_LINE) throw new RangeError('A line without an end.')
      return
    }
    let bytes = this.#pieces.length === 1 ? piece : Buffer.concat(this.#pieces, this.#length)
    for (let rest = this.#take(bytes); rest !== null; rest = this.#take(bytes)) bytes = rest
    this.#pieces = bytes.length === 0 ? [] : [bytes]
    this.#length = bytes.length
  }

  /** @returns what is left behind one answer, or null where there is none yet */
  #take(bytes: Buffer): Buffer | null {
    if (this.#header !== null) {
      const { line, bytes: count } = this.#header
      if (bytes.length < count) return null
      this.#header = null
      this.#onReply({ line, body: bytes.subarray(0, count) })
      return bytes.subarray(count)
    }
    const end = bytes.indexOf(LF)
    if (end < 0) return null
    const line = bytes.toString('utf8', 0, bytes[end - 1] === 0x0d ? end - 1 : end)
    const count = /^XML(?:TEXT)? (\d{1,9}) *$/.exec(line)?.[1]
    if (count === undefined) {
      if (line !== '') this.#onReply({ line, body: null })
    } else {
      if (Number(count) > MAX_BODY) throw new RangeError('A document of more than 16 MiB.')
      this.#header = { line, bytes: Number(count) }
    }
    return bytes.subarray(end + 1)
  }
}
