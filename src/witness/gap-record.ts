import type { JsonObject } from './entry.ts'
import type { WitnessErrorCode } from './errors.ts'
import type { PreparedEvent } from './prepare.ts'

const maxLate = 256
const maxLateLength = 1024 * 1024
const maxKinds = 32

/**
 * What could not be recorded, until it can be: how much, from when to when, of which kinds, and the urgent events
 * themselves as far as the bounds allow. Pure memory.
 */
export class GapRecord {
  #count = 0
  #firstMs: number | null = null
  #lastMs: number | null = null
  #cause: string | null = null
  readonly #kinds = new Map<string, number>()
  readonly #late: PreparedEvent[] = []
  #lateLength = 0
  /** A gap that an earlier process left a mark of: nobody knows what was in it. */
  #markedSinceMs: number | null = null

  get isEmpty(): boolean {
    return this.#count === 0 && this.#markedSinceMs === null
  }

  get firstMs(): number | null {
    return this.#firstMs
  }

  /** The events to record now, in the order in which they happened. */
  get late(): readonly PreparedEvent[] {
    return this.#late
  }

  /** @param keep the thing was done all the same (a stop), so its event is to be recorded late */
  add(event: PreparedEvent, atMs: number, cause: WitnessErrorCode, keep: boolean): void {
    this.#count++
    this.#firstMs ??= atMs
    this.#lastMs = atMs
    this.#cause = cause
    const kind = this.#kinds.has(event.eventType) || this.#kinds.size < maxKinds ? event.eventType : 'other'
    this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + 1)
    if (!keep || this.#late.length >= maxLate || this.#lateLength + event.length > maxLateLength) return
    this.#late.push(event)
    this.#lateLength += event.length
  }

  addMark(sinceMs: number): void {
    this.#markedSinceMs = sinceMs
  }

  /** Puts what came meanwhile behind this, after a try to record this failed. */
  absorb(newer: GapRecord): void {
    this.#count += newer.#count
    this.#firstMs ??= newer.#firstMs
    this.#lastMs = newer.#lastMs ?? this.#lastMs
    this.#cause = newer.#cause ?? this.#cause
    this.#markedSinceMs ??= newer.#markedSinceMs
    for (const [kind, count] of newer.#kinds) this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + count)
    for (const event of newer.#late) {
      if (this.#late.length >= maxLate || this.#lateLength + event.length > maxLateLength) break
      this.#late.push(event)
      this.#lateLength += event.length
    }
  }

  /** The `params` of `witness_gap`. */
  describe(): JsonObject {
    const firstMs = this.#firstMs ?? this.#markedSinceMs
    return {
      cause: this.#cause,
      count: this.#count,
      first_at: firstMs === null ? null : new Date(firstMs).toISOString(),
      kinds: Object.fromEntries(this.#kinds),
      last_at: this.#lastMs === null ? null : new Date(this.#lastMs).toISOString(),
      left_by_earlier_process: this.#markedSinceMs !== null,
      marked_since: this.#markedSinceMs === null ? null : new Date(this.#markedSinceMs).toISOString(),
      recorded_late: this.#late.length,
    }
  }
}
