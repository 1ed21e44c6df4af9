import { statfs } from 'node:fs/promises'
import type { Clock } from '../../../clock/index.ts'
import { type DiskLimits, type DiskSpace, type DiskState, diskState } from './disk-guard.ts'

export interface DiskWatchOptions {
  /** Of the recording; only its disk is looked at. */
  readonly folder: string
  readonly clock: Clock
  readonly limits: DiskLimits
  /** What is written, kb/s; null: not known. */
  kbps(): number | null
  /** The recording has to end now. */
  onFull(): void
  /** What the disk says; for tests that need one that gets full. */
  readonly space?: (folder: string) => Promise<DiskSpace>
}

/** At 100 Mb/s 25 MB are written meanwhile. */
const LOOK_MS = 2000

/** Looks at the room on a disk now and then. A file system that does not say how much there is is not judged. */
export class DiskWatch {
  readonly #options: DiskWatchOptions
  readonly #over = new AbortController()
  #state: DiskState | null = null

  constructor(options: DiskWatchOptions) {
    this.#options = options
    void this.#watch()
  }

  /** As it was found last; null: not known. */
  get state(): DiskState | null {
    return this.#state
  }

  get full(): boolean {
    return this.#state?.full === true
  }

  stop(): void {
    this.#over.abort()
  }

  async #watch(): Promise<void> {
    const { folder, clock, limits, space = spaceOf } = this.#options
    const { signal } = this.#over
    while (!signal.aborted) {
      const found = await space(folder).catch(() => null)
      if (signal.aborted) return
      this.#state = found === null ? null : diskState(found, this.#options.kbps(), limits, this.#state?.low === true)
      if (this.full) this.#options.onFull()
      await clock.sleep(LOOK_MS, signal, { background: true }).catch(() => undefined)
    }
  }
}

async function spaceOf(folder: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize } = await statfs(folder)
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
}
