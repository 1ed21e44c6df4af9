/** Everything that an alarm can be about; `docs/alerts.md` explains each. */
export const conditionKinds = [
  'stream_lost',
  'stream_stopped_by_hand',
  'restart_failed',
  'health_critical',
  'health_warning',
  'destination_failed',
  'destination_retrying',
  'recording_stopped',
  'recording_stalled',
  'disk_low',
  'vmix_unreachable',
  'gateway_unreachable',
  'log_failing',
  'schedule_failed',
  'preflight_failed',
] as const
export type ConditionKind = (typeof conditionKinds)[number]

/** How much it hurries. */
export const severities = ['info', 'warning', 'critical'] as const
export type Severity = (typeof severities)[number]

/** What something is about. */
export interface Subject {
  readonly kind: ConditionKind
  /** The vMix's stable name; null: the whole of it, such as the gateway. */
  readonly instance: string | null
  /** 0-based; people call 0 "Stream 1". */
  readonly channel: number | null
  /** Of a destination, or of a recording. */
  readonly destinationId: string | null
}

/** Something that is so now. Who looks gives all that hold, at each look; what is missing holds no longer. */
export interface Condition extends Subject {
  /** Where it is not what the rule says. */
  readonly severity?: Severity
  /** What is, in one or two sentences. */
  readonly message: string
  /** What to do, in one sentence. */
  readonly action: string
}

/** The same for what is about the same thing. */
export function subjectKey({ kind, instance, channel, destinationId }: Subject): string {
  return JSON.stringify([kind, instance, channel, destinationId])
}

const rank: Record<Severity, number> = { info: 0, warning: 1, critical: 2 }

/** Whether `a` hurries more than `b`. */
export function isWorse(a: Severity, b: Severity): boolean {
  return rank[a] > rank[b]
}
