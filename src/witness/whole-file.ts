import { randomBytes } from 'node:crypto'
import { open, rename, unlink } from 'node:fs/promises'
import { systemCode } from './errors.ts'

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

/** A small file's text; null when there is none. One longer than `limit` bytes is cut off there. */
export async function readWhole(path: string, limit: number): Promise<string | null> {
  try {
    await using file = await open(path, 'r')
    const { buffer, bytesRead } = await file.read(Buffer.alloc(limit), 0, limit, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null
    throw error
  }
}
