import { createHash } from 'node:crypto'
import type { Alert } from './alert.ts'
import { isWorse, subjectKey, type Condition, type Severity } from './condition.ts'
import type { AlertRule } from './rule.ts'

/** A moment by both clocks. */
export interface Moment {
  /** Of the monotonic clock, ms: for how long. */
  readonly atMs: number
  /** Of the wall clock, ms since 1970: for people. */
  readonly nowMs: number
}

/** How long a thing must be away before it counts as over, ms. */
const clearMs = 5000

/** Of a sentence that comes from outside, characters. */
const longestText = 1000

/** One thing from when it began to when it is over: first it has to hold for its time, then it is an alarm. */
export class Episode {
  readonly key: string
  /** Null while it has not held for long enough. */
  alert: Alert | null
  /** With what somebody was told of it; null: nobody was. */
  told: Severity | null
  /** It began again so soon after somebody was told that it takes a whole cooldown of quiet to end it. */
  readonly flapping: boolean
  readonly #begunAtMs: number
  #heldMs = 0
  #lastSeenAtMs: number | null
  #goneSinceMs: number | null = null

  constructor(
    key: string,
    moment: Moment,
    flapping: boolean,
    taken: { alert: Alert; told: Severity | null } | null = null,
  ) {
    this.key = key
    this.flapping = flapping
    this.alert = taken?.alert ?? null
    this.told = taken?.told ?? null
    this.#begunAtMs = moment.nowMs
    this.#lastSeenAtMs = taken === null ? moment.atMs : null
  }

  /** It does not hold just now. */
  get isAway(): boolean {
    return this.#goneSinceMs !== null
  }

  /** It holds. Time in which it was away for a moment does not count, and does not make it begin anew. */
  holds(condition: Condition, rule: AlertRule, { atMs }: Moment): void {
    if (this.#lastSeenAtMs !== null && this.#goneSinceMs === null)
      this.#heldMs += Math.max(0, atMs - this.#lastSeenAtMs)
    const returned = this.#goneSinceMs !== null
    this.#lastSeenAtMs = atMs
    this.#goneSinceMs = null
    const severity = condition.severity ?? rule.severity
    const message = condition.message.slice(0, longestText)
    const action = condition.action.slice(0, longestText)
    if (this.alert === null) {
      if (this.#heldMs >= rule.forMs) this.alert = this.#begin({ ...condition, message, action }, severity)
      return
    }
    const { alert } = this
    // What has become worse was not seen by whoever acknowledged it.
    const acknowledged = isWorse(severity, alert.severity) ? null : alert.acknowledged
    this.alert = { ...alert, severity, message, action, acknowledged, returns: alert.returns + (returned ? 1 : 0) }
  }

  /** It does not hold. @returns whether it is over */
  away(rule: AlertRule, { atMs }: Moment): boolean {
    this.#goneSinceMs ??= atMs
    const quietMs = this.flapping && this.alert !== null ? Math.max(clearMs, rule.cooldownMs) : clearMs
    return atMs - this.#goneSinceMs >= quietMs
  }

  /** Nobody can see whether it holds. */
  unseen(): void {
    this.#lastSeenAtMs = null
    this.#goneSinceMs = null
  }

  #begin(condition: Condition, severity: Severity): Alert {
    const { kind, instance, channel, destinationId, message, action } = condition
    const since = new Date(this.#begunAtMs).toISOString()
    const id = createHash('sha256')
      .update(`${subjectKey(condition)} ${since}`)
      .digest('hex')
      .slice(0, 16)
    const about = { kind, instance, channel, destinationId }
    const begun = { state: 'firing', since, resolvedAt: null, acknowledged: null, returns: 0 } as const
    return { id, ...about, severity, message, action, ...begun }
  }
}
