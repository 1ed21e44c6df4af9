import type { Clock } from '../../clock/index.ts'
import { parseState, VMixAPIError, VMixConnectionError, type VMixState } from '../../vmix/index.ts'
import { type Expectation, isOn } from '../call/expected.ts'
import type { Upstream } from './upstream.ts'

/** Older than this, what is known of the show is not relied on, ms. */
const reliableMs = 2500
/** What is confirmed is looked for in states that are no older, ms. */
const confirmAgeMs = 40
/** At most so long passes between two looks for it, ms. */
const confirmLookMs = 200
/** Between two looks while no client reads, ms. */
const lookMs = 1000

/** The show as the shared state last told of it: what a toggle will do is decided by it, and what was called confirmed. */
export class KnownShow {
  readonly #upstream: Upstream
  readonly #clock: Clock
  readonly #closing = new AbortController()
  readonly #parsed = new WeakMap<Buffer, VMixState>()
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
    this.read(confirmAgeMs).catch(() => undefined)
  }

  /** @throws {VMixConnectionError} @throws {VMixAPIError} */
  async read(maxAgeMs: number): Promise<VMixState> {
    const askedAt = this.#clock.monotonic()
    const document = await this.#upstream.document(maxAgeMs)
    let state = this.#parsed.get(document.body)
    if (state === undefined) {
      state = parseState(document.body.toString('utf8'))
      this.#parsed.set(document.body, state)
    }
    // An answer that is shared was asked for a little earlier.
    if (this.#known === null || this.#known.askedAt < askedAt) this.#known = { state, askedAt }
    return state
  }

  /**
   * Looks until the state shows it, for at most so long.
   *
   * @returns that state; `missed` where it did not show it, `away` where vMix could not be asked
   */
  async confirm({ shown, on }: Expectation, withinMs: number): Promise<VMixState | 'missed' | 'away'> {
    const { signal } = this.#closing
    const until = this.#clock.monotonic() + withinMs
    let asked = false
    for (let wait = 50; !signal.aborted; wait = Math.min(wait * 2, confirmLookMs)) {
      try {
        const state = await this.read(confirmAgeMs)
        if (isOn(state, shown) === on) return state
        asked = true
      } catch (error) {
        if (!(error instanceof VMixConnectionError) && !(error instanceof VMixAPIError)) throw error
        asked = false
      }
      if (this.#clock.monotonic() >= until) break
      await this.#clock.sleep(wait, signal).catch(() => undefined)
    }
    return asked ? 'missed' : 'away'
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
