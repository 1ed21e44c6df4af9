import { maxLineBytes } from './chain.ts'
import { type ByteRange, openToRead } from './chunks.ts'
import { asDiskError } from './errors.ts'

/** Whole lines that follow each other, as bytes. They are the reader's own, to be used before it goes on. */
export interface LineBytes {
  /** May be written to. */
  readonly bytes: Buffer
  /** The first line begins here; there is at least one byte before it. */
  readonly begin: number
  /** Behind the newline of the last line. */
  readonly end: number
  /** At the end of the file, without further lines: what follows the last newline. */
  readonly rest: LineRest | null
}

/** What follows the last newline of a file. */
interface LineRest {
  readonly bytes: Buffer
  /** It is longer than any entry, and reading ended there. */
  readonly overlong: boolean
}

const newline = 0x0a
const readBytes = 256 * 1024

/** Reads a file's lines, from a line's begin up to `to`, into one and the same piece of memory, a piece at a time. */
export async function* readLineBytes(path: string, range: ByteRange = {}): AsyncGenerator<LineBytes> {
  const { from = 0, to = Number.POSITIVE_INFINITY, signal } = range
  await using file = await openToRead(path)
  const begin = 1
  const bytes = Buffer.allocUnsafe(begin + maxLineBytes + readBytes)
  let filled = begin
  for (let offset = from; offset < to; ) {
    signal?.throwIfAborted()
    const { bytesRead } = await file
      .read(bytes, filled, Math.min(readBytes, to - offset), offset)
      .catch((error: unknown) => {
        throw asDiskError(error, 'read', path)
      })
    if (bytesRead === 0) break
    offset += bytesRead
    filled += bytesRead
    const end = bytes.lastIndexOf(newline, filled - 1) + 1
    if (end > begin) {
      yield { bytes, begin, end, rest: null }
      bytes.copyWithin(begin, end, filled)
      filled = begin + filled - end
    }
    if (filled - begin > maxLineBytes) break
  }
  const rest = Buffer.from(bytes.subarray(begin, filled))
  yield { bytes, begin, end: begin, rest: { bytes: rest, overlong: rest.length > maxLineBytes } }
}
