import type { WalkCompanion } from './chain-walk.ts'
import { isEarlier } from './remarks.ts'

/** What is odd in entries within a log: what they leave of whatever may have been open before them. */
export interface RemarksWithin {
  /** Operations that have an outcome within. */
  readonly ended: readonly string[]
  /** Operations that were asked for within, and have none behind that; in order. */
  readonly opened: readonly (readonly [operation: string, sequence: number])[]
  /** So many were open at once, of those asked for within, and the characters of their ids. */
  readonly mostOpen: number
  readonly mostOpenText: number
  readonly clock: ClockWithin
}

interface ClockWithin {
  /** `logged_at` of the first and the last one. */
  readonly firstAt: string
  readonly lastAt: string
  readonly firstSequence: number
  /** How often it is earlier than in the entry before, and in which one first; null where in none. */
  readonly backwards: number
  readonly firstBackwards: number | null
}

/** Looks for it; takes as much memory as the entries. */
export class RemarksCollector implements WalkCompanion {
  readonly #ended = new Set<string>()
  readonly #open = new Map<string, number>()
  #openText = 0
  #mostOpen = 0
  #mostOpenText = 0
  #firstSequence = 0
  #firstAt = ''
  #lastAt = ''
  #backwards = 0
  #firstBackwards: number | null = null

  pass(size: number, _hash: string, loggedAt: string, operation: string | null, isIntent: boolean): void {
    if (operation !== null && isIntent) this.#begin(operation, size)
    else if (operation !== null) {
      this.#ended.add(operation)
      if (this.#open.delete(operation)) this.#openText -= operation.length
    }
    if (this.#firstSequence === 0) {
      this.#firstSequence = size
      this.#firstAt = loggedAt
    } else if (isEarlier(loggedAt, this.#lastAt)) {
      this.#backwards++
      this.#firstBackwards ??= size
    }
    this.#lastAt = loggedAt
  }

  get found(): RemarksWithin {
    return {
      ended: [...this.#ended],
      opened: [...this.#open],
      mostOpen: this.#mostOpen,
      mostOpenText: this.#mostOpenText,
      clock: {
        firstAt: this.#firstAt,
        lastAt: this.#lastAt,
        firstSequence: this.#firstSequence,
        backwards: this.#backwards,
        firstBackwards: this.#firstBackwards,
      },
    }
  }

  #begin(operation: string, size: number): void {
    if (this.#open.has(operation)) return
    this.#open.set(operation, size)
    this.#openText += operation.length
    this.#mostOpen = Math.max(this.#mostOpen, this.#open.size)
    this.#mostOpenText = Math.max(this.#mostOpenText, this.#openText)
  }
}
