import type { WitnessEntry } from './entry.ts'
import { type LogPlace, logBegin, readLogBlocks } from './log-blocks.ts'
import { entryAt, eventTypeOf, operationIdOf } from './read.ts'

/** Follows a log and remembers the intents without an outcome. What was read once is not read again. */
export class UnfinishedIntents {
  readonly #folder: string
  readonly #open = new Map<string, WitnessEntry>()
  #at = logBegin
  #reading: Promise<void> | null = null

  constructor(folder: string) {
    this.#folder = folder
  }

  /**
   * Oldest first.
   *
   * @param end how far to read: what is behind it may still be cut off again; the log's end unless told
   */
  async list(end?: Pick<LogPlace, 'segment' | 'offset'>): Promise<WitnessEntry[]> {
    while (this.#reading !== null) await this.#reading.catch(() => undefined)
    this.#reading = this.#readTo(end).finally(() => {
      this.#reading = null
    })
    await this.#reading
    return [...this.#open.values()]
  }

  async #readTo(to: Pick<LogPlace, 'segment' | 'offset'> | undefined): Promise<void> {
    const range = { from: this.#at, ...(to === undefined ? {} : { to }) }
    for await (const { lines, before, reached } of readLogBlocks(this.#folder, range)) {
      for (const [index, line] of lines.entries()) this.#take(line, before + index + 1)
      this.#at = reached
    }
  }

  #take(line: string, sequence: number): void {
    const id = operationIdOf(line)
    if (id === null) return
    if (eventTypeOf(line) !== 'operation_requested') {
      this.#open.delete(id)
    } else if (!this.#open.has(id)) {
      const entry = entryAt(line, sequence)
      // A piece of the line as key would keep all that was read together with it in memory.
      this.#open.set(entry.event.operation_id ?? id, entry)
    }
  }
}
