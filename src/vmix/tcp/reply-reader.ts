import { TcpFramingError } from './framing-error.ts'
import { bodyHeader, type BodyHeader, parseMessage, type VMixTcpMessage } from './message.ts'
import { ReceivedBytes } from './received-bytes.ts'

export interface TcpLimits {
  /** Longest line, bytes; 64 KiB unless given. */
  readonly maxLineBytes?: number | undefined
  /** Longest state document, bytes; 16 MiB unless given. */
  readonly maxBodyBytes?: number | undefined
}

const MAX_LINE_BYTES = 64 * 1024
const MAX_BODY_BYTES = 16 * 1024 * 1024

/**
 * Cuts what vMix sends into messages: bytes in, in pieces of any size, messages out in order. Pure: no socket.
 *
 * On a subscribed connection event lines may stand between an `XML` header and its document [B]. A document begins with
 * `<`, a byte order mark or white space, an event with a capital letter; so both are read right.
 *
 * @example
 * const reader = new TcpReplyReader((message) => console.log(message))
 * socket.on('data', (piece) => reader.push(piece))
 */
export class TcpReplyReader {
  readonly #received = new ReceivedBytes()
  readonly #onMessage: (message: VMixTcpMessage) => void
  readonly #maxLineBytes: number
  readonly #maxBodyBytes: number
  /** What is awaited behind its length; null when nothing is. */
  #body: BodyHeader | null = null
  #over = false

  constructor(onMessage: (message: VMixTcpMessage) => void, limits: TcpLimits = {}) {
    this.#onMessage = onMessage
    this.#maxLineBytes = limits.maxLineBytes ?? MAX_LINE_BYTES
    this.#maxBodyBytes = limits.maxBodyBytes ?? MAX_BODY_BYTES
  }

  /** Bytes that wait for the rest of their message. */
  get pendingBytes(): number {
    return this.#received.length
  }

  /**
   * Takes the next piece. The piece must not be changed afterwards.
   *
   * @throws {TcpFramingError} when it cannot be vMix's protocol; nothing is read after that
   */
  push(piece: Buffer): void {
    if (this.#over || piece.length === 0) return
    this.#received.push(piece)
    try {
      for (;;) {
        const message = this.#next()
        if (message === null) return
        this.#onMessage(message)
        if (this.#over) return
      }
    } catch (error) {
      this.stop()
      throw error
    }
  }

  /** Reads no more, whatever comes: also from within `onMessage`. */
  stop(): void {
    this.#over = true
  }

  #next(): VMixTcpMessage | null {
    for (;;) {
      if (this.#body?.word === 'XMLTEXT') return this.#counted(this.#body)
      if (this.#body !== null && !isCapital(this.#received.first)) return this.#counted(this.#body)
      const line = this.#line()
      if (line === null) return null
      if (line.trim() === '') continue
      const header = bodyHeader(line)
      if (header === null) return parseMessage(line)
      this.#expect(header)
    }
  }

  #line(): string | null {
    const before = this.#received.length
    const line = this.#received.line()
    if (before - (line === null ? 0 : this.#received.length) > this.#maxLineBytes) {
      throw new TcpFramingError('line_too_long', `A line is longer than ${this.#maxLineBytes} bytes.`)
    }
    return line
  }

  #expect(header: BodyHeader): void {
    const { word, length } = header
    const possible = Number.isSafeInteger(length) && (length > 0 || word === 'XMLTEXT')
    if (!possible || this.#body !== null) {
      throw new TcpFramingError('bad_header', `A line "${word}" has no length, or stands where a document should.`)
    }
    if (length > this.#maxBodyBytes) {
      throw new TcpFramingError('body_too_long', `${length} bytes are announced; the limit is ${this.#maxBodyBytes}.`)
    }
    this.#body = header
  }

  #counted({ word, length }: BodyHeader): VMixTcpMessage | null {
    const text = this.#received.text(length)
    if (text === null) return null
    this.#body = null
    if (word === 'XMLTEXT') return { kind: 'reply', command: word, ok: true, text }
    // Where the next message begins is known by this count alone, so it is checked.
    if (!text.trimEnd().endsWith('>')) {
      throw new TcpFramingError('bad_body', 'No document ends at the length that its header announced.')
    }
    return { kind: 'xml', xml: text }
  }
}

function isCapital(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x41 && byte <= 0x5a
}
