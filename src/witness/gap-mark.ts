import { constants } from 'node:fs'
import { stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { systemCode } from './errors.ts'
import { openRegular } from './regular-file.ts'

/** A marked file's time is this much before the gap's begin, and so before 2001, where no other file's time is. */
const shiftMs = 1_600_000_000_000
const unmarkedFromMs = 1_000_000_000_000

/**
 * Remembers a gap beyond this process's life, on a disk that takes no more bytes: only the time of a file that was made
 * beforehand is changed. A copied folder has files of today, which mean no gap.
 */
export class GapMark {
  readonly #path: string

  constructor(folder: string) {
    this.#path = join(folder, 'gap.mark')
  }

  /** Makes the file where it is not there yet. */
  async prepare(): Promise<void> {
    await (await openRegular(this.#path, constants.O_WRONLY | constants.O_CREAT)).close()
  }

  /** Marks that something since this moment (ms since 1970) is missing. An earlier mark stays. */
  async set(sinceMs: number): Promise<void> {
    if ((await this.since()) === null) await this.#stamp(Math.max(0, sinceMs - shiftMs))
  }

  /** When the gap began, ms since 1970; null when there is none. */
  async since(): Promise<number | null> {
    try {
      const { mtimeMs } = await stat(this.#path)
      return mtimeMs < unmarkedFromMs ? Math.round(mtimeMs) + shiftMs : null
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return null
      throw error
    }
  }

  async clear(nowMs: number): Promise<void> {
    await this.#stamp(nowMs)
  }

  async #stamp(timeMs: number): Promise<void> {
    const time = new Date(timeMs)
    try {
      await utimes(this.#path, time, time)
    } catch (error) {
      // The log could not even be opened, and so nobody has made it yet.
      if (systemCode(error) !== 'ENOENT') throw error
      await this.prepare()
      await utimes(this.#path, time, time)
    }
  }
}
