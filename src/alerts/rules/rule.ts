import { conditionKinds, type ConditionKind, type Severity } from './condition.ts'

/** When a condition becomes an alarm, and who hears of it. */
export interface AlertRule {
  /** False: it never becomes one. */
  readonly enabled: boolean
  readonly severity: Severity
  /** How long it must hold before it counts, ms. */
  readonly forMs: number
  /** After somebody was told, how long the same thing is not told again while it comes and goes, ms. See {@link AlertEngine}. */
  readonly cooldownMs: number
  /** Whether it is told when it is over. */
  readonly resolved: boolean
  /** Names of those who are told; null: all. */
  readonly receivers: readonly string[] | null
}

/** A rule for each kind of condition. */
export type AlertRules = Readonly<Record<ConditionKind, AlertRule>>

const seconds = 1000
const minute = 60 * seconds

function rule(severity: Severity, forMs: number, more: Partial<AlertRule> = {}): AlertRule {
  return { enabled: true, severity, forMs, cooldownMs: minute, resolved: true, receivers: null, ...more }
}

/** What suits a show. A stream that is lost hurries most; what may mend itself is given time to. */
export const defaultRules: AlertRules = {
  stream_lost: rule('critical', 0),
  stream_stopped_by_hand: rule('warning', 0, { resolved: false }),
  restart_failed: rule('critical', 0),
  health_critical: rule('critical', 3 * seconds),
  health_warning: rule('warning', 30 * seconds, { cooldownMs: 5 * minute }),
  destination_failed: rule('critical', 0),
  destination_retrying: rule('warning', 10 * seconds),
  recording_stopped: rule('critical', 0),
  recording_stalled: rule('critical', 5 * seconds),
  disk_low: rule('warning', 5 * seconds, { cooldownMs: 10 * minute }),
  vmix_unreachable: rule('critical', 3 * seconds),
  gateway_unreachable: rule('critical', 5 * seconds),
  log_failing: rule('critical', 3 * seconds),
  schedule_failed: rule('critical', 0, { resolved: false }),
  preflight_failed: rule('critical', 0),
}

/** The defaults with what somebody wants otherwise. */
export function rulesWith(changes: Partial<Readonly<Record<ConditionKind, Partial<AlertRule>>>>): AlertRules {
  const rules: Record<ConditionKind, AlertRule> = { ...defaultRules }
  for (const kind of conditionKinds) rules[kind] = { ...defaultRules[kind], ...changes[kind] }
  return rules
}
