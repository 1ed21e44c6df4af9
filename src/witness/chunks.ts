import type { FileHandle } from 'node:fs/promises'
import { asDiskError, systemCode, WitnessError } from './errors.ts'
import { openRegular } from './regular-file.ts'

/** Which bytes of a file: from offset `from` up to `to`; all of it unless told. */
export interface ByteRange {
  readonly from?: number
  readonly to?: number
  readonly signal?: AbortSignal | undefined
}

const chunkBytes = 256 * 1024

/** Reads a file piece by piece; each piece is the caller's to keep. */
export async function* readChunks(path: string, range: ByteRange = {}): AsyncGenerator<Buffer> {
  const { from = 0, to = Number.POSITIVE_INFINITY, signal } = range
  await using file = await openToRead(path)
  let at = from
  while (at < to) {
    signal?.throwIfAborted()
    const room = Buffer.allocUnsafe(Math.min(chunkBytes, to - at))
    const { bytesRead } = await file.read(room, 0, room.length, at).catch((error: unknown) => {
      throw asDiskError(error, 'read', path)
    })
    if (bytesRead === 0) return
    at += bytesRead
    yield room.subarray(0, bytesRead)
  }
}

/** Throws {@link WitnessError} `not_found` where there is none. */
export async function openToRead(path: string): Promise<FileHandle> {
  try {
    return await openRegular(path)
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw asDiskError(error, 'read', path)
    throw new WitnessError('not_found', `There is no show log ${path}. Check the data folder and the instance.`, {
      cause: error,
    })
  }
}
