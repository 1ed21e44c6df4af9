import type { Clock } from '../../clock/index.ts'

/** Between two looks where nothing happens. */
const lookMs = 1000
/** What happens one after the other is looked at together: so long after a look that somebody woke, the next one comes. */
const gapMs = 50

/** Looks once a second, and soon when it is woken; one look at a time. */
export class LookLoop implements AsyncDisposable {
  readonly #clock: Clock
  readonly #look: (isAsked: boolean) => Promise<void>
  readonly #onDefect: (error: unknown) => void
  readonly #running: Promise<void>
  /** Ended by whoever wakes it. */
  #nap = new AbortController()
  #isOver = false

  /**
   * @param look told whether somebody woke it
   * @param onDefect told of what it throws; the next look comes all the same
   */
  constructor(clock: Clock, look: (isAsked: boolean) => Promise<void>, onDefect: (error: unknown) => void) {
    this.#clock = clock
    this.#look = look
    this.#onDefect = onDefect
    this.#running = this.#run()
  }

  wake(): void {
    this.#nap.abort()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    this.wake()
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#isOver) {
      const isAsked = this.#nap.signal.aborted
      this.#nap = new AbortController()
      try {
        await this.#look(isAsked)
      } catch (error) {
        this.#onDefect(error)
      }
      if (isAsked && !this.#isOver) await this.#clock.sleep(gapMs)
      await this.#clock.sleep(lookMs - (isAsked ? gapMs : 0), this.#nap.signal).catch(() => undefined)
    }
  }
}
