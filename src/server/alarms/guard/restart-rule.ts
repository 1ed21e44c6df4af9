import type { StopKind } from '../stream-stops.ts'

/** No more than these. */
export const mostTries = 3
/** Before the second and the third, ms: the first goes out at once. */
const spacingMs = [0, 5000, 15_000]
/** When it has been on for so long, it begins to count anew, ms. */
const steadyMs = 10 * 60_000

const inDoubt = 'it went off again before it reached the gateway, and whether somebody stopped it is not known.'

/** One stream at a moment. */
export interface RestartLook {
  /** Of the monotonic clock, ms. */
  readonly atMs: number
  readonly live: boolean | null
  readonly shouldBeLive: boolean | null
  /** Of one that is off and should be on: how that came. */
  readonly how: StopKind | null
}

/**
 * Whether a stream is started again: only one that is known to have stopped by itself, three times and no more. Never after a
 * stop by hand or by this server, and never where nobody knows. Pure.
 */
export class RestartRule {
  #tries = 0
  #lastTryAtMs = 0
  #onSinceMs: number | null = null
  #isUnderWay = false
  #failure: string | null = null
  /** It went off again after a try, and nobody knows how. */
  #isInDoubt = false

  /** Why it is not started again any more; null: it may be, or need not. */
  get givenUp(): string | null {
    if (this.#isUnderWay || this.#onSinceMs !== null) return null
    if (this.#isInDoubt) return this.#failure ?? inDoubt
    if (this.#tries < mostTries) return null
    return this.#failure ?? `it has stopped again after each of ${mostTries} tries.`
  }

  /** @returns which try to make now, from 1; null: none */
  look({ atMs, live, shouldBeLive, how }: RestartLook): number | null {
    if (shouldBeLive === false) this.#forget()
    if (live === true) {
      this.#onSinceMs ??= atMs
      this.#isInDoubt = false
      if (atMs - this.#onSinceMs >= steadyMs) this.#tries = 0
      return null
    }
    if (live === null) return null
    this.#onSinceMs = null
    // It did not get as far as the gateway, or somebody stopped it: what nobody knows is not started again, and that is said.
    this.#isInDoubt = this.#tries > 0 && shouldBeLive === true && how === 'unknown'
    if (shouldBeLive !== true || how !== 'by_itself' || this.#isUnderWay || this.#tries >= mostTries) return null
    if (this.#tries > 0 && atMs - this.#lastTryAtMs < (spacingMs[this.#tries] ?? 0)) return null
    this.#tries += 1
    this.#lastTryAtMs = atMs
    this.#isUnderWay = true
    return this.#tries
  }

  /** How a try ended. @param failure null: vMix took it */
  tried(failure: string | null): void {
    this.#isUnderWay = false
    this.#failure = failure
  }

  /** Somebody has stopped it, and so it is another show. */
  #forget(): void {
    this.#tries = 0
    this.#failure = null
    this.#isInDoubt = false
  }
}
