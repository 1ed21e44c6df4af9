import { readFile, stat } from 'node:fs/promises'
import type { Clock } from '../../clock/index.ts'
import { moveFile, replaceFile, systemCodeOf } from '../../disk/index.ts'
import { savedAlerts, type SavedAlerts } from './saved.ts'

/** Far more than the most there can be. */
const maxBytes = 32 * 1024 * 1024

/** What was found; `damaged`: something was there that cannot be used, and was put beside. */
export interface FoundAlerts {
  readonly saved: SavedAlerts | null
  readonly damaged: boolean
}

/**
 * One file, written beside its place and put there whole: there is the old one or the new one, never half. Several changes
 * while it is written are one more write.
 */
export class AlertStateFile {
  readonly #path: string
  readonly #clock: Clock
  readonly #content: () => SavedAlerts
  #problem: string | null = null
  #writing: Promise<void> | null = null
  #isStale = false

  constructor(path: string, clock: Clock, content: () => SavedAlerts) {
    this.#path = path
    this.#clock = clock
    this.#content = content
  }

  /** Why it cannot be written; null: it can. Alarms go out all the same. */
  get problem(): string | null {
    return this.#problem
  }

  /** Resolves when what is true now is on disk, or cannot be put there. */
  async save(): Promise<void> {
    this.#isStale = true
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null
    })
    await this.#writing
  }

  async #write(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false
      try {
        await replaceFile(this.#path, JSON.stringify(this.#content()), { writers: 'one', clock: this.#clock })
        this.#problem = null
      } catch (error) {
        const code = systemCodeOf(error)
        this.#problem = `Alarms cannot be kept over a restart: ${this.#path} cannot be written (${code ?? 'unknown'}).`
      }
    }
  }
}

/** What an earlier server left. @throws as the file system does, where it cannot be read at all */
export async function readAlertState(path: string, nowMs: number): Promise<FoundAlerts> {
  try {
    if ((await stat(path)).size <= maxBytes) {
      const parsed = savedAlerts.safeParse(jsonOf(await readFile(path, 'utf8')))
      if (parsed.success) return { saved: parsed.data, damaged: false }
    }
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return { saved: null, damaged: false }
    throw error
  }
  // Put beside, so that somebody can look at it, and the next write does not take it away.
  await moveFile(path, `${path}.damaged-${new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-')}`)
  return { saved: null, damaged: true }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
