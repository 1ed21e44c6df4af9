import type { ScheduleView } from '../../src/server/view/index.ts'

/** One line of the plan as the server takes it: the fields of its configuration file, without the id. */
export interface PlanBody {
  readonly name: string
  readonly instance: string
  readonly do: ScheduleView['does']
  readonly channel: number
  readonly timeZone: string
  readonly enabled: boolean
  readonly cron?: string
  readonly at?: string
  readonly destinations?: readonly string[]
  readonly record?: NonNullable<ScheduleView['record']>
  readonly preflight?: boolean
}

export function schedulePath(id: string): string {
  return `/schedules/${encodeURIComponent(id)}`
}

/** What is planned, to be sent again with something else in it. */
export function planBody(schedule: ScheduleView): PlanBody {
  const { name, instance, does, channel, timeZone, enabled, cron, at, destinations, record, looksBefore } = schedule
  return {
    name,
    instance,
    do: does,
    channel,
    timeZone,
    enabled,
    ...(cron === null ? {} : { cron }),
    ...(at === null ? {} : { at }),
    ...(does === 'start' ? { destinations, preflight: looksBefore } : {}),
    ...(record === null ? {} : { record }),
  }
}
