import type { WalkCompanion } from './chain-walk.ts'
import type { RemarksWithin } from './remarks-within.ts'

/** What is odd in a log, and no fault of it. */
export interface LogRemarks {
  /** Intents (`operation_requested`) that no later entry of the same operation follows: under way, or interrupted. */
  readonly unfinished: UnfinishedCount
  /** Entries whose `logged_at` is earlier than that of the entry before: a clock was set, or is wrong. */
  readonly clockBackwards: {
    readonly count: number
    /** Sequence of the first one. */
    readonly first: number | null
  }
}

export interface UnfinishedCount {
  readonly count: number
  /** The oldest ones. */
  readonly oldest: readonly { readonly operationId: string; readonly sequence: number }[]
  /** False when more than 100,000 were open at once, or their ids are very long; the count is then a lower bound. */
  readonly isComplete: boolean
}

const maxOpen = 100_000
/** Characters of all their ids: an id may be as long as a line. */
const maxOpenText = 16 * 1024 * 1024
const maxListed = 20

/** Looks for what is odd, in memory that does not grow with the log. */
export class Remarks implements WalkCompanion {
  readonly #open = new Map<string, number>()
  #isComplete = true
  #openText = 0
  #lastAt = ''
  #backwards = 0
  #firstBackwards: number | null = null

  pass(size: number, _hash: string, loggedAt: string, operation: string | null, isIntent: boolean): void {
    if (operation !== null && isIntent) this.#begin(operation, size)
    else if (operation !== null) this.#end(operation)
    if (isEarlier(loggedAt, this.#lastAt)) this.#goBack(size)
    this.#lastAt = loggedAt
  }

  /** Whether all that these may leave open can be kept. */
  hasRoomFor({ mostOpen, mostOpenText }: RemarksWithin): boolean {
    return this.#open.size + mostOpen <= maxOpen && this.#openText + mostOpenText <= maxOpenText
  }

  /** Goes on behind entries that were walked along elsewhere; there must be room for them. */
  join({ ended, opened, clock }: RemarksWithin): void {
    if (this.#open.size > 0) for (const operation of ended) this.#end(operation)
    for (const [operation, sequence] of opened) this.#begin(operation, sequence)
    if (isEarlier(clock.firstAt, this.#lastAt)) this.#goBack(clock.firstSequence)
    if (clock.firstBackwards !== null) this.#goBack(clock.firstBackwards, clock.backwards)
    this.#lastAt = clock.lastAt
  }

  get found(): LogRemarks {
    const oldest = [...this.#open].slice(0, maxListed).map(([operationId, sequence]) => ({ operationId, sequence }))
    return {
      unfinished: { count: this.#open.size, oldest, isComplete: this.#isComplete },
      clockBackwards: { count: this.#backwards, first: this.#firstBackwards },
    }
  }

  #begin(operation: string, size: number): void {
    if (this.#open.has(operation)) return
    const text = this.#openText + operation.length
    if (this.#open.size >= maxOpen || text > maxOpenText) {
      this.#isComplete = false
      return
    }
    this.#open.set(operation, size)
    this.#openText = text
  }

  #end(operation: string): void {
    if (this.#open.delete(operation)) this.#openText -= operation.length
  }

  #goBack(sequence: number, times = 1): void {
    this.#backwards += times
    this.#firstBackwards ??= sequence
  }
}

const ours = '2026-11-22T13:01:43.807Z'.length

/** In the form that we write, the order of times is that of their texts. */
export function isEarlier(time: string, than: string): boolean {
  if (time.length === ours && than.length === ours) return time < than
  return Date.parse(time) < Date.parse(than)
}
