import { backoffDelay } from '../../clock/index.ts'

/** How patient a supervisor is with a gateway that dies again and again. */
export interface RestartLimits {
  /** So many deaths within {@link withinMs} are the last. Default 5. */
  readonly deaths: number
  /** Default 60,000 ms. */
  readonly withinMs: number
}

export const defaultRestartLimits: RestartLimits = { deaths: 5, withinMs: 60_000 }

const BACKOFF = { baseMs: 100, capMs: 5000 }

/** When a gateway that died is started again: the first time at once, then ever more slowly, and at last not any more. */
export class RestartRule {
  readonly #limits: RestartLimits
  readonly #random: () => number
  #deathsMs: number[] = []

  constructor(limits: RestartLimits, random: () => number) {
    this.#limits = limits
    this.#random = random
  }

  /**
   * It died.
   *
   * @param nowMs on the monotonic clock
   * @returns how long to wait before it is started again, ms; null: given up
   */
  died(nowMs: number): number | null {
    this.#deathsMs = [...this.#deathsMs.filter((ms) => nowMs - ms < this.#limits.withinMs), nowMs]
    if (this.#deathsMs.length >= this.#limits.deaths) return null
    return backoffDelay(this.#deathsMs.length, BACKOFF, this.#random())
  }
}
