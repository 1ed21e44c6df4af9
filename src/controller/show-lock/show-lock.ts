import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { replaceFile, systemCodeOf } from '../../disk/index.ts'

/** Since when, and by whom, every stop needs a second confirmation. */
export interface ShowLocked {
  /** ISO 8601. */
  readonly since: string
  readonly by: string
}

const kept = z.object({ since: z.string().max(64), by: z.string().max(256) })

/**
 * The show lock of one vMix, for all processes of this machine: a file beside the other locks. What is known of it is in memory,
 * because a stop waits for no disk: whoever wants to heed what another process has set reads it before.
 */
export class ShowLock {
  readonly #path: string
  #known: ShowLocked | null = null

  constructor(locksFolder: string) {
    this.#path = join(locksFolder, 'show-lock.json')
  }

  /** As it was read, set or taken off last; null: off, or never read. */
  get known(): ShowLocked | null {
    return this.#known
  }

  /** Reads it. One that is damaged counts as on: it can be confirmed, or taken off. @throws Error where it cannot be read */
  async read(): Promise<ShowLocked | null> {
    let text: string
    try {
      text = await readFile(this.#path, 'utf8')
    } catch (error) {
      if (systemCodeOf(error) !== 'ENOENT') throw error
      return (this.#known = null)
    }
    const parsed = kept.safeParse(jsonOf(text))
    return (this.#known = parsed.success ? parsed.data : { since: 'unknown', by: 'unknown' })
  }

  /** @throws Error where it cannot be written: then it is as it was */
  async set(lock: ShowLocked): Promise<void> {
    await replaceFile(this.#path, JSON.stringify(lock), { writers: 'several', flush: false })
    this.#known = lock
  }

  /** @throws Error where it cannot be taken off: then it is as it was */
  async takeOff(): Promise<void> {
    await rm(this.#path, { force: true })
    this.#known = null
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
