import { NotCanonical, unquote } from './canonical-text.ts'
import { checkLine } from './chain.ts'
import type { WitnessEntry } from './entry.ts'
import { WitnessError } from './errors.ts'
import { readLineBlocks } from './lines.ts'
import { parseEntry } from './parse-entry.ts'
import { listSegments } from './segments.ts'
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
export async function* readEntries(folder: string, filter: EntryFilter = {}): AsyncGenerator<WitnessEntry> {
  let place = logBegin
  for (const path of await listSegments(folder)) {
    yield* readSegment(path, { ...place, offset: 0 }, filter, (reached) => {
      place = reached
    })
  }
}

/** A place in a segment: so many entries come before it in the log, so many bytes in the file. */
export interface LogPlace {
  readonly entries: number
  readonly offset: number
}

export const logBegin: LogPlace = { entries: 0, offset: 0 }

/** The same for one segment, from a place that is known; tells each place that it reached. */
export async function* readSegment(
  path: string,
  from: LogPlace,
  filter: EntryFilter,
  onReached: (place: LogPlace) => void,
): AsyncGenerator<WitnessEntry> {
  let sequence = from.entries
  const range = { from: from.offset, signal: filter.signal }
  for await (const { lines, end, overlong } of readLineBlocks(path, range)) {
    for (const line of lines) {
      sequence++
      if (filter.from !== undefined && sequence < filter.from) continue
      if (mayMatch(line, filter)) yield entryAt(line, sequence)
    }
    onReached({ entries: sequence, offset: end })
    if (overlong) throw brokenEntry(sequence + 1, 'it is longer than any entry')
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

/** Checks a line by itself and gives it as data; `broken` names its place. */
export function entryAt(line: string, sequence: number): WitnessEntry {
  try {
    checkLine(line)
    return parseEntry(line)
  } catch (error) {
    if (!(error instanceof NotCanonical) && !(error instanceof SyntaxError)) throw error
    throw brokenEntry(sequence, error.message, error)
  }
}

function brokenEntry(sequence: number, why: string, cause?: unknown): WitnessError {
  const message = `Entry ${sequence} of the show log does not verify (${why}). Run "vmixctl witness verify".`
  return new WitnessError('broken', message, { cause })
}

function mayMatch(line: string, filter: EntryFilter): boolean {
  if (filter.eventType !== undefined && eventTypeOf(line) !== filter.eventType) return false
  return filter.operationId === undefined || operationIdOf(line) === filter.operationId
}
