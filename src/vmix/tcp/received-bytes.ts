const LF = 0x0a
const CR = 0x0d
const EMPTY = Buffer.alloc(0)

/**
 * What came in and is not yet taken: lines and counted bytes come out, however the pieces were cut. A piece that holds
 * whole messages is read where it is; only what waits for more is copied, and each byte a bounded number of times.
 */
export class ReceivedBytes {
  #bytes: Buffer = EMPTY
  #start = 0
  #end = 0
  /** Bytes from the start in which no line ends: not looked through again when more comes. */
  #withoutEnd = 0
  /** Whether the buffer is ours to write into; the first piece is the socket's own. */
  #own = false

  get length(): number {
    return this.#end - this.#start
  }

  /** The first byte that waits. */
  get first(): number | undefined {
    return this.#start < this.#end ? this.#bytes[this.#start] : undefined
  }

  push(piece: Buffer): void {
    if (this.length === 0) {
      this.#bytes = piece
      this.#start = 0
      this.#end = piece.length
      this.#own = false
      return
    }
    this.#makeRoom(piece.length)
    this.#bytes.set(piece, this.#end)
    this.#end += piece.length
  }

  /** The next line without its end (CRLF, or LF alone), or null while it is not complete. */
  line(): string | null {
    const from = this.#start + this.#withoutEnd
    // Our own buffer has old bytes behind its end; a piece of the socket's ends where it ends.
    const end = this.#own ? this.#bytes.subarray(0, this.#end).indexOf(LF, from) : this.#bytes.indexOf(LF, from)
    if (end < 0) {
      this.#withoutEnd = this.length
      return null
    }
    const last = end > this.#start && this.#bytes[end - 1] === CR ? end - 1 : end
    const line = this.#bytes.toString('utf8', this.#start, last)
    this.#drop(end + 1 - this.#start)
    return line
  }

  /** The next `count` bytes as text, without a line's end at their end; null while they are not complete. */
  text(count: number): string | null {
    if (this.length < count) return null
    let end = this.#start + count
    if (end > this.#start && this.#bytes[end - 1] === LF) end--
    if (end > this.#start && this.#bytes[end - 1] === CR) end--
    const text = this.#bytes.toString('utf8', this.#start, end)
    this.#drop(count)
    return text
  }

  #drop(count: number): void {
    this.#start += count
    this.#withoutEnd = 0
    if (this.#start < this.#end) return
    // Nothing waits: a large document's buffer is not kept for the next line.
    this.#bytes = EMPTY
    this.#start = 0
    this.#end = 0
    this.#own = false
  }

  #makeRoom(count: number): void {
    if (this.#own && this.#end + count <= this.#bytes.length) return
    const waiting = this.length
    const needed = waiting + count
    // Doubling, so that a document that comes byte by byte is not copied once for each of them.
    const room = this.#own && needed * 2 <= this.#bytes.length ? this.#bytes : Buffer.allocUnsafe(needed * 2)
    this.#bytes.copy(room, 0, this.#start, this.#end)
    this.#bytes = room
    this.#start = 0
    this.#end = waiting
    this.#own = true
  }
}
