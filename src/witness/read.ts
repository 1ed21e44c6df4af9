import { NotCanonical, unquote } from './canonical-text.ts'
import { checkLine } from './chain.ts'
import type { WitnessEntry } from './entry.ts'
import { LineProof } from './line-proof.ts'
import { brokenEntry, type LogPlace, readLogBlocks } from './log-blocks.ts'
import { parseEntry } from './parse-entry.ts'
import type { EntryFilter } from './witness.ts'

/** In a canonical line these match the event's own fields only: inside a text every quote has a backslash before it. */
const eventTypeField = /"event_type": ("(?:[^"\\]|\\.)*")/
const operationField = /"operation_id": ("(?:[^"\\]|\\.)*")/

/**
 * The entries of a log, in order, read as they are asked for, in constant memory. Each one is checked by itself (form and
 * hash); one that does not verify ends the reading with a {@link WitnessError} `broken`. Whether all are there is what
 * `verifyLog` says. An unfinished last line is left out.
 *
 * @example for await (const { event } of readEntries(folder, { eventType: 'stream_started' })) print(event)
 */
export function readEntries(folder: string, filter: EntryFilter = {}): AsyncGenerator<WitnessEntry> {
  return readLog(folder, {}, filter)
}

/** The same from a place that is known; tells each place that it reached. */
export async function* readLog(
  folder: string,
  { from, onReached }: { readonly from?: LogPlace; readonly onReached?: (place: LogPlace) => void },
  filter: EntryFilter,
): AsyncGenerator<WitnessEntry> {
  const range = { signal: filter.signal, ...(from === undefined ? {} : { from }) }
  const proof = new LineProof()
  for await (const { lines, before, reached } of readLogBlocks(folder, range)) {
    let sequence = before
    for (const line of lines) {
      sequence++
      if (filter.from !== undefined && sequence < filter.from) continue
      if (mayMatch(line, filter)) yield entryAt(line, sequence, proof)
    }
    onReached?.(reached)
  }
}

/** The value of the event's `operation_id`, without parsing the line; null when it has none. */
export function operationIdOf(line: string): string | null {
  const match = operationField.exec(line)
  return match?.[1] === undefined ? null : unquote(match[1])
}

/** The event's type, without parsing the line. */
export function eventTypeOf(line: string): string | null {
  const match = eventTypeField.exec(line)
  return match?.[1] === undefined ? null : unquote(match[1])
}

/**
 * Checks a line by itself and gives it as data; `broken` names its place.
 *
 * @param proof makes it quicker for whoever reads many
 */
export function entryAt(line: string, sequence: number, proof?: LineProof): WitnessEntry {
  try {
    if (proof?.proves(line) !== true) checkLine(line)
    return parseEntry(line)
  } catch (error) {
    if (!(error instanceof NotCanonical) && !(error instanceof SyntaxError)) throw error
    throw brokenEntry(sequence, error.message, error)
  }
}

function mayMatch(line: string, filter: EntryFilter): boolean {
  if (filter.eventType !== undefined && eventTypeOf(line) !== filter.eventType) return false
  return filter.operationId === undefined || operationIdOf(line) === filter.operationId
}
