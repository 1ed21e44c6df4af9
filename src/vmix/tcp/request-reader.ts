import { TcpFramingError } from './framing-error.ts'
import { ReceivedBytes } from './received-bytes.ts'
import { parseRequest, type VMixTcpRequest } from './request.ts'

/**
 * The other side of the wire, for whoever stands in for a vMix: bytes of a client in, requests out, in order. Empty
 * lines are passed over. Pure: no socket.
 */
export class TcpRequestReader {
  readonly #received = new ReceivedBytes()
  readonly #onRequest: (request: VMixTcpRequest) => void
  readonly #maxLineBytes: number
  #over = false

  /** @param options `maxLineBytes`: 256 KiB unless given; a long title text, percent-encoded, is a long line */
  constructor(onRequest: (request: VMixTcpRequest) => void, options: { readonly maxLineBytes?: number } = {}) {
    this.#onRequest = onRequest
    this.#maxLineBytes = options.maxLineBytes ?? 256 * 1024
  }

  /** @throws {TcpFramingError} `line_too_long`; nothing is read after that */
  push(piece: Buffer): void {
    if (this.#over || piece.length === 0) return
    this.#received.push(piece)
    while (!this.#over) {
      const before = this.#received.length
      const line = this.#received.line()
      if (before - (line === null ? 0 : this.#received.length) > this.#maxLineBytes) {
        this.stop()
        throw new TcpFramingError('line_too_long', `A request is longer than ${this.#maxLineBytes} bytes.`)
      }
      if (line === null) return
      if (line.trim() !== '') this.#onRequest(parseRequest(line))
    }
  }

  /** Reads no more, whatever comes: also from within `onRequest`. */
  stop(): void {
    this.#over = true
  }
}
