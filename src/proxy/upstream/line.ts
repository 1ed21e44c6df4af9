import { connect, type LookupFunction, type Socket } from 'node:net'
import type { Clock } from '../../clock/index.ts'
import { connectionError, TIMED_OUT, VMixConnectionError, whoAnswersTcp } from '../../vmix/index.ts'
import { type RawReply, ReplyLines } from './reply-lines.ts'

export interface LineOptions {
  readonly host: string
  readonly port: number
  readonly clock: Clock
  /** How the host's name is found; as the system does unless given. */
  readonly lookup?: LookupFunction
  /** For connecting and vMix's greeting together, ms. */
  readonly connectMs: number
  /** Lines that answer nothing: what was subscribed to. */
  readonly onEvent?: (line: string) => void
  /** Once, when a connection that was up has ended. */
  readonly onEnd?: (why: VMixConnectionError) => void
}

interface Waiting {
  /** The word that the answer begins with. */
  readonly word: string
  readonly resolve: (reply: RawReply) => void
  readonly reject: (error: VMixConnectionError) => void
}

/** One connection to vMix's TCP port: one request at a time, its answer as it came. It does not connect again. */
export class Line {
  readonly #options: LineOptions
  readonly #socket: Socket
  readonly #greeted = Promise.withResolvers<void>()
  #version: string | null = null
  #waiting: Waiting | null = null
  #ended = false
  /** When it was last used or heard of, on the monotonic clock. */
  lastHeard = 0

  private constructor(options: LineOptions) {
    this.#options = options
    const { host, port, lookup } = options
    const lines = new ReplyLines((reply) => this.#onReply(reply))
    this.#socket = connect({ host, port, noDelay: true, ...(lookup === undefined ? {} : { lookup }) })
    this.#socket.on('data', (piece) => {
      this.lastHeard = options.clock.monotonic()
      try {
        if (!this.#ended) lines.push(piece)
      } catch {
        this.end(this.#failure('not_vmix', "sent what is not vMix's TCP protocol; the connection was closed."))
      }
    })
    this.#socket.on('error', (error) => this.end(this.#network(error)))
    this.#socket.on('close', () => this.end(this.#failure('reset', 'closed the connection.')))
  }

  /** Connects, and waits for vMix's greeting. @throws {VMixConnectionError} with `mayHaveBeenSent: false` */
  static async open(options: LineOptions): Promise<Line> {
    const line = new Line(options)
    const over = new AbortController()
    options.clock.sleep(options.connectMs, over.signal).then(
      () => line.end(line.#late(options.connectMs)),
      () => undefined,
    )
    try {
      await line.#greeted.promise
    } finally {
      over.abort(over)
    }
    return line
  }

  /** vMix's, as it greeted. */
  get version(): string {
    return this.#version ?? ''
  }

  get usable(): boolean {
    return !this.#ended && this.#waiting === null
  }

  /**
   * Sends one line, once. Only when `usable`. What is not answered in time costs the connection: its answer could be taken
   * for the next one's.
   *
   * @throws {VMixConnectionError} with `mayHaveBeenSent`
   */
  async ask(line: string, word: string, timeoutMs: number): Promise<RawReply> {
    if (!this.usable) throw this.#failure('closed', 'has this connection no longer. Nothing was sent.')
    const { promise, resolve, reject } = Promise.withResolvers<RawReply>()
    const over = new AbortController()
    this.#waiting = { word, resolve, reject }
    this.#socket.write(`${line}\r\n`)
    this.#options.clock.sleep(timeoutMs, over.signal).then(
      () => this.end(this.#late(timeoutMs)),
      () => undefined,
    )
    try {
      return await promise
    } finally {
      over.abort(over)
    }
  }

  end(why: VMixConnectionError): void {
    if (this.#ended) return
    this.#ended = true
    this.#socket.destroy()
    this.#waiting?.reject(why)
    this.#waiting = null
    if (this.#version === null) this.#greeted.reject(why)
    else this.#options.onEnd?.(why)
  }

  close(): void {
    this.end(this.#failure('closed', 'was left: the proxy ends.'))
  }

  #onReply(reply: RawReply): void {
    if (this.#ended) return
    const waiting = this.#waiting
    if (this.#version === null) {
      const version = /^VERSION OK (.*)$/.exec(reply.line)?.[1]
      if (version === undefined) {
        this.end(this.#failure('not_vmix', `is not vMix's TCP API: ${whoAnswersTcp(reply.line)}`))
        return
      }
      this.#version = version.trim()
      this.#greeted.resolve()
    } else if (waiting !== null && reply.line.split(' ', 1)[0] === waiting.word) {
      this.#waiting = null
      waiting.resolve(reply)
    } else if (this.#options.onEvent !== undefined) {
      this.#options.onEvent(reply.line)
    } else {
      this.end(this.#failure('not_vmix', 'answered something else than what was asked.'))
    }
  }

  #late(timeoutMs: number): VMixConnectionError {
    return connectionError({ kind: 'stopped', reason: TIMED_OUT }, { ...this.#context(), timeoutMs })
  }

  #network(error: Error): VMixConnectionError {
    return connectionError({ kind: 'error', error, replyBegun: false }, { ...this.#context(), timeoutMs: 0 })
  }

  #failure(code: 'reset' | 'not_vmix' | 'closed', what: string): VMixConnectionError {
    const { host, port, mayHaveBeenSent } = this.#context()
    return new VMixConnectionError(code, `${host}:${port} ${what}`, { mayHaveBeenSent })
  }

  #context() {
    const { host, port } = this.#options
    return { host, port, service: 'tcp' as const, mayHaveBeenSent: this.#waiting !== null }
  }
}
