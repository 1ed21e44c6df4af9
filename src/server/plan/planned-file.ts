import { rename } from 'node:fs/promises'
import { z } from 'zod'
import { scheduleConfig, type ScheduleConfig } from '../config/index.ts'
import type { RoomLog } from '../room/index.ts'
import { readStored, writeStored } from '../stored/index.ts'

const planned = z.object({ version: z.literal(1), schedules: z.array(scheduleConfig).max(500) })

/** What was planned on the page or over the API, in a file; each line as the configuration file would have it. */
export class PlannedFile {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  /** A file that is damaged is put beside, and said: nothing of it is done. */
  async read(log: RoomLog): Promise<readonly ScheduleConfig[]> {
    try {
      return (await readStored(this.#path, planned))?.schedules ?? []
    } catch (error) {
      log.error({ err: error }, 'What was planned on the page cannot be read, and is not done. It is kept beside.')
      await rename(this.#path, `${this.#path}.damaged`).catch(() => undefined)
      return []
    }
  }

  /** @throws Error when it cannot be written */
  async write(schedules: readonly ScheduleConfig[]): Promise<void> {
    await writeStored(this.#path, { version: 1, schedules })
  }
}
