import { HEALTH_LIMITS } from './limits.ts'
import { machineBusy } from './figure-reasons.ts'
import type { HealthReason } from './reasons.ts'

/**
 * Whether the process that measures was late itself. What it saw in that moment is not put down to the stream, for some
 * seconds; a machine that stays late is a warning of its own, and hides nothing.
 */
export class Busy {
  #sinceMs: number | null = null
  #lastLateMs = 0
  #lastLateAtMs = -Infinity

  /** @returns whether this sample's figures are excused */
  see(lateMs: number, atMs: number): boolean {
    if (lateMs > HEALTH_LIMITS.busyLateMs) {
      this.#lastLateMs = lateMs
      this.#lastLateAtMs = atMs
      this.#sinceMs ??= atMs
      return atMs - this.#sinceMs < HEALTH_LIMITS.busyExcuseMs
    }
    if (atMs - this.#lastLateAtMs >= HEALTH_LIMITS.clearAfterMs) this.#sinceMs = null
    return false
  }

  /** One hiccup beside a good stream is not worth a word: said when it lasts, or when the figures are bad as well. */
  reason(figuresBad: boolean, atMs: number): HealthReason | null {
    if (this.#sinceMs === null) return null
    const lasting = this.#lastLateAtMs - this.#sinceMs >= HEALTH_LIMITS.degradedAfterMs
    const late = this.#lastLateAtMs === atMs
    return lasting || (late && figuresBad) ? machineBusy(this.#lastLateMs) : null
  }
}
