import type { Clock } from '../clock/index.ts'
import { WitnessError, type WitnessErrorCode } from './errors.ts'
import type { GapKeeper } from './gap-keeper.ts'
import type { Pending } from './pending.ts'

/** Most entries that may wait. */
const maxWaiting = 16_384
const maxUrgent = 1024
const lookEveryMs = 250

const diskReasons: readonly WitnessErrorCode[] = ['disk_full', 'disk_error', 'timeout', 'broken', 'locked']

/** The entries that wait for the disk, with their limits; what misses its limit is answered, also while being written. */
export class PendingQueue {
  readonly #clock: Clock
  readonly #gap: GapKeeper
  readonly #closed = new AbortController()
  #ordinary: Pending[] = []
  #urgent: Pending[] = []
  /** Being written; in the order of their limits. */
  #inFlight: readonly Pending[] = []
  #watching = false

  constructor(clock: Clock, gap: GapKeeper) {
    this.#clock = clock
    this.#gap = gap
  }

  get isEmpty(): boolean {
    return this.#ordinary.length === 0 && this.#urgent.length === 0
  }

  /** Whether an urgent one waits. */
  get isUrgent(): boolean {
    return this.#urgent.length > 0
  }

  /** How many ordinary ones wait. */
  get ordinaryCount(): number {
    return this.#ordinary.length
  }

  /** Throws {@link WitnessError} `overloaded` when too many wait. */
  push(pending: Pending): void {
    if (pending.urgent && this.#urgent.length < maxUrgent) {
      this.#urgent.push(pending)
      return
    }
    if (pending.urgent || this.#ordinary.length >= maxWaiting) {
      throw new WitnessError('overloaded', `Too many entries wait for the disk. Try again later.`)
    }
    this.#ordinary.push(pending)
    if (!this.#watching) void this.#watch()
  }

  /** Takes all urgent ones. */
  takeUrgent(): Pending[] {
    const taken = this.#urgent.filter(({ settled }) => !settled)
    this.#urgent = []
    return taken
  }

  /** The oldest ordinary ones, up to these bounds; they stay. */
  nextOrdinary(maxEntries: number, maxLength: number): Pending[] {
    return this.#oldest(maxEntries, maxLength).chosen
  }

  /** Takes the oldest ordinary ones, up to these bounds. */
  takeOrdinary(maxEntries: number, maxLength: number): Pending[] {
    const { chosen, seen } = this.#oldest(maxEntries, maxLength)
    this.#ordinary = seen === this.#ordinary.length ? [] : this.#ordinary.slice(seen)
    this.#inFlight = chosen
    return chosen
  }

  #oldest(maxEntries: number, maxLength: number): { readonly chosen: Pending[]; readonly seen: number } {
    const chosen: Pending[] = []
    let length = 0
    let seen = 0
    for (const pending of this.#ordinary) {
      if (chosen.length >= maxEntries || (length > 0 && length + pending.event.length > maxLength)) break
      seen++
      if (pending.settled) continue
      chosen.push(pending)
      length += pending.event.length
    }
    return { chosen, seen }
  }

  failAll(error: WitnessError): void {
    const ordinary = [...this.#inFlight, ...this.#ordinary].filter(({ settled }) => !settled)
    this.#ordinary = []
    this.settleFailed([...this.takeUrgent(), ...ordinary], error)
  }

  /** Answers those that did not get into the log, and takes note of them where the disk is to blame. */
  settleFailed(failed: readonly Pending[], error: WitnessError): void {
    for (const pending of failed) {
      // An urgent one that was answered at its limit is missing in the log all the same; an ordinary one was noted then.
      const noted = pending.settled && !pending.urgent
      if (!noted && diskReasons.includes(error.code)) this.#gap.add(pending, error.code)
      pending.reject(error)
    }
  }

  /** Takes an urgent one that reached its limit out of the queue; false when it is being written. */
  withdraw(pending: Pending): boolean {
    const index = this.#urgent.indexOf(pending)
    if (index >= 0) this.#urgent.splice(index, 1)
    return index >= 0
  }

  close(): void {
    this.#closed.abort()
    const error = new WitnessError('closed', 'The show log was closed before the entry was written.')
    for (const pending of this.#ordinary) pending.reject(error)
    this.#ordinary = []
    for (const pending of this.#inFlight) pending.reject(error)
  }

  async #watch(): Promise<void> {
    this.#watching = true
    try {
      while (this.#ordinary.length > 0 || this.#inFlight.some(({ settled }) => !settled)) {
        await this.#clock.sleep(lookEveryMs, this.#closed.signal)
        this.#failOverdue()
      }
    } catch {
      // Closed.
    } finally {
      this.#watching = false
    }
  }

  #failOverdue(): void {
    const now = this.#clock.monotonic()
    for (const list of [this.#inFlight, this.#ordinary]) {
      for (const pending of list) {
        if (pending.deadline > now) break
        if (pending.settled) continue
        this.settleFailed(
          [pending],
          new WitnessError('timeout', 'The disk did not take the log entry in time. Check the disk, then try again.'),
        )
      }
    }
  }
}
