import type { Clock } from '../../clock/index.ts'
import { systemCode } from '../errors.ts'
import type { SavedState } from './format.ts'
import type { StateFile } from './state-file.ts'

export interface MemoryOptions {
  readonly file: StateFile
  readonly clock: Clock
  /** Everything as it is now. */
  now(): SavedState
  /** Told once when the disk begins to fail: a gateway that died now would come back as it was before. */
  onUnsaved(why: string): void
}

const RETRY_MS = 1000
/** So often the file says that its gateway is there. */
const ALIVE_MS = 5000
/** So long a command waits for a disk that does not answer. */
const PATIENCE_MS = 3000

/**
 * Keeps the gateway's state on disk. What changes is written before a command is acknowledged; where the disk fails the
 * show goes on, it is said, and the disk is tried again each second. What was removed must not come back: when that cannot
 * be written, the file is taken away.
 */
export class Memory implements AsyncDisposable {
  readonly #options: MemoryOptions
  readonly #closed = new AbortController()
  #aliveMs = -Infinity
  #wanted = 0
  #written = 0
  #removal = false
  #failing = false
  #working: Promise<void> | null = null
  #waiting: { readonly until: number; readonly done: () => void }[] = []

  constructor(options: MemoryOptions) {
    this.#options = options
  }

  /** The disk has what there is to know. */
  get saved(): boolean {
    return this.#written === this.#wanted
  }

  /**
   * Writes everything as it is now. Resolves when that is on disk, when the disk has failed, or when it takes too long.
   *
   * @param what `removal`: something is not there any more
   */
  async save(what: 'addition' | 'removal' = 'addition'): Promise<void> {
    this.#wanted += 1
    const until = this.#wanted
    if (what === 'removal') this.#removal = true
    const enough = new AbortController()
    const tried = new Promise<void>((done) => this.#waiting.push({ until, done }))
    this.#working ??= this.#work()
    await Promise.race([tried, this.#options.clock.sleep(PATIENCE_MS, enough.signal).catch(() => undefined)])
    enough.abort()
  }

  /** Called several times a second while something is open: a gateway that comes much later is not to take it up. */
  alive(nowMs: number): void {
    if (nowMs - this.#aliveMs < ALIVE_MS) return
    this.#aliveMs = nowMs
    void this.#options.file.touch()
  }

  async #work(): Promise<void> {
    while (!this.saved) {
      const upTo = this.#wanted
      const removal = this.#removal
      this.#removal = false
      const failure = await this.#write(removal)
      if (failure === null) {
        this.#failing = false
        this.#written = upTo
      } else {
        this.#removal ||= removal
        if (!this.#failing) this.#options.onUnsaved(failure)
        this.#failing = true
      }
      this.#tried(upTo)
      if (failure === null) continue
      if (this.#closed.signal.aborted) break
      await this.#options.clock.sleep(RETRY_MS, this.#closed.signal).catch(() => undefined)
    }
    // In the same turn as the last look, or what comes in between would wait for the next one.
    this.#working = null
  }

  /** Why it could not be written; null when it was. */
  async #write(removal: boolean): Promise<string | null> {
    const { file } = this.#options
    try {
      await file.write(this.#options.now())
      return null
    } catch (error) {
      const why = systemCode(error) ?? 'the file system refuses'
      if (!removal) return why
      // The old one would bring back what was removed; without it there is room for the new one, too.
      await file.remove().catch(() => undefined)
      return await file.write(this.#options.now()).then(
        () => null,
        () => why,
      )
    }
  }

  #tried(upTo: number): void {
    const over = this.#waiting.filter((one) => one.until <= upTo)
    this.#waiting = this.#waiting.filter((one) => one.until > upTo)
    for (const { done } of over) done()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort()
    await this.#working
  }
}
