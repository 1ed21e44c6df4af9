import { rename } from 'node:fs/promises'
import { z } from 'zod'
import { scheduleConfig, type ScheduleConfig } from '../config/index.ts'
import type { RoomLog } from '../room/index.ts'
import { readStored, StoredError, writeStored } from '../stored/index.ts'

const planned = z.object({ version: z.literal(1), schedules: z.array(z.unknown()) })
const named = z.object({ id: z.string() })

/** What was planned on the page or over the API. */
export interface Planned {
  readonly schedules: readonly ScheduleConfig[]
  /** Lines that are none here, as of a newer version: they stay as they are, and are not done. */
  readonly left: readonly unknown[]
  /** What is not done, for people; null: nothing. */
  readonly problem: string | null
}

/** In a file; each line as the configuration file would have it. */
export class PlannedFile {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  /**
   * Line by line: one that is wrong loses no other. A file that is damaged as a whole is put beside.
   *
   * @returns null: it cannot be read just now; what it holds may be whole
   */
  async read(log: RoomLog): Promise<Planned | null> {
    try {
      const lines = (await readStored(this.#path, planned))?.schedules ?? []
      return sorted(lines)
    } catch (error) {
      const isDamaged = error instanceof StoredError && error.code === 'damaged'
      if (isDamaged && (await this.#putBeside())) {
        const problem =
          'What was planned here was damaged, and is kept beside as planned.json.damaged. Nothing of it is done.'
        log.error({ err: error }, problem)
        return { schedules: [], left: [], problem }
      }
      log.error({ err: error }, unreadProblem)
      return null
    }
  }

  /** @throws StoredError `too_long`; else as the file system does */
  async write(schedules: readonly ScheduleConfig[], left: readonly unknown[]): Promise<void> {
    await writeStored(this.#path, { version: 1, schedules: [...schedules, ...left] })
  }

  async #putBeside(): Promise<boolean> {
    try {
      await rename(this.#path, `${this.#path}.damaged`)
      return true
    } catch {
      return false
    }
  }
}

export const unreadProblem =
  'What was planned here cannot be read (planned.json), and is not done. It is tried again and again; nothing can be planned meanwhile.'

function sorted(lines: readonly unknown[]): Planned {
  const schedules: ScheduleConfig[] = []
  const left: unknown[] = []
  for (const line of lines) {
    const found = scheduleConfig.safeParse(line)
    if (found.success) schedules.push(found.data)
    else left.push(line)
  }
  return { schedules, left, problem: problemOf(left) }
}

/** Null where every line is one. */
export function problemOf(left: readonly unknown[]): string | null {
  if (left.length === 0) return null
  const ids = left.map((line) => idOf(line) ?? 'one without id').slice(0, 10)
  return `Not done, because it is no line of a plan here (planned.json): ${ids.join(', ')}.`
}

/** By what a line that is none calls itself. */
export function idOf(line: unknown): string | null {
  return named.safeParse(line).data?.id.slice(0, 64) ?? null
}
