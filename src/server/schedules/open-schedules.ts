import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../clock/index.ts'
import type { ControlRoom, RoomLog } from '../room/index.ts'
import { ScheduleBook } from './book.ts'
import { Schedules } from './schedules.ts'
import type { ScheduleSettings } from './settings.ts'

interface OpenSchedulesOptions {
  readonly room: Pick<
    ControlRoom,
    'board' | 'desks' | 'presets' | 'record' | 'writtenFolders' | 'uploadTo' | 'uploadTurn'
  >
  readonly settings: readonly ScheduleSettings[]
  /** Absolute; what was done is kept in `server/schedules.json` below it. */
  readonly dataFolder: string
  /** These are all that are planned; else what is known of others stays in the book. */
  readonly isWhole?: boolean
  readonly clock: Clock
  readonly log: RoomLog
}

/** A plan whose book cannot be read is followed from now on: what was missed meanwhile is then not known, and that is said. */
export async function openSchedules({
  settings,
  isWhole = true,
  dataFolder,
  ...parts
}: OpenSchedulesOptions): Promise<Schedules> {
  const path = join(dataFolder, 'server', 'schedules.json')
  const book = await ScheduleBook.open(path).catch(async (error: unknown) => {
    parts.log.error({ err: error }, 'What was done of the plan is not known: times count from now on.')
    await rename(path, `${path}.damaged`).catch(() => undefined)
    return await ScheduleBook.open(path)
  })
  return new Schedules({ ...parts, book }, settings, isWhole)
}
