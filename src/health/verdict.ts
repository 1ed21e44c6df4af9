import type { HealthReason } from './reasons.ts'
import { notMeasured } from './unknown-reasons.ts'

/** `unknown` means that nothing was measured: never taken for healthy, and never for ill. */
export type HealthStatus = 'healthy' | 'warning' | 'critical' | 'unknown'

/** How one stream, destination or recording is, and why. */
export interface HealthVerdict {
  readonly healthStatus: HealthStatus
  /** Worst first; empty when healthy. */
  readonly reasons: readonly HealthReason[]
  /** Since when `healthStatus` is what it is: the monotonic clock of the samples, ms. */
  readonly sinceMs: number
}

const rank: Record<HealthStatus, number> = { healthy: 0, unknown: 1, warning: 2, critical: 3 }

/** Negative when `a` is better than `b`. Something unmeasured is worse than healthy, and better than known to be ill. */
export function compareHealth(a: HealthStatus, b: HealthStatus): number {
  return rank[a] - rank[b]
}

/**
 * Joins the verdicts of several streams into one: the worst status, all reasons (worst first), and since when. One that
 * is unknown keeps the whole from being healthy. Without any verdict it is `unknown`.
 *
 * @example worst([twitch, youtube]).healthStatus // 'critical' when either is
 */
export function worst(verdicts: readonly HealthVerdict[]): HealthVerdict {
  let healthStatus: HealthStatus | null = null
  let sinceMs = 0
  const reasons: HealthReason[] = []
  for (const verdict of verdicts) {
    reasons.push(...verdict.reasons)
    const order = healthStatus === null ? 1 : compareHealth(verdict.healthStatus, healthStatus)
    if (order > 0) {
      healthStatus = verdict.healthStatus
      sinceMs = verdict.sinceMs
    } else if (order === 0) {
      sinceMs = Math.min(sinceMs, verdict.sinceMs)
    }
  }
  if (healthStatus === null) return { healthStatus: 'unknown', reasons: [notMeasured('feed')], sinceMs: 0 }
  return { healthStatus, reasons: worstFirst(reasons), sinceMs }
}

export function worstFirst(reasons: readonly HealthReason[]): readonly HealthReason[] {
  return reasons.toSorted((a, b) => compareHealth(b.status, a.status))
}

/** Whether two verdicts say the same: status and reasons by code, whatever the figures in their sentences. */
export function sameVerdict(a: HealthVerdict, b: HealthVerdict): boolean {
  return (
    a.healthStatus === b.healthStatus &&
    a.reasons.length === b.reasons.length &&
    a.reasons.every((reason, i) => reason.code === b.reasons[i]?.code && reason.status === b.reasons[i].status)
  )
}
