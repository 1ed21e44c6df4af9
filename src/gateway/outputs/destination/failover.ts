/** Which of a destination's two addresses. */
export type RouteName = 'main' | 'backup'

export interface FailoverSettings {
  /** An address that has failed for so long is left for the other one; one that refuses us at once. */
  readonly afterMs: number
  /** The main address is tried again so long after the backup went live, and after each try; null: only when told. */
  readonly returnAfterMs: number | null
}

/** Not away: it does not want us. Waiting there helps nobody. */
const REFUSALS: ReadonlySet<string> = new Set(['rejected', 'tls', 'unsupported', 'settings'])
/** A connection that is lost sooner after it was made has not ended the failure. */
const PROVEN_MS = 10_000
/** Time that is left and in which no try can succeed, so that none is begun. */
const NOT_WORTH_A_TRY_MS = 100

/** Tells when the address in use is to be left for the other one. Times are those of the caller. */
export class FailoverRule {
  readonly #afterMs: number
  #failingSinceMs: number | null = null
  /** It goes live and is soon lost, again and again: being live does not count. */
  #flapping = false

  constructor(afterMs: number) {
    this.#afterMs = afterMs
  }

  /** A try begins; it fails from the first one on that leads to nothing. */
  tries(nowMs: number): void {
    this.#failingSinceMs ??= nowMs
  }

  live(): void {
    if (!this.#flapping) this.#failingSinceMs = null
  }

  /**
   * It was live and is lost.
   *
   * @param sinceMs when it was last seen to take anything
   */
  lost(sinceMs: number, lastedMs: number): void {
    this.#flapping = lastedMs < PROVEN_MS
    this.#failingSinceMs = this.#flapping ? (this.#failingSinceMs ?? sinceMs) : sinceMs
  }

  /** How long the address in use still has; Infinity while it does not fail. */
  leftMs(nowMs: number): number {
    return this.#failingSinceMs === null ? Infinity : Math.max(0, this.#afterMs - (nowMs - this.#failingSinceMs))
  }

  /** Whether one that has failed with this code is to be left. */
  leaves(code: string, nowMs: number): boolean {
    return REFUSALS.has(code) || this.leftMs(nowMs) < NOT_WORTH_A_TRY_MS
  }

  /** Another address is used, or nothing is wanted for now: what was does not count. */
  begin(): void {
    this.#failingSinceMs = null
    this.#flapping = false
  }
}
