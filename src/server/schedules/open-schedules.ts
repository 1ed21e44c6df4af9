import { join } from 'node:path'
import type { Clock } from '../../clock/index.ts'
import type { ControlRoom, RoomLog } from '../room/index.ts'
import { ScheduleBook } from './book.ts'
import { Schedules } from './schedules.ts'
import type { ScheduleSettings } from './settings.ts'

interface OpenSchedulesOptions {
  readonly room: Pick<ControlRoom, 'board' | 'desks' | 'presets' | 'record'>
  readonly settings: readonly ScheduleSettings[]
  /** Absolute; what was done is kept in `server/schedules.json` below it. */
  readonly dataFolder: string
  readonly clock: Clock
  readonly log: RoomLog
}

/** @throws Error for a file that is damaged: what was missed, or done already, would not be known */
export async function openSchedules({ settings, dataFolder, ...parts }: OpenSchedulesOptions): Promise<Schedules> {
  const book = await ScheduleBook.open(join(dataFolder, 'server', 'schedules.json'))
  return new Schedules({ ...parts, dataFolder, book }, settings)
}
