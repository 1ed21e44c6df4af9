import { z } from 'zod'
import { timingProblem } from '../schedules/index.ts'
import { displayName, id, text } from './fields.ts'

const cronBelongs = 'Five fields: minute, hour, day, month, weekday, such as "50 9 * * 0" (Sundays at 9:50).'
const atBelongs = 'A time as the clock shows it: "2026-12-24T17:00".'
const channelBelongs = "vMix's stream, from 0: 0 is what people know as Stream 1; 4 at most."

const recordConfig = z.strictObject({
  filename: text('A file name without folders; {date}, {time}, {preset} and {stream} are filled in.')
    .optional()
    .describe('Never overwrites; named after date and time, unless said. `{date}`, `{time}`, `{preset}`, `{stream}`.'),
  format: z.enum(['MP4', 'MOV', 'MKV', 'AVI', 'M4A', 'WAV']).optional().describe('MP4, unless said.'),
  quality: z.enum(['low', 'medium', 'high']).optional().describe('`high` copies the stream, unless said.'),
})

const scheduleFields = z.strictObject({
  id: id.describe('By this the log and the page know it.'),
  name: displayName.optional().describe('As people call it; the id, unless said.'),
  instance: id.describe('Which vMix: its id.'),
  do: z.enum(['start', 'stop', 'record', 'stop-recording']).describe('What is done then.'),
  cron: text(cronBelongs).optional().describe(`When, again and again. ${cronBelongs}`),
  at: text(atBelongs).optional().describe(`When, once. ${atBelongs}`),
  timeZone: text("A time zone by IANA's name, such as Europe/Berlin.").describe(
    "Whose clock it goes by: IANA's name. It stays nine o'clock when the clocks are changed.",
  ),
  channel: z.int(channelBelongs).min(0, channelBelongs).max(4, channelBelongs).default(0).describe(channelBelongs),
  destinations: z
    .array(id, 'Ids of destinations.')
    .max(50, '50 destinations at most.')
    .optional()
    .describe('Of `start`: where to, by id; of this file, or added on the page.'),
  record: recordConfig.optional().describe('Of `start`: recorded as well; of `record`: into what.'),
  preflight: z
    .boolean('true or false.')
    .default(true)
    .describe(
      'Of `start`: ten minutes before everything is looked at, with an alarm where it fails. vMix sends to the gateway, and to nobody, for three seconds.',
    ),
  enabled: z.boolean('true or false.').default(true).describe('`false`: kept, and not done.'),
})

/** One line of the plan. */
export const scheduleConfig = scheduleFields.superRefine((given, context) => check(given, context, 'id'))
export type ScheduleConfig = z.output<typeof scheduleConfig>

/** The same as it is planned on the page or over the API, where its id stands in the address. */
export const plannedSchedule = scheduleFields
  .omit({ id: true })
  .superRefine((given, context) => check(given, context, 'cron'))
export type PlannedSchedule = z.output<typeof plannedSchedule>

/** When alone: for a look at what would run when, before it is kept. */
export const timingConfig = scheduleFields
  .pick({ cron: true, at: true, timeZone: true })
  .superRefine((given, context) => void checkTiming(given, context, 'cron'))

/** @param missing where it is said that nothing says when: a field that stands there */
function check(given: PlannedSchedule, context: z.RefinementCtx, missing: 'id' | 'cron'): void {
  if (!checkTiming(given, context, missing)) return
  const { destinations = [], record } = given
  const problem = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
  const isStart = given.do === 'start'
  if (isStart && destinations.length === 0) problem('do', 'A start needs its destinations beside it: [twitch].')
  if (!isStart && destinations.length > 0) problem('destinations', 'Destinations are of a start alone.')
  if (!isStart && given.do !== 'record' && record !== undefined) {
    problem('record', 'A recording begins with start or record. Leave it away.')
  }
}

/** @returns false: it says no time at all, and there is no more to be said of it */
function checkTiming(
  { cron, at, timeZone }: Pick<PlannedSchedule, 'cron' | 'at' | 'timeZone'>,
  context: z.RefinementCtx,
  missing: 'id' | 'cron',
): boolean {
  const problem = (path: string, message: string): false => {
    context.addIssue({ code: 'custom', path: [path], message })
    return false
  }
  if ((cron === undefined) === (at === undefined)) {
    return problem(
      cron === undefined ? missing : 'at',
      'Say when, by one of both: cron (again and again) or at (once).',
    )
  }
  if (timingProblem({ cron: '0 0 * * *', at: null, timeZone }) !== null) {
    return problem('timeZone', "A time zone by IANA's name, such as Europe/Berlin.")
  }
  const wrong = timingProblem({ cron: cron ?? null, at: at ?? null, timeZone })
  if (wrong !== null) problem(cron === undefined ? 'at' : 'cron', wrong)
  return true
}
