import type { Socket } from 'node:net'

/** A client that reads nothing: beyond this it is let go. vMix's own limit is not known. */
const MAX_WAITING_BYTES = 8 * 1024 * 1024

/** What goes out to one client: replies and events, each whole and in order, in pieces of one byte where that is asked for. */
export class Wire {
  readonly #socket: Socket
  readonly #inPieces: () => boolean
  /** What waits behind something that is on its way byte by byte; null when nothing is. */
  #waiting: Buffer[] | null = null
  #waitingBytes = 0

  /** @param inPieces whether what is sent now goes out byte by byte */
  constructor(socket: Socket, inPieces: () => boolean) {
    this.#socket = socket
    this.#inPieces = inPieces
  }

  send(message: string | Buffer): void {
    const bytes = typeof message === 'string' ? Buffer.from(message) : message
    if (this.#waiting !== null) {
      this.#waiting.push(bytes)
      this.#waitingBytes += bytes.length
    } else if (this.#inPieces()) {
      void this.#sendInPieces(bytes)
    } else {
      this.#socket.write(bytes)
    }
    if (this.#waitingBytes + this.#socket.writableLength > MAX_WAITING_BYTES) this.#socket.destroy()
  }

  /** Resolves when the client has taken so much that more may follow, or has gone. */
  async drained(): Promise<void> {
    while (this.#waiting !== null && !this.#socket.destroyed) await nextTurn()
    if (!this.#socket.writableNeedDrain || this.#socket.destroyed) return
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#socket.off('drain', done)
        this.#socket.off('close', done)
        resolve()
      }
      this.#socket.on('drain', done)
      this.#socket.on('close', done)
    })
  }

  async #sendInPieces(first: Buffer): Promise<void> {
    this.#waiting = [first]
    this.#waitingBytes = first.length
    for (let bytes = this.#waiting.shift(); bytes !== undefined; bytes = this.#waiting.shift()) {
      for (const byte of bytes) {
        if (this.#socket.destroyed) break
        this.#socket.write(Buffer.of(byte))
        await nextTurn()
      }
      this.#waitingBytes -= bytes.length
    }
    this.#waiting = null
  }
}

/** The event loop's next turn: what was written has gone out by then, by itself. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
