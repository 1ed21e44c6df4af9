import { basename } from 'node:path'
import { maxLineBytes } from '../chain.ts'
import { readChunks } from '../chunks.ts'
import type { LinePlace } from '../merkle/index.ts'
import { listSegments } from '../segments.ts'

/** Whole lines of a log that follow each other, each with its newline, behind one byte that is the reader's to use. */
export interface PlacedLines {
  readonly block: Buffer
  /** Where the first of them, which stands at 1, begins in the log. */
  readonly place: LinePlace
}

const newline = 0x0a
const nothing = Buffer.alloc(0)
const spare = Buffer.alloc(1)

/**
 * The lines of a log, segment after segment, from a place that is known (or the beginning), in constant memory. The bytes are
 * the caller's. A line longer than any entry ends the reading; so does a torn one that of its segment.
 */
export async function* readPlacedLines(
  folder: string,
  options: { readonly from?: LinePlace | null; readonly signal?: AbortSignal | undefined } = {},
): AsyncGenerator<PlacedLines> {
  const { from = null, signal } = options
  for (const path of await listSegments(folder)) {
    const segment = segmentNumber(path)
    if (from !== null && segment < from.segment) continue
    let offset = segment === from?.segment ? from.offset : 0
    let rest: Buffer = nothing
    for await (const read of readChunks(path, { from: offset, signal })) {
      const last = read.lastIndexOf(newline)
      if (last >= 0) {
        const block = Buffer.concat([spare, rest, read.subarray(0, last + 1)])
        yield { block, place: { segment, offset } }
        offset += block.length - 1
      }
      rest = last < 0 ? Buffer.concat([rest, read]) : read.subarray(last + 1)
      if (rest.length > maxLineBytes) return
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
