import type { FileHandle } from 'node:fs/promises'
import { maxLineBytes } from '../chain.ts'
import { openToRead } from '../chunks.ts'
import type { StretchTask } from './stretch.ts'

const newline = 0x0a
const firstLook = 4096

/** Lines of a log's segments, in order, in pieces of about so many bytes that can be walked along one by one. */
export async function* stretchTasks(
  paths: readonly string[],
  bytes: number,
  { head, treeSize }: Pick<StretchTask, 'head' | 'treeSize'>,
): AsyncGenerator<StretchTask> {
  for (const path of paths) {
    await using file = await openToRead(path)
    const { size } = await file.stat()
    for (let from = 0; from < size; ) {
      // What would be left over for a last one that is very short belongs to this one.
      const to = size - from < 1.5 * bytes ? size : ((await lineBeginAfter(file, from + bytes)) ?? size)
      yield { path, from, to, head, treeSize }
      from = to
    }
  }
}

/** Where the first line begins whose newline before it is there or behind; null where no line is so long. */
async function lineBeginAfter(file: FileHandle, offset: number): Promise<number | null> {
  for (const length of [firstLook, maxLineBytes]) {
    const room = Buffer.allocUnsafe(length)
    const { bytesRead } = await file.read(room, 0, length, offset)
    const at = room.subarray(0, bytesRead).indexOf(newline)
    if (at >= 0) return offset + at + 1
  }
  return null
}
