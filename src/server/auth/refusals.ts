import type { Clock } from '../../clock/index.ts'
import type { JsonObject } from '../../witness/index.ts'

interface Refusals {
  readonly code: string
  readonly address: string
  readonly firstAt: string
  count: number
  lastAt: string
}

/** How many kinds are told apart within a minute; what is beyond counts under `others`. */
const most = 100

/**
 * Who was turned away, for the `server` log: each kind and address once a minute with how often, so that an attack does not
 * fill the disk. What was asked, and with which token, is not in it.
 */
export class RefusalRecord implements Disposable {
  readonly #clock: Clock
  readonly #record: (eventType: string, params: JsonObject) => void
  readonly #everyMs: number
  readonly #ended = new AbortController()
  readonly #counted = new Map<string, Refusals>()
  #waiting = false
  #total = 0

  constructor(options: {
    readonly clock: Clock
    readonly record: (eventType: string, params: JsonObject) => void
    readonly everyMs?: number
  }) {
    this.#clock = options.clock
    this.#record = options.record
    this.#everyMs = options.everyMs ?? 60_000
  }

  /** Since the start, for the metrics. */
  get total(): number {
    return this.#total
  }

  note(code: string, address: string): void {
    this.#total += 1
    const at = new Date(this.#clock.now()).toISOString()
    const key = `${code} ${address}`
    const known = this.#counted.get(key)
    if (known !== undefined || this.#counted.size < most) this.#count(key, code, address, at)
    else this.#count('others', 'others', 'others', at)
    if (this.#waiting) return
    this.#waiting = true
    this.#clock.sleep(this.#everyMs, this.#ended.signal, { background: true }).then(
      () => this.#write(),
      () => undefined,
    )
  }

  /** What was not yet written is written now. */
  [Symbol.dispose](): void {
    this.#ended.abort()
    this.#write()
  }

  #count(key: string, code: string, address: string, at: string): void {
    const refusals = this.#counted.get(key) ?? { code, address, firstAt: at, lastAt: at, count: 0 }
    refusals.count += 1
    refusals.lastAt = at
    this.#counted.set(key, refusals)
  }

  #write(): void {
    this.#waiting = false
    for (const { code, address, firstAt, lastAt, count } of this.#counted.values()) {
      this.#record('access_refused', { code, address, count, first_at: firstAt, last_at: lastAt })
    }
    this.#counted.clear()
  }
}
