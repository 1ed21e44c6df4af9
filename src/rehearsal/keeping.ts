import type { Clock } from '../clock/index.ts'
import type { RehearsalMemory, RehearsalState } from './memory.ts'

/** So long a disk is waited for, ms. A rehearsal that is not kept is a rehearsal all the same. */
const diskMs = 2000

/**
 * Keeps what is rehearsed: one write after the other, in a chain of its own, of which only the newest waits. A disk that hangs
 * holds up no rehearsal, and with it no show that waits for the channel.
 */
export class StateKeeping {
  readonly #memory: RehearsalMemory | null
  readonly #clock: Clock
  readonly #tell: (message: string) => void
  #next: RehearsalState | null = null
  #writing: Promise<void> | null = null
  #hangs = false

  constructor(memory: RehearsalMemory | null, clock: Clock, tell: (message: string) => void) {
    this.#memory = memory
    this.#clock = clock
    this.#tell = tell
  }

  keep(state: RehearsalState): void {
    if (this.#memory === null) return
    this.#next = state
    this.#writing ??= this.#write(this.#memory)
  }

  /** Waits until all is on disk, but not for long. */
  async settled(): Promise<void> {
    if (this.#writing === null) return
    const over = new AbortController()
    const limit = this.#clock.sleep(diskMs, over.signal).then(
      () => 'hangs',
      () => 'over',
    )
    const how = await Promise.race([this.#writing, limit])
    over.abort()
    if (how !== 'hangs' || this.#hangs) return
    this.#hangs = true
    this.#tell(
      'What is being rehearsed is not kept: the disk does not answer. It goes on, and would not come back after a restart.',
    )
  }

  async #write(memory: RehearsalMemory): Promise<void> {
    for (let state = this.#next; state !== null; state = this.#next) {
      this.#next = null
      try {
        await memory.write(state)
        this.#hangs = false
      } catch (error) {
        const why = error instanceof Error ? error.message : 'the reason is not known.'
        this.#tell(`What is being rehearsed cannot be kept, and would not come back after a restart: ${why}`)
      }
    }
    this.#writing = null
  }
}
