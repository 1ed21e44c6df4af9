const FIRST_BLOCK = 65_536
const NOTHING = Buffer.alloc(0)

/** What a chunk stream remembers from header to header (5.3.1.2), and the message that is being put together on it. */
export class ChunkStreamState {
  length = 0
  type = 0
  streamId = 0
  /** Of the present or last message, modulo 2^32. */
  timestamp = 0
  /** The last header's 24-bit time field: a type 3 chunk that begins a message repeats it as its delta. */
  timeField = 0
  /** Its 32 bits where the field says "extended". */
  extendedTime = 0
  /** Between the header of a message's first chunk and its last byte. */
  inMessage = false
  received = 0
  #body = NOTHING

  /** A chunk of this type begins a message: its time is absolute (type 0) or added to the last one's. */
  begin(type: number, field: number, extendedTime: number): void {
    this.timeField = field
    this.extendedTime = extendedTime
    const time = field === 0xff_ffff ? extendedTime : field
    this.timestamp = type === 0 ? time : (this.timestamp + time) >>> 0
    this.inMessage = true
    this.received = 0
    // A promised length costs nothing until its bytes arrive.
    this.#body = Buffer.allocUnsafe(Math.min(this.length, FIRST_BLOCK))
  }

  append(input: Buffer, from: number, count: number): void {
    const needed = this.received + count
    if (needed > this.#body.length) {
      const grown = Buffer.allocUnsafe(Math.min(this.length, Math.max(needed, this.#body.length * 2)))
      this.#body.copy(grown, 0, 0, this.received)
      this.#body = grown
    }
    input.copy(this.#body, this.received, from, from + count)
    this.received = needed
  }

  /** The complete message; the next one begins anew. */
  take(): Buffer {
    const body = this.#body
    this.discard()
    return body
  }

  discard(): void {
    this.#body = NOTHING
    this.inMessage = false
    this.received = 0
  }
}
