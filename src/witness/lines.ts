import { maxLineBytes } from './chain.ts'
import { type ByteRange, readChunks } from './chunks.ts'

/** Whole lines read at once, and where the last of them ends in the file. */
export interface LineBlock {
  readonly lines: readonly string[]
  readonly end: number
  /** In the last block only: what follows the last newline. */
  readonly rest: Buffer
  /** In the last block only: reading ended at a line that is longer than any entry. */
  readonly overlong: boolean
}

const newline = 0x0a
const nothing = Buffer.alloc(0)

/**
 * Reads a file's lines from offset `from` up to `to`, in blocks, in constant memory. One character stands for one byte
 * (latin1), so that a byte which does not belong there is seen as what it is.
 */
export async function* readLineBlocks(path: string, range: ByteRange = {}): AsyncGenerator<LineBlock> {
  let rest: Buffer = nothing
  let at = range.from ?? 0
  for await (const read of readChunks(path, range)) {
    at += read.length
    const data = rest.length === 0 ? read : Buffer.concat([rest, read])
    const last = data.lastIndexOf(newline)
    rest = data.subarray(last + 1)
    if (last >= 0) {
      yield {
        lines: data.toString('latin1', 0, last).split('\n'),
        end: at - rest.length,
        rest: nothing,
        overlong: false,
      }
    }
    if (rest.length > maxLineBytes) break
  }
  yield { lines: [], end: at - rest.length, rest, overlong: rest.length > maxLineBytes }
}
