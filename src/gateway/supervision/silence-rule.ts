/** How often a supervisor looks whether its gateway is still there, ms. */
export const LOOK_MS = 500
/** A look that comes so much later than planned, ms: then it was the machine that stood still, or we. */
const LATE_MS = 1000

/**
 * When a gateway hangs: it says each second that it is alive, and has said nothing for too long. Only time in which the
 * supervisor itself came to its looks in time counts. When its own look is late, everything may have stood still (a load, a
 * laptop that slept, a virtual machine that was paused), and the gateway gets the whole time anew: a show is never ended
 * because a machine was busy.
 */
export class SilenceRule {
  readonly #hungAfterMs: number
  /** Null: it has not spoken yet, and may take as long as it likes to begin. */
  #silentSinceMs: number | null = null
  #lookedMs: number

  /** @param hungAfterMs how long a silence is taken for a hang, ms */
  constructor(hungAfterMs: number, nowMs: number) {
    this.#hungAfterMs = hungAfterMs
    this.#lookedMs = nowMs
  }

  /** It has said that it is alive. */
  heard(nowMs: number): void {
    this.#silentSinceMs = nowMs
  }

  /**
   * To be called every {@link LOOK_MS}.
   *
   * @param nowMs on the monotonic clock
   * @returns for how long it has been silent, ms, when that is too long; else null
   */
  look(nowMs: number): number | null {
    const late = nowMs - this.#lookedMs > LOOK_MS + LATE_MS
    this.#lookedMs = nowMs
    if (this.#silentSinceMs === null) return null
    if (late) this.#silentSinceMs = nowMs
    const silentMs = nowMs - this.#silentSinceMs
    return silentMs >= this.#hungAfterMs ? silentMs : null
  }
}
