import { type BatchItem, buildBatch, entriesOf } from './batch.ts'
import type { BuiltLine, LineContext } from './chain.ts'
import type { WitnessEntry, WitnessHead } from './entry.ts'
import { asDiskError, WitnessError } from './errors.ts'
import type { OwnEvents } from './own-events.ts'
import type { Pending } from './pending.ts'
import type { StoreTurn, WitnessStore } from './store.ts'
import type { TornTail } from './tail.ts'

/** What goes into one write. */
export interface Batch {
  /** When it is written, ms since 1970, and the same as a text. */
  readonly atMs: number
  readonly loggedAt: string
  /** Events of our own, which come before what is waited for. */
  readonly first: readonly BatchItem[]
  readonly waiting: readonly Pending[]
}

/** What goes on while the disk is at work. */
export interface Meanwhile {
  /** The write has been asked for: whoever waited for the one before can be answered. */
  readonly onWay: () => void
  /** What will be written next if nothing else comes; its lines are built ahead. */
  readonly next: () => Promise<Omit<Batch, 'first'> | null>
}

/** Answers those who waited for a batch that is on disk now. */
export type Answer = () => void

/** What it works with. */
export interface BatchWriterParts {
  readonly store: WitnessStore
  readonly own: OwnEvents
  /** The process's name. */
  readonly writer: string
  /** See `WitnessOptions`. */
  readonly mayBlock: boolean
  /** Told that entries are on disk, and how many there are now in all. */
  readonly onWritten: (size: number) => void
}

/** Lines that were built ahead. */
interface Draft {
  readonly atMs: number
  /** They continue this. */
  readonly from: WitnessHead
  readonly of: readonly Pending[]
  readonly lines: readonly BuiltLine[]
}

/** Older ones are built anew: the time in a line is when it was written, ms. */
const freshMs = 100

/**
 * Writes one batch after the other. While the disk is at work on one, the lines of the next are built, so that the disk need
 * not wait for them; they are used only if exactly those events follow on exactly that head.
 */
export class BatchWriter {
  readonly #parts: BatchWriterParts
  #draft: Draft | null = null

  constructor(parts: BatchWriterParts) {
    this.#parts = parts
  }

  /** For how many the lines have been built ahead. */
  get ahead(): number {
    return this.#draft?.of.length ?? 0
  }

  /** Gives what answers those who wait, to be called now that all is on disk; or why it is not. */
  async write(turn: StoreTurn, batch: Batch, { onWay, next }: Meanwhile): Promise<WitnessError | Answer> {
    const { own, store, onWritten, mayBlock } = this.#parts
    const { first, waiting } = batch
    if (first.length === 0 && waiting.length === 0) return nobody
    const options = {
      mayBlock: mayBlock && !waiting.some(({ urgent }) => urgent),
      onCut: (cut: TornTail) => own.noteCut(cut),
    }
    let head = store.head
    let entries: WitnessEntry[]
    try {
      for (;;) {
        const lines = this.#linesFrom(head, batch)
        const appending = outcomeOf(turn.append(head, lines, options))
        onWay()
        // The disk is at work now, so all of this costs no time.
        entries = entriesOf(lines.slice(first.length), waiting)
        this.#draft = this.#drafted(lines.at(-1)?.head ?? head, await next())
        const answer = await appending
        if (answer instanceof WitnessError) return answer
        if (!('conflict' in answer)) break
        if (answer.conflict.hash === head.hash) return unread()
        head = answer.conflict
      }
    } catch (error) {
      return asDiskError(error, 'write', 'the show log')
    }
    own.recorded(first)
    onWritten(store.head.size)
    return () => {
      for (const [index, pending] of waiting.entries()) {
        const entry = entries[index]
        if (entry !== undefined) pending.resolve(entry)
      }
    }
  }

  #linesFrom(head: WitnessHead, { atMs, loggedAt, first, waiting }: Batch): readonly BuiltLine[] {
    const draft = this.#draft
    this.#draft = null
    const fits =
      draft !== null &&
      first.length === 0 &&
      draft.from.hash === head.hash &&
      Math.abs(atMs - draft.atMs) < freshMs &&
      draft.of.every((pending, index) => waiting[index] === pending)
    const ready = fits ? draft.lines : []
    const left = waiting.slice(ready.length).map(({ event }) => ({ event, late: false }))
    const built = buildBatch(ready.at(-1)?.head ?? head, [...first, ...left], this.#context(loggedAt))
    return ready.length === 0 ? built : [...ready, ...built]
  }

  #drafted(from: WitnessHead, next: Omit<Batch, 'first'> | null): Draft | null {
    if (next === null || next.waiting.length === 0) return null
    const items = next.waiting.map(({ event }) => ({ event, late: false }))
    return { atMs: next.atMs, from, of: next.waiting, lines: buildBatch(from, items, this.#context(next.loggedAt)) }
  }

  #context(loggedAt: string): LineContext {
    const { own, store, writer } = this.#parts
    return { logId: own.logId(store.identity), writer, loggedAt }
  }
}

/** A failure as a value: something else is awaited before it is looked at. */
async function outcomeOf<T>(appending: Promise<T>): Promise<T | WitnessError> {
  try {
    return await appending
  } catch (error) {
    return asDiskError(error, 'write', 'the show log')
  }
}

const nobody = (): void => {}

function unread(): WitnessError {
  return new WitnessError('disk_error', 'The end of the show log could not be read after a failed write. Try again.')
}
