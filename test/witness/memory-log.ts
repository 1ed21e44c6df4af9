import { type BuiltLine, checkLine, genesisHash } from '../../src/witness/chain.ts'
import type { WitnessHead } from '../../src/witness/entry.ts'
import type { WitnessError } from '../../src/witness/errors.ts'
import type { AppendConflict, StoreTurn, WitnessStore } from '../../src/witness/store.ts'

const genesis = { size: 0, hash: genesisHash('localhost', 8088) }

/** A log in memory that takes only lines which follow each other from its head on. */
export class MemoryLog implements StoreTurn, WitnessStore {
  readonly lines: string[] = []
  readonly identity = { logId: 'log', host: 'localhost', port: 8088 }
  readonly recovered = null
  head: WitnessHead = genesis
  /** What the next append answers instead of taking the lines. */
  refuses: WitnessError | null = null
  /** What somebody else appends just before the next one. */
  intrudes: readonly BuiltLine[] = []

  /** Whether the newest append may hold up the process. */
  mayBlock: boolean | null = null

  append(
    expected: WitnessHead,
    lines: readonly BuiltLine[],
    options?: { readonly mayBlock: boolean },
  ): Promise<WitnessHead | AppendConflict> {
    const { refuses, intrudes } = this
    this.mayBlock = options?.mayBlock ?? null
    this.refuses = null
    this.intrudes = []
    if (refuses !== null) return Promise.reject(refuses)
    for (const line of intrudes) this.#take(line)
    if (expected.hash !== this.head.hash) return Promise.resolve({ conflict: this.head })
    for (const line of lines) this.#take(line)
    return Promise.resolve(this.head)
  }

  turn(): Promise<StoreTurn> {
    return Promise.resolve(this)
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  [Symbol.dispose](): void {}

  #take({ line }: BuiltLine): void {
    const { head, previous } = checkLine(line.trimEnd())
    if (previous !== this.head.hash || head.size !== this.head.size + 1) throw new Error('It does not follow.')
    this.lines.push(line)
    this.head = head
  }
}
