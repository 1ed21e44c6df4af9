/** What a judge looks at: what vMix sends, a destination that it is sent on to, or a recording. */
export type HealthSubject = 'feed' | 'destination' | 'recording'

/** Every reason there is; `docs/health.md` explains each. */
export const HEALTH_REASON_CODES = [
  'feed_stopped',
  'feed_unfit',
  'destination_lost',
  'destination_unreachable',
  'destination_failed',
  'recording_failed',
  'disk_low',
  'recovering',
  'on_slate',
  'on_backup',
  'on_backup_address',
  'fps_low',
  'frames_dropped',
  'bitrate_low',
  'bitrate_below_recommendation',
  'bitrate_above_recommendation',
  'srt_loss',
  'srt_late',
  'srt_slow',
  'machine_busy',
  'not_measured',
  'reading_old',
  'not_live',
  'vmix_reports_none',
] as const
export type HealthReasonCode = (typeof HEALTH_REASON_CODES)[number]

/** Why a verdict is what it is, and what to do. */
export interface HealthReason {
  readonly code: HealthReasonCode
  readonly status: 'warning' | 'critical' | 'unknown'
  /** What is, in one sentence. */
  readonly message: string
  /** What an operator does about it, in one sentence. */
  readonly action: string
}

/** A reason that figures gave: it is never `unknown`. */
export interface Degradation extends HealthReason {
  readonly status: 'warning' | 'critical'
}
