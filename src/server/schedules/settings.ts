import type { RecordingRequest } from '../../controller/index.ts'

/** When: once, or by a cron expression; in a zone of its own. */
export interface Timing {
  /** Five fields: minute, hour, day, month, weekday. Null: once, `at`. */
  readonly cron: string | null
  /** `2026-12-24T17:00`, as the clock on the wall shows it in the zone. Null: by `cron`. */
  readonly at: string | null
  /** IANA's name: `Europe/Berlin`. */
  readonly timeZone: string
}

/** What is done then. */
export type ScheduledWork =
  | {
      readonly does: 'start'
      readonly channel: number
      /** Ids of destinations, of the file or added on the page. */
      readonly destinations: readonly string[]
      readonly record: Pick<RecordingRequest, 'filename' | 'format' | 'quality'> | null
      /** Everything is looked at ten minutes before, with an alarm where it fails. */
      readonly preflight: boolean
    }
  | { readonly does: 'stop'; readonly channel: number }
  | {
      readonly does: 'record'
      readonly channel: number
      readonly record: Pick<RecordingRequest, 'filename' | 'format' | 'quality'> | null
    }
  | { readonly does: 'stop-recording'; readonly channel: number }

/** One line of the plan. */
export interface ScheduleSettings {
  readonly id: string
  readonly name: string
  readonly instance: string
  readonly enabled: boolean
  /** From the configuration file, where it is changed; else it was planned here. */
  readonly fromFile: boolean
  readonly timing: Timing
  readonly work: ScheduledWork
}
