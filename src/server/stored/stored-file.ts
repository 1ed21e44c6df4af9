import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { z } from 'zod'

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

/** Written beside it and put in its place, so that nobody reads half of it, and a crash leaves the old one. */
export async function writeStored(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const beside = `${path}.${randomBytes(6).toString('hex')}.new`
  try {
    await writeFile(beside, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true })
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
