import type { LookupFunction } from 'node:net'
import { backoffDelay, type Clock } from '../../clock/index.ts'
import { VMixConnectionError } from '../../vmix/index.ts'
import { Line } from './line.ts'

export interface EventLinkOptions {
  readonly host: string
  readonly port: number
  readonly clock: Clock
  /** See `LineOptions`. */
  readonly lookup: LookupFunction
  readonly connectMs: number
  /** After so long without a byte vMix is asked for a sign of life, ms. */
  readonly keepAliveMs: number
  /** Each event line of vMix's, as it came. */
  readonly onLine: (line: string) => void
  readonly onState: (state: EventLinkState) => void
}

export type EventLinkState =
  | { readonly up: true; readonly version: string }
  /** `error` null: it has not been tried yet. */
  | { readonly up: false; readonly error: VMixConnectionError | null }

const retry = { baseMs: 50, capMs: 2000 }

/**
 * The one connection on which vMix tells of its tally and activators, for all clients. It is made anew whenever it ends,
 * until it is closed, and up only when vMix has greeted and granted both subscriptions.
 */
export class EventLink {
  readonly #options: EventLinkOptions
  readonly #closing = new AbortController()
  readonly #done: Promise<void>
  #state: EventLinkState = { up: false, error: null }
  #line: Line | null = null

  constructor(options: EventLinkOptions) {
    this.#options = options
    this.#done = this.#run()
  }

  get state(): EventLinkState {
    return this.#state
  }

  async close(): Promise<void> {
    this.#closing.abort()
    this.#line?.close()
    await this.#done
  }

  async #run(): Promise<void> {
    const { clock } = this.#options
    const { signal } = this.#closing
    for (let attempt = 1; !signal.aborted; attempt++) {
      const began = clock.monotonic()
      const error = await this.#converse()
      if (signal.aborted) return
      this.#become({ up: false, error })
      if (clock.monotonic() - began > 5000) attempt = 1
      await clock.sleep(backoffDelay(attempt, retry, Math.random()), signal).catch(() => undefined)
    }
  }

  /** Resolves when the connection has ended, with the reason. */
  async #converse(): Promise<VMixConnectionError> {
    const { keepAliveMs, onLine, clock, ...target } = this.#options
    const ended = Promise.withResolvers<VMixConnectionError>()
    const over = new AbortController()
    try {
      const onEnd = (why: VMixConnectionError) => ended.resolve(why)
      const line = await Line.open({ ...target, clock, onEvent: onLine, onEnd })
      this.#line = line
      if (this.#closing.signal.aborted) line.close()
      for (const what of ['TALLY', 'ACTS']) {
        const reply = await line.ask(`SUBSCRIBE ${what}`, 'SUBSCRIBE', keepAliveMs)
        if (!reply.line.startsWith('SUBSCRIBE OK')) return refused(target)
      }
      this.#become({ up: true, version: line.version })
      this.#keepAlive(line, over.signal).catch(() => undefined)
      return await ended.promise
    } catch (error) {
      if (error instanceof VMixConnectionError) return error
      throw error
    } finally {
      over.abort()
      this.#line?.close()
      this.#line = null
    }
  }

  /** That the other side is gone without a word is only noticed by asking. */
  async #keepAlive(line: Line, signal: AbortSignal): Promise<void> {
    const { clock, keepAliveMs } = this.#options
    while (!signal.aborted) {
      await clock.sleep(keepAliveMs, signal, { background: true })
      if (clock.monotonic() - line.lastHeard >= keepAliveMs) await line.ask('PING', 'PING', keepAliveMs)
    }
  }

  #become(state: EventLinkState): void {
    this.#state = state
    this.#options.onState(state)
  }
}

function refused({ host, port }: { readonly host: string; readonly port: number }): VMixConnectionError {
  const message = `${host}:${port} refuses to tell of its tally and activators (SUBSCRIBE).`
  return new VMixConnectionError('not_vmix', message, { mayHaveBeenSent: true })
}
