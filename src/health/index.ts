/** Samples in, verdict with reasons out: is it good, and if not, why, and what to do. No I/O, no clock. */
import { vmixReportsNone } from './unknown-reasons.ts'
import type { HealthVerdict } from './verdict.ts'

export { createHealthJudge } from './judge.ts'
export type { HealthJudge, HealthJudgeOptions } from './judge.ts'
export { HEALTH_LIMITS, frameLimits } from './limits.ts'
export type { HealthSample } from './outage.ts'
export type { LinkReading } from './link.ts'
export type { MediaReading } from './reading.ts'
export { HEALTH_REASON_CODES } from './reasons.ts'
export type { HealthReason, HealthReasonCode, HealthSubject } from './reasons.ts'
export type { KbpsRange } from './rules.ts'
export { compareHealth, sameVerdict, worst } from './verdict.ts'
export type { HealthStatus, HealthVerdict } from './verdict.ts'

/** The verdict of a stream that vMix sends by itself, without the gateway: vMix reports no figures, so it is `unknown`. */
export function directStreamVerdict(atMs: number): HealthVerdict {
  return { healthStatus: 'unknown', reasons: [vmixReportsNone()], sinceMs: atMs }
}
