import type { WitnessEntry } from './entry.ts'
import type { PreparedEvent } from './prepare.ts'

/** An entry that somebody waits for. It is settled once: by its write, its limit, its signal, or the close. */
export class Pending {
  readonly event: PreparedEvent
  readonly urgent: boolean
  /** When it came, ms since 1970. */
  readonly atMs: number
  /** Monotonic, ms. */
  readonly deadline: number
  readonly #done: (entry: WitnessEntry) => void
  readonly #failed: (error: unknown) => void
  #settled = false

  constructor(options: {
    readonly event: PreparedEvent
    readonly urgent: boolean
    readonly atMs: number
    readonly deadline: number
    readonly done: (entry: WitnessEntry) => void
    readonly failed: (error: unknown) => void
  }) {
    this.event = options.event
    this.urgent = options.urgent
    this.atMs = options.atMs
    this.deadline = options.deadline
    this.#done = options.done
    this.#failed = options.failed
  }

  get settled(): boolean {
    return this.#settled
  }

  resolve(entry: WitnessEntry): void {
    if (this.#settled) return
    this.#settled = true
    this.#done(entry)
  }

  reject(error: unknown): void {
    if (this.#settled) return
    this.#settled = true
    this.#failed(error)
  }
}
