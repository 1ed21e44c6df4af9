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
  /** From the configuration file, which only its owner changes; else it was planned on the page or over the API. */
  fromFile: z.boolean(),
  /** Of a start: ids of destinations. */
  destinations: z.array(z.string()),
  /** What is recorded, and into what; null: nothing is, or as the recorder has it. */
  record: z
    .object({ filename: z.string().optional(), format: z.string().optional(), quality: z.string().optional() })
    .nullable(),
  /** Of a start: everything is looked at ten minutes before. */
  looksBefore: z.boolean(),
  /** One of both: five fields, or a time as the clock on the wall shows it. */
  cron: z.string().nullable(),
  at: z.string().nullable(),
  timeZone: z.string(),
  /** ISO 8601 in UTC; null: never again, or not enabled. */
  nextAt: z.string().nullable(),
  /** When everything is looked at before that; null: it is not, or that time is over. */
  preflightAt: z.string().nullable(),
  /** One time that somebody had left out, to come or over; null: none. */
  skipped: z.string().nullable(),
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
