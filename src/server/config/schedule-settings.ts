import type { ScheduledWork, ScheduleSettings } from '../schedules/index.ts'
import type { ScheduleConfig } from './schedule-config.ts'
import type { ServerConfig } from './schema.ts'

/** What a configuration plans; nothing where there is none. */
export function scheduleSettings(config: ServerConfig | null): readonly ScheduleSettings[] {
  return (config?.schedules ?? []).map((given) => settingsOf(given, true))
}

/** What one line of the plan means. @param fromFile it stands in the configuration file, and is changed there */
export function settingsOf(given: ScheduleConfig, fromFile: boolean): ScheduleSettings {
  return {
    id: given.id,
    name: given.name ?? given.id,
    instance: given.instance,
    enabled: given.enabled,
    fromFile,
    timing: { cron: given.cron ?? null, at: given.at ?? null, timeZone: given.timeZone },
    work: workOf(given),
  }
}

function workOf({ do: does, channel, destinations = [], record, preflight }: ScheduleConfig): ScheduledWork {
  switch (does) {
    case 'start':
      return { does, channel, destinations, record: recordOf(record), preflight }
    case 'record':
      return { does, channel, record: recordOf(record) }
    default:
      return { does, channel }
  }
}

function recordOf(record: ScheduleConfig['record']) {
  if (record === undefined) return null
  const { filename, format, quality } = record
  return {
    ...(filename === undefined ? {} : { filename }),
    ...(format === undefined ? {} : { format }),
    ...(quality === undefined ? {} : { quality }),
  }
}
