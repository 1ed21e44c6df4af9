import { z } from 'zod'

/** One line of the plan: what is done when, how it went last, and what was found before the next time. */
export const scheduleView = z.object({
  kind: z.literal('schedule'),
  id: z.string(),
  name: z.string(),
  instance: z.string(),
  /** 0-based. */
  channel: z.number().int(),
  does: z.enum(['start', 'stop', 'record', 'stop-recording']),
  enabled: z.boolean(),
  /** One of both: five fields, or a time as the clock on the wall shows it. */
  cron: z.string().nullable(),
  at: z.string().nullable(),
  timeZone: z.string(),
  /** ISO 8601 in UTC; null: never again, or not enabled. */
  nextAt: z.string().nullable(),
  /** How the last time went; null: it has not come yet. */
  last: z
    .object({
      at: z.string(),
      /** `missed`: the server was not there; it is never done late. `interrupted`: the server ended meanwhile. */
      outcome: z.enum(['running', 'done', 'failed', 'missed', 'interrupted']),
      message: z.string(),
    })
    .nullable(),
  /** Of the next start, ten minutes before, or of the last one. */
  preflight: z
    .object({
      /** For which time. */
      before: z.string(),
      ready: z.boolean(),
      /** What is not green. */
      lines: z.array(
        z.object({
          about: z.string(),
          light: z.enum(['yellow', 'red']),
          message: z.string(),
          action: z.string().nullable(),
        }),
      ),
    })
    .nullable(),
})
export type ScheduleView = z.infer<typeof scheduleView>
