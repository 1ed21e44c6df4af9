import type { Clock } from '../../clock/index.ts'

interface Asked<T> {
  readonly epoch: number
  readonly begunAt: number
  readonly answer: Promise<T>
  done: boolean
}

export interface SharedAnswersOptions<T> {
  readonly clock: Clock
  /** An answer is given again for so long from when it was asked for, ms. */
  readonly maxAgeMs: number
  /** So many different questions are remembered. */
  readonly maxKeys: number
  readonly ask: (key: string) => Promise<T>
}

/**
 * What many clients ask again and again is asked of vMix once: of each question one is under way at a time, and its
 * answer is shared by all who asked meanwhile or a moment later. What was asked for before something was changed is not
 * given to whoever asks after it; a failure is shared in the same way.
 */
export class SharedAnswers<T> {
  readonly #options: SharedAnswersOptions<T>
  readonly #asked = new Map<string, Asked<T>>()
  #epoch = 0
  #count = 0

  constructor(options: SharedAnswersOptions<T>) {
    this.#options = options
  }

  /** How often vMix was asked. */
  get count(): number {
    return this.#count
  }

  /** Something was changed: who asks from now on gets no answer from before. */
  changed(): void {
    this.#epoch++
  }

  async get(key: string, maxAgeMs: number = this.#options.maxAgeMs): Promise<T> {
    const wanted = this.#epoch
    for (;;) {
      const last = this.#asked.get(key)
      if (last !== undefined && last.epoch >= wanted) {
        const age = this.#options.clock.monotonic() - last.begunAt
        if (!last.done || age <= maxAgeMs) return await last.answer
      }
      if (last === undefined || last.done) return await this.#ask(key).answer
      // One at a time: this one was asked too early, the next one is asked when it has ended.
      await last.answer.catch(() => undefined)
    }
  }

  /** An answer that is asked for from now on; nothing from before, and nothing that is under way. It is shared on. */
  async fresh(key: string): Promise<T> {
    const from = this.#options.clock.monotonic()
    for (;;) {
      const last = this.#asked.get(key)
      if (last !== undefined && last.begunAt > from) return await last.answer
      if (last === undefined || last.done) return await this.#ask(key).answer
      await last.answer.catch(() => undefined)
    }
  }

  #ask(key: string): Asked<T> {
    const { clock, ask, maxKeys } = this.#options
    this.#count++
    const asked: Asked<T> = {
      epoch: this.#epoch,
      begunAt: clock.monotonic(),
      answer: ask(key).finally(() => (asked.done = true)),
      done: false,
    }
    asked.answer.catch(() => undefined)
    this.#asked.delete(key)
    this.#asked.set(key, asked)
    if (this.#asked.size > maxKeys) {
      for (const [old, { done }] of this.#asked) {
        if (!done) continue
        this.#asked.delete(old)
        break
      }
    }
    return asked
  }
}
