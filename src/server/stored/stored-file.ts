import { readFile, stat } from 'node:fs/promises'
import type { z } from 'zod'
import { replaceFile, systemCodeOf } from '../../disk/index.ts'

const maxBytes = 1024 * 1024

/** `unreadable`: what it holds is not known, and may be whole; `too_long`: it would not be read again, and is not written. */
export class StoredError extends Error {
  readonly code: 'unreadable' | 'damaged' | 'too_long'
  constructor(code: StoredError['code'], message: string, options?: { readonly cause: unknown }) {
    super(message, options)
    this.name = 'StoredError'
    this.code = code
  }
}

/** What the file holds; null where there is none. @throws StoredError for one that cannot be read or is not what it should be */
export async function readStored<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  let text: string
  try {
    if ((await stat(path)).size > maxBytes) throw new Error('It is too long.')
    text = await readFile(path, 'utf8')
  } catch (cause) {
    if (isMissing(cause)) return null
    throw new StoredError('unreadable', `The file ${path} cannot be read. Check that this user may read it.`, { cause })
  }
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw new StoredError(
      'damaged',
      `The file ${path} is damaged. Put it back from a copy, or remove it: what it held is then made anew.`,
      {
        cause,
      },
    )
  }
}

/** Which version of the file this is; null where there is none. */
export async function stampOf(path: string): Promise<string | null> {
  try {
    const { mtimeMs, size, ino } = await stat(path)
    return `${mtimeMs}/${size}/${ino}`
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** Written whole: nobody reads half of it, and a crash leaves the old one. @throws StoredError `too_long`; else as the file system does */
export async function writeStored(path: string, value: unknown): Promise<void> {
  const text = `${JSON.stringify(value, null, 2)}\n`
  if (Buffer.byteLength(text) > maxBytes) {
    throw new StoredError('too_long', `The file ${path} would be too long to be read again.`)
  }
  await replaceFile(path, text, { writers: 'several' })
}

function isMissing(error: unknown): boolean {
  return systemCodeOf(error) === 'ENOENT'
}
