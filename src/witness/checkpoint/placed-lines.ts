import { basename } from 'node:path'
import { readLineBytes } from '../line-bytes.ts'
import type { LinePlace } from '../merkle/index.ts'
import { listSegments } from '../segments.ts'

/** Whole lines of a log that follow each other, each with its newline, behind one byte that is the reader's to use. */
export interface PlacedLines {
  readonly block: Buffer
  /** Where the first of them, which stands at 1, begins in the log. */
  readonly place: LinePlace
}

const newline = 0x0a

/**
 * The lines of a log, segment after segment, from a place that is known (or the beginning), in constant memory. The bytes are
 * the caller's until the next piece. A line longer than any entry ends the reading; so does a torn one that of its segment.
 */
export async function* readPlacedLines(
  folder: string,
  options: { readonly from?: LinePlace | null; readonly signal?: AbortSignal | undefined } = {},
): AsyncGenerator<PlacedLines> {
  const { from = null, signal } = options
  for (const path of await listSegments(folder)) {
    const segment = segmentNumber(path)
    if (from !== null && segment < from.segment) continue
    const range = { from: segment === from?.segment ? from.offset : 0, signal }
    let offset = range.from
    for await (const { bytes, begin, end, rest } of readLineBytes(path, range)) {
      if (rest?.overlong === true) return
      if (rest !== null) break
      yield { block: bytes.subarray(begin - 1, end), place: { segment, offset } }
      offset += end - begin
    }
  }
}

/** One line within a block: its bytes are from `begin` to `end`, its newline stands at `end`. */
export interface LineSpan {
  readonly begin: number
  readonly end: number
}

/** The lines of a block, in order. */
export function* linesWithin(block: Buffer): Generator<LineSpan> {
  for (let begin = 1; begin < block.length; ) {
    const end = block.indexOf(newline, begin)
    yield { begin, end }
    begin = end + 1
  }
}

/** A segment's number, which is its file's name. */
function segmentNumber(path: string): number {
  return Number.parseInt(basename(path), 10)
}
