import type { Receiver } from './receivers/receiver.ts'
import type { MaintenanceWindow } from './rules/maintenance.ts'
import { defaultRules, type AlertRules } from './rules/rule.ts'

/** Regularly "I am alive": where it does not come, the receiver gives the alarm, for we cannot any more. */
export interface WatchdogSettings {
  readonly everyMs: number
  /** Names; null: all. */
  readonly receivers: readonly string[] | null
}

/** What is told to whom. */
export interface AlertSettings {
  readonly receivers: readonly Receiver[]
  readonly rules: AlertRules
  readonly windows: readonly MaintenanceWindow[]
  readonly watchdog: WatchdogSettings | null
  /** What is done where a stream stops by itself: nothing but the alarm, or it is started again, three times at most. */
  readonly onUnexpectedStop: 'alarm' | 'restart'
  /** Of the dashboard, for who can follow a link; empty: none. */
  readonly page: string
}

/** Nobody is told; what is wrong is shown all the same. */
export const defaultSettings: AlertSettings = {
  receivers: [],
  rules: defaultRules,
  windows: [],
  watchdog: null,
  onUnexpectedStop: 'alarm',
  page: '',
}
