import { randomBytes } from 'node:crypto'
import { open, rename, unlink } from 'node:fs/promises'
import { systemCode } from './errors.ts'
import { openRegular, UnfitFile } from './regular-file.ts'

/**
 * Writes a small file whole: beside its place, on disk, and then into its place. Who reads it sees the old text or the new
 * one, also after a power cut.
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}.new`
  try {
    {
      await using file = await open(draft, 'wx', 0o600)
      // To a place, so by another call than that by which threads wake each other: tests make this one fail.
      const bytes = Buffer.from(text)
      for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at, bytes.length - at, at)).bytesWritten
      await file.sync()
    }
    await rename(draft, path)
  } catch (error) {
    await unlink(draft).catch(() => undefined)
    throw error
  }
}

/**
 * A small file's text; null when there is none.
 *
 * @throws {UnfitFile} for one longer than `limit` bytes, and for what is no file; else as the system does
 */
export async function readWhole(path: string, limit: number): Promise<string | null> {
  try {
    await using file = await openRegular(path)
    const room = Buffer.alloc(Math.min((await file.stat()).size, limit) + 1)
    let length = 0
    for (let more = 1; more > 0 && length < room.length; length += more) {
      more = (await file.read(room, length, room.length - length, length)).bytesRead
    }
    if (length > limit) throw new UnfitFile(path, `is longer than the ${limit} bytes that it may have`)
    return room.toString('utf8', 0, length)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null
    throw error
  }
}
