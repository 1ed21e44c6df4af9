import type { AddressedNotice, Alert, Notice } from './alert.ts'
import { isWorse, subjectKey, type Condition, type Subject } from './condition.ts'
import { Episode, type Moment } from './episode.ts'
import { maintenanceOf, type MaintenanceWindow } from './maintenance.ts'
import type { AlertRules } from './rule.ts'
import type { EngineMemory } from './memory.ts'

/** More are not looked at: {@link AlertEngine.ignored} counts them. */
const mostAtOnce = 1000
/** How many that are over, and that nobody has acknowledged, are kept to be seen. */
const mostResolved = 100

/** What cannot be seen now: whether it holds stays as it was. */
export type Unseen = (subject: Subject) => boolean

const allSeen: Unseen = () => false

/**
 * From what holds to who is told. Pure: conditions and times come in, notices come out.
 *
 * Something that comes and goes is one alarm: it is over when it has been away for 5 s. When it begins again within the
 * cooldown after it was told, and is not critical, it is told when the cooldown ends, if it still holds; a critical one is told
 * at once, and then stays an alarm until it has been away for a whole cooldown. So the last word on what is critical is never
 * "over" while it is not, and nobody gets more than two notices for each cooldown.
 */
export class AlertEngine {
  rules: AlertRules
  /** Those of the configuration, and those that somebody has switched on. */
  windows: readonly MaintenanceWindow[] = []
  /** Conditions that were too many to be looked at. */
  ignored = 0
  readonly #episodes = new Map<string, Episode>()
  #resolved: readonly Alert[] = []
  /** When each thing was told last, ms of the wall clock. */
  readonly #toldAtMs = new Map<string, number>()

  constructor(rules: AlertRules, memory: EngineMemory | null = null, moment: Moment = { atMs: 0, nowMs: 0 }) {
    this.rules = rules
    for (const { key, atMs } of memory?.told ?? []) this.#toldAtMs.set(key, atMs)
    for (const { alert, told, flapping } of memory?.firing ?? []) {
      const key = subjectKey(alert)
      this.#episodes.set(key, new Episode(key, moment, flapping, { alert, told }))
    }
    this.#resolved = memory?.resolved ?? []
  }

  /** All there are: what holds, the latest first; then what is over and nobody has acknowledged. */
  get alerts(): readonly Alert[] {
    const firing = [...this.#episodes.values()].flatMap(({ alert }) => (alert === null ? [] : [alert]))
    return [...firing.toSorted((a, b) => b.since.localeCompare(a.since)), ...this.#resolved]
  }

  /** Something is on its way to become an alarm, or to be over: it needs another look soon. */
  get isWaiting(): boolean {
    return [...this.#episodes.values()].some((episode) => episode.alert === null || episode.isAway)
  }

  /** What has to outlive a restart. */
  get memory(): EngineMemory {
    return {
      firing: [...this.#episodes.values()].flatMap(({ alert, told, flapping }) =>
        alert === null ? [] : [{ alert, told, flapping }],
      ),
      resolved: this.#resolved,
      told: [...this.#toldAtMs].map(([key, atMs]) => ({ key, atMs })),
    }
  }

  /** @returns what is to be told now, in order */
  look(conditions: readonly Condition[], moment: Moment, unseen: Unseen = allSeen): readonly AddressedNotice[] {
    const holding = this.#take(conditions, moment)
    const notices: AddressedNotice[] = []
    for (const episode of this.#episodes.values()) {
      const condition = holding.get(episode.key)
      if (condition === undefined) {
        const over = this.#away(episode, moment, unseen)
        if (over !== null) notices.push(over)
      } else {
        episode.holds(condition, this.rules[condition.kind], moment)
        const told = this.#tell(episode, moment)
        if (told !== null) notices.push(told)
      }
    }
    this.#forget(moment)
    return notices
  }

  /** Somebody has seen it. What is over is then no longer shown. @returns false: there is none of this id */
  acknowledge(id: string, by: string, nowMs: number): boolean {
    const acknowledged = { at: new Date(nowMs).toISOString(), by }
    for (const episode of this.#episodes.values()) {
      if (episode.alert?.id !== id) continue
      episode.alert = { ...episode.alert, acknowledged: episode.alert.acknowledged ?? acknowledged }
      return true
    }
    const left = this.#resolved.filter((alert) => alert.id !== id)
    const found = left.length < this.#resolved.length
    this.#resolved = left
    return found
  }

  #take(conditions: readonly Condition[], moment: Moment): ReadonlyMap<string, Condition> {
    const holding = new Map<string, Condition>()
    for (const condition of conditions) {
      const key = subjectKey(condition)
      const rule = this.rules[condition.kind]
      if (!rule.enabled || holding.has(key)) continue
      if (!this.#episodes.has(key)) {
        if (this.#episodes.size >= mostAtOnce) {
          this.ignored += 1
          continue
        }
        this.#episodes.set(key, new Episode(key, moment, this.#isCooling(key, rule.cooldownMs, moment)))
      }
      holding.set(key, condition)
    }
    return holding
  }

  #away(episode: Episode, moment: Moment, unseen: Unseen): AddressedNotice | null {
    const { alert } = episode
    if (alert !== null && this.rules[alert.kind].enabled && unseen(alert)) {
      episode.unseen()
      return null
    }
    const rule = alert === null ? null : this.rules[alert.kind]
    if (!episode.away(rule ?? neverTold, moment)) return null
    this.#episodes.delete(episode.key)
    if (alert === null || rule === null) return null
    const resolved: Alert = { ...alert, state: 'resolved', resolvedAt: new Date(moment.nowMs).toISOString() }
    if (alert.acknowledged === null) this.#resolved = [resolved, ...this.#resolved].slice(0, mostResolved)
    if (episode.told === null || !rule.resolved) return null
    // In a maintenance too: whoever was told that it is would go on believing it.
    return { notice: noticeOf('resolved', resolved, moment), receivers: rule.receivers }
  }

  #tell(episode: Episode, moment: Moment): AddressedNotice | null {
    const { alert, told, key } = episode
    if (alert === null || alert.acknowledged !== null) return null
    if (told !== null && !isWorse(alert.severity, told)) return null
    if (maintenanceOf(this.windows, alert, moment.nowMs) !== null) return null
    const rule = this.rules[alert.kind]
    const mayWait = alert.severity !== 'critical' && told === null
    if (mayWait && this.#isCooling(key, rule.cooldownMs, moment)) return null
    episode.told = alert.severity
    this.#toldAtMs.set(key, moment.nowMs)
    return { notice: noticeOf('firing', alert, moment), receivers: rule.receivers }
  }

  /** A clock that was set back never makes a cooldown longer than it is. */
  #isCooling(key: string, cooldownMs: number, { nowMs }: Moment): boolean {
    const toldAtMs = this.#toldAtMs.get(key)
    return toldAtMs !== undefined && Math.abs(nowMs - toldAtMs) < cooldownMs
  }

  #forget({ nowMs }: Moment): void {
    const longest = Math.max(...Object.values(this.rules).map(({ cooldownMs }) => cooldownMs))
    for (const [key, atMs] of this.#toldAtMs) {
      if (!this.#episodes.has(key) && Math.abs(nowMs - atMs) >= longest) this.#toldAtMs.delete(key)
    }
  }
}

/** For what was never an alarm: it ends when it has been away for the shortest time. */
const neverTold = {
  enabled: true,
  severity: 'info',
  forMs: 0,
  cooldownMs: 0,
  resolved: false,
  receivers: null,
} as const

function noticeOf(what: 'firing' | 'resolved', alert: Alert, { nowMs }: Moment): Notice {
  const id = what === 'firing' ? `${alert.id}-${alert.severity}` : `${alert.id}-resolved`
  return { id, what, at: new Date(nowMs).toISOString(), alert }
}
