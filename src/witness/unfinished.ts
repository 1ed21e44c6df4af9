import type { WitnessEntry } from './entry.ts'
import { readLineBlocks } from './lines.ts'
import { entryAt, eventTypeOf, operationIdOf } from './read.ts'

/** Follows a segment and remembers the intents without an outcome. What was read once is not read again. */
export class UnfinishedIntents {
  readonly #path: string
  readonly #open = new Map<string, WitnessEntry>()
  #at = 0
  #sequence = 0
  #reading: Promise<void> | null = null

  constructor(path: string) {
    this.#path = path
  }

  /**
   * Oldest first.
   *
   * @param end how far to read, bytes: what is behind it may still be cut off again
   */
  async list(end: number): Promise<WitnessEntry[]> {
    while (this.#reading !== null) await this.#reading.catch(() => undefined)
    this.#reading = this.#readTo(end).finally(() => {
      this.#reading = null
    })
    await this.#reading
    return [...this.#open.values()]
  }

  async #readTo(to: number): Promise<void> {
    for await (const block of readLineBlocks(this.#path, { from: this.#at, to })) {
      for (const line of block.lines) this.#take(line)
      this.#at = block.end
    }
  }

  #take(line: string): void {
    this.#sequence++
    const id = operationIdOf(line)
    if (id === null) return
    if (eventTypeOf(line) !== 'operation_requested') this.#open.delete(id)
    else if (!this.#open.has(id)) this.#open.set(id, entryAt(line, this.#sequence))
  }
}
