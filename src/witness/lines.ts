import { open } from 'node:fs/promises'
import { maxLineBytes } from './chain.ts'
import { asDiskError, systemCode, WitnessError } from './errors.ts'

/** Whole lines read at once, and where the last of them ends in the file. */
export interface LineBlock {
  readonly lines: readonly string[]
  readonly end: number
  /** In the last block only: what follows the last newline. */
  readonly rest: Buffer
  /** In the last block only: reading ended at a line that is longer than any entry. */
  readonly overlong: boolean
}

const chunkBytes = 256 * 1024
const newline = 0x0a
const nothing = Buffer.alloc(0)

/**
 * Reads a file's lines from offset `from` up to `to`, in blocks, in constant memory. One character stands for one byte
 * (latin1), so that a byte which does not belong there is seen as what it is.
 */
export async function* readLineBlocks(
  path: string,
  range: { readonly from?: number; readonly to?: number; readonly signal?: AbortSignal | undefined } = {},
): AsyncGenerator<LineBlock> {
  const { from = 0, to = Number.POSITIVE_INFINITY, signal } = range
  await using file = await openToRead(path)
  let rest: Buffer = nothing
  let at = from
  while (at < to) {
    signal?.throwIfAborted()
    const room = Buffer.allocUnsafe(Math.min(chunkBytes, to - at))
    const { bytesRead } = await file.read(room, 0, room.length, at).catch((error: unknown) => {
      throw asDiskError(error, 'read', path)
    })
    if (bytesRead === 0) break
    at += bytesRead
    const read = room.subarray(0, bytesRead)
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

async function openToRead(path: string): ReturnType<typeof open> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw asDiskError(error, 'read', path)
    throw new WitnessError('not_found', `There is no show log ${path}. Check the data folder and the instance.`, {
      cause: error,
    })
  }
}
