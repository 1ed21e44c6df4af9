import type { Clock } from '../../clock/index.ts'

/** How long a connection may stay in its present stage; a new stage replaces the limit of the one before. */
export class StageLimit {
  readonly #clock: Clock
  #stage = new AbortController()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Calls `onOver` after `ms`. */
  allow(ms: number, onOver: () => void): void {
    this.#clock.sleep(ms, this.#next()).then(onOver, () => undefined)
  }

  /** Calls `onOver` once nothing has been heard for `ms`; `heardMs` says when something was, on the monotonic clock. */
  allowSilence(ms: number, heardMs: () => number, onOver: () => void): void {
    const signal = this.#next()
    const wait = async () => {
      for (let leftMs = ms; leftMs > 0; leftMs = heardMs() + ms - this.#clock.monotonic()) {
        await this.#clock.sleep(leftMs, signal)
      }
    }
    wait().then(onOver, () => undefined)
  }

  /** No limit any more. */
  end(): void {
    this.#stage.abort()
  }

  #next(): AbortSignal {
    this.#stage.abort()
    this.#stage = new AbortController()
    return this.#stage.signal
  }
}
