import type { Clock } from '../../clock/index.ts'

/** Something that must be over by a time of the monotonic clock. */
export interface Due {
  readonly deadline: number
  expire(): void
}

/**
 * The deadlines of many requests behind one timer: at thousands of requests a second a timer for each would cost more
 * than the requests. The timer keeps no process alive; the connection does.
 */
export class Deadlines {
  readonly #clock: Clock
  readonly #open = new Set<Due>()
  #armedFor = Number.POSITIVE_INFINITY
  #timer: AbortController | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  add(due: Due): void {
    this.#open.add(due)
    if (due.deadline < this.#armedFor) this.#arm(due.deadline)
  }

  delete(due: Due): void {
    this.#open.delete(due)
  }

  /** Forgets all of them. */
  clear(): void {
    this.#open.clear()
    this.#timer?.abort()
    this.#timer = null
    this.#armedFor = Number.POSITIVE_INFINITY
  }

  #arm(time: number): void {
    this.#timer?.abort()
    const timer = new AbortController()
    this.#timer = timer
    this.#armedFor = time
    const wait = Math.max(0, time - this.#clock.monotonic())
    this.#clock.sleep(wait, timer.signal, { background: true }).then(
      () => this.#look(),
      () => undefined,
    )
  }

  #look(): void {
    this.#timer = null
    this.#armedFor = Number.POSITIVE_INFINITY
    const now = this.#clock.monotonic()
    let next = Number.POSITIVE_INFINITY
    for (const due of this.#open) {
      if (due.deadline > now) next = Math.min(next, due.deadline)
      else {
        this.#open.delete(due)
        due.expire()
      }
    }
    if (next < this.#armedFor) this.#arm(next)
  }
}
