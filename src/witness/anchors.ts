import type { WitnessHead } from './entry.ts'

/** What was noted down of a log, earlier and elsewhere. */
export interface NotedAnchors {
  /** It had this many entries. */
  readonly expectSize?: number
  /** Its head, then or earlier, was this; 64 hex digits. */
  readonly expectHead?: string
}

/** Compares a log that is walked along with what was noted down of it. */
export class Anchors {
  readonly #size: number | undefined
  readonly #head: string | null
  #headSeen = false

  constructor({ expectSize, expectHead }: NotedAnchors) {
    this.#size = expectSize
    this.#head = expectHead?.toLowerCase() ?? null
  }

  /** The head that was noted down; null for none. */
  get head(): string | null {
    return this.#head
  }

  /** That there are at least no entries says nothing of any log. */
  get given(): boolean {
    return this.#head !== null || (this.#size !== undefined && this.#size >= 1)
  }

  /** The log goes through this head. */
  pass({ size, hash }: WitnessHead): void {
    if (hash === this.#head) this.#headSeen = this.#size === undefined || this.#size === size
  }

  /**
   * The first entry (0-based) that is missing or not as noted, of a log of `count` whole entries; null when none is.
   *
   * @param before so many of them were not looked at: `at` is null for a head that may lie there
   */
  shortfall(count: number, before = 0): { readonly at: number | null; readonly reason: string } | null {
    if (this.#size !== undefined && count < this.#size) {
      return { at: count, reason: `entries are missing at the end: expected ${this.#size}, found ${count}` }
    }
    if (this.#head === null || this.#headSeen) return null
    if (before > 0 && (this.#size ?? 0) < before) {
      const reason = 'the expected head is not in this segment, and those before it were not looked at: name the folder'
      return { at: null, reason }
    }
    const at = this.#size === undefined ? count : Math.max(0, this.#size - 1)
    return { at, reason: 'the expected head is not in this log: it was cut off, or the log was rewritten' }
  }
}
