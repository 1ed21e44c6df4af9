import { backoffDelay, type Clock } from '../clock/index.ts'
import type { BatchItem } from './batch.ts'
import type { WitnessErrorCode } from './errors.ts'
import type { GapMark } from './gap-mark.ts'
import { GapRecord } from './gap-record.ts'
import type { Pending } from './pending.ts'
import type { PreparedEvent } from './prepare.ts'

const retry = { baseMs: 250, capMs: 10_000 }

/** A gap that is being written: `recorded` or `failed` ends it. */
export interface GapAttempt {
  readonly items: readonly BatchItem[]
  recorded(): void
  failed(): void
}

/** Keeps what could not be recorded, marks it on disk, and asks again and again for it to be recorded. */
export class GapKeeper {
  readonly #mark: GapMark
  readonly #clock: Clock
  readonly #describe: (gap: GapRecord) => PreparedEvent
  readonly #tryAgain: () => void
  readonly #closed = new AbortController()
  #gap = new GapRecord()
  #retrying = false
  #marking: Promise<void> = Promise.resolve()

  constructor(options: {
    readonly mark: GapMark
    readonly clock: Clock
    /** Makes the `witness_gap` event. */
    readonly describe: (gap: GapRecord) => PreparedEvent
    /** Asks for a batch that takes the gap along. */
    readonly tryAgain: () => void
  }) {
    this.#mark = options.mark
    this.#clock = options.clock
    this.#describe = options.describe
    this.#tryAgain = options.tryAgain
  }

  get isEmpty(): boolean {
    return this.#gap.isEmpty
  }

  /** Settles when the marks asked for so far are on disk, or could not be. */
  get marked(): Promise<void> {
    return this.#marking
  }

  /** Takes note of an entry that did not get into the log for the disk's reasons. */
  add(pending: Pending, cause: WitnessErrorCode): void {
    const first = this.#gap.firstMs === null
    this.#gap.add(pending.event, pending.atMs, cause, pending.urgent)
    if (first) this.#enqueueMark(() => this.#mark.set(pending.atMs))
    if (!this.#retrying) void this.#retry()
  }

  /** Takes up the mark that an earlier process may have left. */
  async takeUpMark(): Promise<void> {
    await this.#mark.prepare()
    const sinceMs = await this.#mark.since()
    if (sinceMs !== null) this.#gap.addMark(sinceMs)
  }

  /** Puts the gap into a batch; null when there is none. */
  attempt(): GapAttempt | null {
    if (this.#gap.isEmpty) return null
    const taken = this.#gap
    this.#gap = new GapRecord()
    return {
      items: [{ event: this.#describe(taken), late: false }, ...taken.late.map((event) => ({ event, late: true }))],
      recorded: () => {
        if (this.#gap.isEmpty) this.#enqueueMark(() => this.#mark.clear(this.#clock.now()))
      },
      failed: () => {
        taken.absorb(this.#gap)
        this.#gap = taken
        if (!this.#retrying) void this.#retry()
      },
    }
  }

  close(): void {
    this.#closed.abort()
  }

  #enqueueMark(change: () => Promise<void>): void {
    // A disk that refuses even this leaves only memory to remember the gap.
    this.#marking = this.#marking.then(change).catch(() => undefined)
  }

  async #retry(): Promise<void> {
    const { signal } = this.#closed
    this.#retrying = true
    try {
      for (let attempt = 1; !this.#gap.isEmpty; attempt++) {
        await this.#clock.sleep(backoffDelay(attempt, retry, Math.random()), signal)
        this.#tryAgain()
      }
    } catch {
      // Closed.
    } finally {
      this.#retrying = false
    }
  }
}
