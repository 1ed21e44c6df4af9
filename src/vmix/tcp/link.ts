import { backoffDelay, type Clock } from '../../clock/index.ts'
import { VMixConnectionError } from '../errors/connection-error.ts'
import { limitedWait } from '../limited-wait.ts'
import { Listeners } from '../listeners.ts'
import { Conversation } from './conversation.ts'
import { endings, type TcpTarget } from './ending.ts'
import type { VMixTcpMessage } from './message.ts'
import type { TcpLimits } from './reply-reader.ts'
import type { VMixTcpState } from './state.ts'

export interface LinkOptions {
  readonly target: TcpTarget
  readonly clock: Clock
  readonly limits: TcpLimits
  readonly maxQueued: number
  readonly keepAliveMs: number
  readonly keepAliveTimeoutMs: number
  /** Done after the greeting, before the link counts as up; what it throws ends the connection. */
  readonly prepare?: (conversation: Conversation) => Promise<void>
  readonly onEvent?: (message: VMixTcpMessage) => void
}

export interface ReadyOptions {
  readonly signal?: AbortSignal | undefined
  /** ms; 10,000 unless given. */
  readonly timeoutMs?: number
}

const BASE_MS = 50
/** The longest pause between two tries. */
const CAP_MS = 2000
/** A machine that refuses at once is there, and its vMix is probably being restarted: asking it costs it nothing. */
const REFUSED_CAP_MS = 400
const REFUSED_FOR_MS = 120_000
const MAX_EARLY = 1000
/** A connection that held for so long counts as good, and the next one is tried at once when it ends. */
const GOOD_AFTER_MS = 1000

/** A connection that is made anew whenever it ends, until it is closed. */
export class Link {
  readonly #options: LinkOptions
  readonly #listeners = new Listeners<VMixTcpState>()
  readonly #closing = new AbortController()
  readonly #done: Promise<void>
  #conversation: Conversation | null = null
  /** Events from before the link counted as up, such as the tally that answers a subscription. */
  #early: VMixTcpMessage[] = []
  #state: VMixTcpState = { kind: 'connecting' }

  constructor(options: LinkOptions) {
    this.#options = options
    this.#done = this.#run()
  }

  get state(): VMixTcpState {
    return this.#state
  }

  /** The conversation that requests go to; null unless the link is up. */
  get conversation(): Conversation | null {
    return this.#state.kind === 'up' ? this.#conversation : null
  }

  onStateChange(listener: (state: VMixTcpState) => void): () => void {
    return this.#listeners.add(listener)
  }

  /** Why nothing can be sent now. */
  unavailable(): VMixConnectionError {
    const { target } = this.#options
    if (this.#state.kind === 'closed') return endings.closed(target)(false)
    const cause = this.#state.kind === 'down' ? this.#state.error : undefined
    const why = cause === undefined ? 'It has not greeted yet.' : cause.message
    return new VMixConnectionError(cause?.code ?? 'network', `No connection to vMix, nothing was sent. ${why}`, {
      mayHaveBeenSent: false,
      cause,
    })
  }

  async ready(options: ReadyOptions = {}): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    const look = (state: VMixTcpState) => {
      if (state.kind === 'up') resolve(state.version)
      else if (state.kind === 'closed') reject(this.unavailable())
    }
    const stop = this.onStateChange(look)
    look(this.#state)
    try {
      return await limitedWait(promise, {
        clock: this.#options.clock,
        timeoutMs: options.timeoutMs ?? 10_000,
        signal: options.signal,
        onTimeout: () => this.unavailable(),
        onAbort: (reason) => endings.aborted(this.#options.target, reason)(false),
      })
    } finally {
      stop()
    }
  }

  async close(): Promise<void> {
    this.#closing.abort()
    this.#become({ kind: 'closed' })
    this.#conversation?.end(endings.closed(this.#options.target))
    await this.#done
  }

  async #run(): Promise<void> {
    const { clock } = this.#options
    const { signal } = this.#closing
    let attempt = 0
    let lastGood = clock.monotonic()
    while (!signal.aborted) {
      const began = clock.monotonic()
      const { wasUp, error } = await this.#converse()
      if (signal.aborted) return
      const now = clock.monotonic()
      if (wasUp) lastGood = now
      attempt = wasUp && now - began >= GOOD_AFTER_MS ? 1 : attempt + 1
      const capMs = error.code === 'refused' && now - lastGood < REFUSED_FOR_MS ? REFUSED_CAP_MS : CAP_MS
      await clock.sleep(backoffDelay(attempt, { baseMs: BASE_MS, capMs }, Math.random()), signal).catch(() => undefined)
    }
  }

  /** Resolves when the conversation has ended. */
  #converse(): Promise<{ readonly wasUp: boolean; readonly error: VMixConnectionError }> {
    const { promise, resolve } = Promise.withResolvers<{ wasUp: boolean; error: VMixConnectionError }>()
    const { prepare: _prepare, onEvent, ...options } = this.#options
    const conversation = new Conversation({
      ...options,
      onGreeted: (version) => void this.#greeted(conversation, version),
      onEvent: (message) => {
        if (this.#state.kind === 'up') onEvent?.(message)
        else if (this.#early.length < MAX_EARLY) this.#early.push(message)
      },
      onEnd: (ending) => {
        const wasUp = this.#state.kind === 'up'
        const error = ending(false)
        this.#conversation = null
        this.#early = []
        this.#become({ kind: 'down', error })
        resolve({ wasUp, error })
      },
    })
    this.#conversation = conversation
    return promise
  }

  async #greeted(conversation: Conversation, version: string): Promise<void> {
    try {
      await this.#options.prepare?.(conversation)
    } catch (error) {
      conversation.end(() => {
        if (error instanceof VMixConnectionError) return error
        throw error
      })
      return
    }
    if (conversation !== this.#conversation) return
    this.#become({ kind: 'up', version })
    for (const message of this.#early.splice(0)) {
      // Whoever is told may have closed it.
      if (conversation === this.#conversation) this.#options.onEvent?.(message)
    }
  }

  #become(state: VMixTcpState): void {
    const before = this.#state
    if (before.kind === 'closed') return
    this.#state = state
    if (state.kind === 'down' && before.kind === 'down' && state.error.code === before.error.code) return
    this.#listeners.tell(state)
    if (state.kind === 'closed') this.#listeners.clear()
  }
}
