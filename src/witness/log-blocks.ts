import { NotCanonical } from './canonical-text.ts'
import { checkLine } from './chain.ts'
import { WitnessError } from './errors.ts'
import { readLineBlocks } from './lines.ts'
import { listSegments, segmentNumbers, segmentPath } from './segments.ts'

/** A place in a log: so many entries come before it, and so many bytes in that segment. */
export interface LogPlace {
  readonly entries: number
  readonly segment: number
  readonly offset: number
}

export const logBegin: LogPlace = { entries: 0, segment: 1, offset: 0 }

/** Whole lines of one segment, read at once. */
export interface LogBlock {
  readonly lines: readonly string[]
  /** How many entries come before these. */
  readonly before: number
  /** Where they end. */
  readonly reached: LogPlace
}

/** From where to where in a log. */
export interface LogRange {
  readonly from?: LogPlace
  /** Unless told, to its end at the time of reading; what is not a whole line there is left out. */
  readonly to?: Pick<LogPlace, 'segment' | 'offset'>
  readonly signal?: AbortSignal | undefined
}

/**
 * Reads a log's lines over all its segments, in constant memory. Each segment must go on where the one before it ended;
 * more than that is not checked here. Throws {@link WitnessError} `broken` where a line is longer than any entry, where a
 * segment is missing, and where one ends within a line.
 */
export async function* readLogBlocks(folder: string, range: LogRange = {}): AsyncGenerator<LogBlock> {
  const { from = logBegin, to, signal } = range
  const paths = await listSegments(folder)
  if (!paths.includes(segmentPath(folder, from.segment))) throw brokenEntry(from.entries + 1, missing)
  let at = from
  for (;;) {
    // Asked before reading: only then is what is read all of this segment.
    const next = await nextSegment(folder, at.segment)
    const until = to?.segment === at.segment ? to.offset : undefined
    const bounds = { from: at.offset, signal, ...(until === undefined ? {} : { to: until }) }
    for await (const { lines, end, rest, overlong } of readLineBlocks(segmentPath(folder, at.segment), bounds)) {
      if (at.offset === 0 && lines[0] !== undefined) checkBegin(lines[0], at)
      const before = at.entries
      at = { entries: before + lines.length, segment: at.segment, offset: end }
      yield { lines, before, reached: at }
      if (overlong) throw brokenEntry(at.entries + 1, 'it is longer than any entry')
      if (rest.length > 0 && next !== null && until === undefined) {
        throw brokenEntry(at.entries + 1, 'its segment ends within it')
      }
    }
    if (to !== undefined && at.segment >= to.segment) return
    if (next !== null) at = { entries: at.entries, segment: next, offset: 0 }
    else if ((await nextSegment(folder, at.segment)) === null) return
  }
}

const missing = 'the segment that it should be in is missing, or in another place'

/** An entry that does not verify, by its place. */
export function brokenEntry(sequence: number, why: string, cause?: unknown): WitnessError {
  const message = `Entry ${sequence} of the show log does not verify (${why}). Run "vmixctl witness verify".`
  return new WitnessError('broken', message, { cause })
}

async function nextSegment(folder: string, number: number): Promise<number | null> {
  const numbers = await segmentNumbers(folder)
  return numbers.find((other) => other > number) ?? null
}

function checkBegin(line: string, { entries }: LogPlace): void {
  try {
    if (checkLine(line).head.size === entries + 1) return
  } catch (error) {
    if (error instanceof NotCanonical) throw brokenEntry(entries + 1, error.message, error)
    throw error
  }
  throw brokenEntry(entries + 1, missing)
}
