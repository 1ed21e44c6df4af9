import { HEALTH_LIMITS } from './limits.ts'

/**
 * One condition with hysteresis: it counts after it has been seen for five seconds, and is over after ten seconds without
 * it. Worse input never gives better output: where a latch is set, one that saw at least as much badness is set too.
 */
class Latch {
  #badSinceMs: number | null = null
  #cleanSinceMs: number | null = null
  #set = false

  get set(): boolean {
    return this.#set
  }

  see(bad: boolean, atMs: number): void {
    if (bad) {
      this.#cleanSinceMs = null
      this.#badSinceMs ??= atMs
      if (atMs - this.#badSinceMs >= HEALTH_LIMITS.degradedAfterMs) this.#set = true
    } else {
      this.#badSinceMs = null
      this.#cleanSinceMs ??= atMs
      if (atMs - this.#cleanSinceMs >= HEALTH_LIMITS.clearAfterMs) this.#set = false
    }
  }

  /** Nothing could be seen: what was begun, towards bad or towards clean, begins anew. */
  blind(): void {
    this.#badSinceMs = null
    this.#cleanSinceMs = null
  }
}

/** A rule's two levels, each with its own hysteresis: what is critical for a second only is a warning that lasts. */
export class LevelLatch {
  readonly #warning = new Latch()
  readonly #critical = new Latch()

  get level(): 'none' | 'warning' | 'critical' {
    if (this.#critical.set) return 'critical'
    return this.#warning.set ? 'warning' : 'none'
  }

  see(level: 'none' | 'warning' | 'critical', atMs: number): void {
    this.#warning.see(level !== 'none', atMs)
    this.#critical.see(level === 'critical', atMs)
  }

  blind(): void {
    this.#warning.blind()
    this.#critical.blind()
  }
}
