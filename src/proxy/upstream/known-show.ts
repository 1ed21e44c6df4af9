import type { Clock } from '../../clock/index.ts'
import { type HttpReply, parseState, VMixAPIError, VMixConnectionError, type VMixState } from '../../vmix/index.ts'
import { type Expectation, isOn } from '../call/expected.ts'
import type { Upstream } from './upstream.ts'

/** Older than this, what is known of the show is not relied on, ms. */
const reliableMs = 2500
/** Between two looks while no client reads, ms. */
const lookMs = 1000

/** The show as the shared state last told of it: what a toggle will do is decided by it, and what was called confirmed. */
export class KnownShow {
  readonly #upstream: Upstream
  readonly #clock: Clock
  readonly #closing = new AbortController()
  readonly #parsed = new WeakMap<HttpReply, VMixState>()
  readonly #done: Promise<void>
  #known: { readonly state: VMixState; readonly askedAt: number } | null = null
  #changedAt = Number.NEGATIVE_INFINITY

  constructor(upstream: Upstream, clock: Clock) {
    this.#upstream = upstream
    this.#clock = clock
    this.#done = this.#look()
  }

  /** Null where it is too old to be relied on. */
  get state(): VMixState | null {
    const known = this.#known
    if (known === null || known.askedAt <= this.#changedAt) return null
    return this.#clock.monotonic() - known.askedAt > reliableMs ? null : known.state
  }

  /** What vMix called itself last; empty where it was never reached. */
  get version(): string {
    return this.#known?.state.version ?? ''
  }

  /** Streams, recordings or outputs are being switched: what is known of them is old from now on. */
  changed(): void {
    this.#changedAt = this.#clock.monotonic()
  }

  /** vMix says that something was switched. */
  touched(): void {
    this.changed()
    this.#upstream.changed()
    this.read().catch(() => undefined)
  }

  /** @throws {VMixConnectionError} @throws {VMixAPIError} */
  async read(maxAgeMs?: number): Promise<VMixState> {
    const askedAt = this.#clock.monotonic()
    const reply = await this.#upstream.state(null, maxAgeMs)
    let state = this.#parsed.get(reply)
    if (state === undefined) {
      state = parseState(reply.body.toString('utf8'))
      this.#parsed.set(reply, state)
    }
    // An answer that is shared was asked for a little earlier.
    if (maxAgeMs === 0 || this.#known === null || this.#known.askedAt < askedAt) this.#known = { state, askedAt }
    return state
  }

  /** Looks until the state shows it, for at most so long. @returns whether it did; null where vMix could not be asked */
  async confirm({ shown, on }: Expectation, withinMs: number): Promise<boolean | null> {
    const { signal } = this.#closing
    const until = this.#clock.monotonic() + withinMs
    let asked = false
    for (let wait = 50; !signal.aborted; wait = Math.min(wait * 2, 1000)) {
      try {
        if (isOn(await this.read(), shown) === on) return true
        asked = true
      } catch (error) {
        if (!(error instanceof VMixConnectionError) && !(error instanceof VMixAPIError)) throw error
        asked = false
      }
      if (this.#clock.monotonic() >= until) break
      await this.#clock.sleep(wait, signal).catch(() => undefined)
    }
    return asked ? false : null
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#done
  }

  async #look(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      await this.read(lookMs / 2).catch(() => undefined)
      await this.#clock.sleep(lookMs, signal).catch(() => undefined)
    }
  }
}
