import type { VMixState } from '../state.ts'

interface Waiter {
  /** The last read that had begun before. */
  readonly since: number
  readonly look: (state: VMixState) => void
  readonly fail: (error: Error) => void
}

/** Those who wait for something to show. Only a state whose read began after they began to wait counts. */
export class Waiters {
  readonly #all = new Set<Waiter>()

  get size(): number {
    return this.#all.size
  }

  /**
   * `shown` resolves with the first such state for which the predicate is true; `forget` ends the waiting.
   *
   * @param since number of the last read that has begun. Reads are counted, since two moments may have the same time.
   */
  add(predicate: (state: VMixState) => boolean, since: number): { shown: Promise<VMixState>; forget: () => void } {
    const { promise, resolve, reject } = Promise.withResolvers<VMixState>()
    const waiter: Waiter = {
      since,
      look: (state) => {
        try {
          if (predicate(state)) resolve(state)
        } catch (error) {
          reject(error)
        }
      },
      fail: reject,
    }
    this.#all.add(waiter)
    return { shown: promise, forget: () => this.#all.delete(waiter) }
  }

  look(state: VMixState, read: number): void {
    for (const waiter of this.#all) if (read > waiter.since) waiter.look(state)
  }

  fail(error: Error): void {
    for (const waiter of this.#all) waiter.fail(error)
    this.#all.clear()
  }
}
