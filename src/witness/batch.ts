import { type BuiltLine, buildLine, type LineContext } from './chain.ts'
import type { WitnessEntry, WitnessHead } from './entry.ts'
import { parseEntry } from './parse-entry.ts'
import type { PreparedEvent } from './prepare.ts'

/** Most entries, and most bytes, that are written at once. */
export const maxBatchEntries = 4096
export const maxBatchLength = 1024 * 1024

/** An event in a batch. */
export interface BatchItem {
  readonly event: PreparedEvent
  readonly late: boolean
}

/** The lines of a batch, one after the other from `head` on. */
export function buildBatch(head: WitnessHead, items: readonly BatchItem[], context: LineContext): BuiltLine[] {
  let at = head
  return items.map(({ event, late }) => {
    const built = buildLine(at, event.parts, context, late)
    at = built.head
    return built
  })
}

/** The entry of a line that we built. */
export function entryOf(built: BuiltLine): WitnessEntry {
  return parseEntry(built.line)
}
