import { Socket } from 'node:net'
import type { Clock } from '../../clock/index.ts'
import { endings, type Ending, type TcpTarget } from './ending.ts'
import { TcpFramingError } from './framing-error.ts'
import type { VMixTcpMessage } from './message.ts'
import { TcpReplyReader, type TcpLimits } from './reply-reader.ts'
import { type Ask, Requests } from './requests.ts'

export interface ConversationOptions {
  /** `timeoutMs` is for connecting and the greeting together. */
  readonly target: TcpTarget
  readonly clock: Clock
  readonly limits: TcpLimits
  readonly maxQueued: number
  /** After so long without a byte from vMix it is asked for a sign of life, ms. */
  readonly keepAliveMs: number
  /** How long that sign may take, ms. */
  readonly keepAliveTimeoutMs: number
  readonly onGreeted: (version: string) => void
  /** What nobody asked for: the events of a subscription. */
  readonly onEvent: (message: VMixTcpMessage) => void
  /** Once, whatever the reason. */
  readonly onEnd: (ending: Ending) => void
}

/** A web server waits to be asked before it says who it is; a vMix greets at once. */
const NUDGE_AFTER_MS = 700

/** One connection to vMix's TCP port, from connecting to its end. It is up when vMix has greeted, not before. */
export class Conversation {
  readonly #options: ConversationOptions
  readonly #socket: Socket
  readonly #reader: TcpReplyReader
  readonly #requests: Requests
  readonly #over = new AbortController()
  #greeted = false
  #nudged = false
  #lastHeard = 0

  constructor(options: ConversationOptions) {
    this.#options = options
    const { target, clock, maxQueued } = options
    this.#requests = new Requests({
      target,
      clock,
      maxQueued,
      send: (line) => this.#socket.write(line),
      onPoisoned: (ending) => this.end(ending),
    })
    this.#reader = new TcpReplyReader((message) => this.#onMessage(message), options.limits)
    this.#socket = new Socket().setNoDelay(true)
    this.#socket.on('connect', () => this.#after(NUDGE_AFTER_MS, () => this.#nudge()))
    this.#socket.on('data', (piece) => this.#onData(piece))
    this.#socket.on('error', (error) => this.end(endings.network(target, error)))
    this.#socket.on('end', () => this.end(endings.hungUp(target, this.#greeted)))
    this.#socket.on('close', () => this.end(endings.hungUp(target, this.#greeted)))
    this.#after(target.timeoutMs, () => {
      if (!this.#greeted) this.end(this.#socket.connecting ? endings.timeout(target) : endings.silent(target))
    })
    try {
      this.#socket.connect({ host: target.host, port: target.port })
    } catch (error) {
      // A host that cannot be one: told as every other failure, a moment later.
      this.#socket.destroy(error instanceof Error ? error : new Error(String(error)))
    }
  }

  get full(): boolean {
    return this.#requests.full
  }

  ask(ask: Ask): Promise<VMixTcpMessage> {
    return this.#requests.ask(ask)
  }

  /** Ends it at once. No effect when it has ended. */
  end(ending: Ending): void {
    if (this.#over.signal.aborted) return
    this.#over.abort()
    this.#reader.stop()
    this.#socket.destroy()
    this.#requests.end(ending)
    this.#options.onEnd(ending)
  }

  #onData(piece: Buffer): void {
    this.#lastHeard = this.#options.clock.monotonic()
    try {
      this.#reader.push(piece)
    } catch (error) {
      if (!(error instanceof TcpFramingError)) throw error
      this.end(endings.unreadable(this.#options.target, error))
    }
  }

  #onMessage(message: VMixTcpMessage): void {
    if (!this.#greeted) this.#onGreeting(message)
    else if (this.#requests.answer(message)) return
    else if (message.kind === 'tally' || message.kind === 'activator') this.#options.onEvent(message)
    else if (this.#nudged && message.kind === 'reply' && message.command === 'PING') this.#nudged = false
    else if (message.kind === 'unreadable' && (this.#requests.idle || isEvent(message.line))) return
    else this.end(endings.mixedUp(this.#options.target))
  }

  #onGreeting(message: VMixTcpMessage): void {
    const { target } = this.#options
    if (message.kind !== 'version') {
      const line = message.kind === 'unreadable' ? message.line : ''
      this.end(endings.stranger(target, line))
      return
    }
    this.#greeted = true
    void this.#keepAlive()
    this.#options.onGreeted(message.version)
  }

  #nudge(): void {
    if (this.#greeted) return
    this.#nudged = true
    this.#socket.write('PING\r\n')
  }

  /** A connection whose other side is gone without a word is only noticed by asking. */
  async #keepAlive(): Promise<void> {
    const { clock, keepAliveMs, keepAliveTimeoutMs } = this.#options
    try {
      for (;;) {
        const silentFor = clock.monotonic() - this.#lastHeard
        if (silentFor < keepAliveMs || !this.#requests.idle) {
          const wait = Math.max(keepAliveMs - silentFor, keepAliveMs / 4)
          await clock.sleep(wait, this.#over.signal, { background: true })
        } else {
          await this.ask({ line: 'PING\r\n', expected: { command: 'PING' }, timeoutMs: keepAliveTimeoutMs })
        }
      }
    } catch {
      // It has ended: whoever waited for it was told.
    }
  }

  #after(ms: number, then: () => void): void {
    this.#options.clock.sleep(ms, this.#over.signal, { background: true }).then(then, () => undefined)
  }
}

/** An event line that is not understood belongs to no request. */
function isEvent(line: string): boolean {
  return line.startsWith('ACTS ') || line.startsWith('TALLY ')
}
