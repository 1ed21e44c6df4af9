import type { WalkCompanion } from './chain-walk.ts'

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
    else if (operation !== null && this.#open.delete(operation)) this.#openText -= operation.length
    if (isEarlier(loggedAt, this.#lastAt)) {
      this.#backwards++
      this.#firstBackwards ??= size
    }
    this.#lastAt = loggedAt
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
}

const ours = '2026-11-22T13:01:43.807Z'.length

/** In the form that we write, the order of times is that of their texts. */
function isEarlier(time: string, than: string): boolean {
  if (time.length === ours && than.length === ours) return time < than
  return Date.parse(time) < Date.parse(than)
}
