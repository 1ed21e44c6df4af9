import type { WitnessEntry, WitnessHead } from './entry.ts'
import { WitnessError } from './errors.ts'
import type { FileStore } from './file-store.ts'
import { findNewest } from './find-newest.ts'
import { type LogPlace, logBegin } from './log-blocks.ts'
import { readLog } from './read.ts'
import type { TornTail } from './tail.ts'
import { UnfinishedIntents } from './unfinished.ts'
import type { EntryFilter } from './witness.ts'

/** How long a reader waits for those who write, ms. */
const readMs = 250

/** Reads a log that this process also writes: up to where it surely ends, and what was read once not again. */
export class LogReader {
  readonly #folder: string
  readonly #store: FileStore
  readonly #onCut: (cut: TornTail) => void
  readonly #unfinished: UnfinishedIntents
  /** A place in this log that is known: who asks only for what is new need not read it all again. */
  #farthest = logBegin

  /** @param onCut told of what an interrupted write had left, and was cut off when the log was looked at */
  constructor(folder: string, store: FileStore, onCut: (cut: TornTail) => void) {
    this.#folder = folder
    this.#store = store
    this.#onCut = onCut
    this.#unfinished = new UnfinishedIntents(folder)
  }

  /** See `Witness.entries`. */
  async *entries(filter: EntryFilter): AsyncGenerator<WitnessEntry> {
    const size = await this.#sizeNow()
    // Who follows a log asks several times a second, and mostly there is nothing new: no file need be opened for that.
    if (size !== null && (filter.from ?? 1) > size) return
    const known = (filter.from ?? 1) > this.#farthest.entries ? this.#farthest : logBegin
    const onReached = (place: LogPlace): void => {
      if (size !== null && place.entries <= size) this.#know(place)
    }
    for await (const entry of readLog(this.#folder, { from: known, onReached }, filter)) {
      if (size !== null && entry.event.sequence > size) return
      yield entry
    }
  }

  /** See `Witness.newest`. */
  async newest(eventType: string): Promise<WitnessEntry | null> {
    const size = await this.#sizeNow()
    const found = await findNewest(this.#folder, eventType, size === null ? undefined : this.#store.end)
    if (found !== null && size !== null) this.#know(found.near)
    return found?.entry ?? null
  }

  /** See `Witness.unfinished`. */
  async unfinished(): Promise<WitnessEntry[]> {
    const size = await this.#sizeNow()
    if (size !== null) return this.#unfinished.list(this.#store.end)
    return new UnfinishedIntents(this.#folder).list()
  }

  /** Where the log ends now, which takes its lock. */
  async look(timeoutMs: number = readMs): Promise<WitnessHead> {
    using turn = await this.#store.turn({ timeoutMs })
    if (turn.recovered !== null) this.#onCut(turn.recovered)
    return turn.head
  }

  #know(place: LogPlace): void {
    if (place.entries > this.#farthest.entries) this.#farthest = place
  }

  /** How many entries there are; null while another process keeps the log: what stands in the file must do. */
  async #sizeNow(): Promise<number | null> {
    try {
      return (await this.look()).size
    } catch (error) {
      if (error instanceof WitnessError && error.code === 'locked') return null
      throw error
    }
  }
}
