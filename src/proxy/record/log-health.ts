import type { Clock } from '../../clock/index.ts'

export interface LogHealthReport {
  /** False: nothing that happens now is being recorded. */
  readonly recording: boolean
  /** Why not; null while it is. */
  readonly why: string | null
  /** ISO time since when not; null while it is. */
  readonly since: string | null
  /** Entries that are on disk. */
  readonly recorded: number
  /** Entries that the disk did not take when it should have; those of stops may still be recorded as late. */
  readonly lost: number
}

/** A disk that has not answered for so long counts as one that hangs, ms. */
const hangsAfterMs = 2000

/** Whether the log takes what it is given: told by each write, and by those that do not end. */
export class LogHealth {
  readonly #clock: Clock
  readonly #open = new Map<symbol, number>()
  #failure: { readonly why: string; readonly atMs: number } | null = null
  #recorded = 0
  #lost = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @param isWritten what the write's result says of it */
  async watch<T>(write: () => Promise<T>, isWritten: (result: T) => boolean): Promise<T> {
    const id = Symbol('write')
    this.#open.set(id, this.#clock.monotonic())
    try {
      const result = await write()
      if (isWritten(result)) this.#written()
      else this.#failed('The show log did not take an entry in time.')
      return result
    } catch (error) {
      this.#failed(error instanceof Error ? error.message : String(error))
      throw error
    } finally {
      this.#open.delete(id)
    }
  }

  /** Entries that had no place to wait. */
  dropped(count = 1): void {
    this.#lost += count
  }

  /** A write does not end: another one would wait in vain. */
  get hangs(): boolean {
    return this.#hangingMs() !== null
  }

  report(): LogHealthReport {
    const counts = { recorded: this.#recorded, lost: this.#lost }
    const hanging = this.#hangingMs()
    if (this.#failure !== null) {
      const { why, atMs } = this.#failure
      return { recording: false, why, since: new Date(atMs).toISOString(), ...counts }
    }
    if (hanging === null) return { recording: true, why: null, since: null, ...counts }
    const why = `The disk of the show log has not answered for ${Math.round(hanging / 1000)} s.`
    return { recording: false, why, since: new Date(this.#clock.now() - hanging).toISOString(), ...counts }
  }

  #written(): void {
    this.#recorded++
    this.#failure = null
  }

  #failed(why: string): void {
    this.#lost++
    this.#failure ??= { why, atMs: this.#clock.now() }
  }

  #hangingMs(): number | null {
    const [oldest] = this.#open.values()
    if (oldest === undefined) return null
    const waited = this.#clock.monotonic() - oldest
    return waited > hangsAfterMs ? waited : null
  }
}
