import { readFile, stat } from 'node:fs/promises'
import type { z } from 'zod'
import { replaceFile, systemCodeOf } from '../../disk/index.ts'

const maxBytes = 1024 * 1024

/** What the file holds; null where there is none. @throws Error for one that cannot be read or is not what it should be */
export async function readStored<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  let text: string
  try {
    if ((await stat(path)).size > maxBytes) throw new Error('It is too long.')
    text = await readFile(path, 'utf8')
  } catch (cause) {
    if (isMissing(cause)) return null
    throw new Error(`The file ${path} cannot be read. Check that this user may read it.`, { cause })
  }
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw new Error(
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

/** Written whole: nobody reads half of it, and a crash leaves the old one. */
export async function writeStored(path: string, value: unknown): Promise<void> {
  await replaceFile(path, `${JSON.stringify(value, null, 2)}\n`, { writers: 'several' })
}

function isMissing(error: unknown): boolean {
  return systemCodeOf(error) === 'ENOENT'
}
