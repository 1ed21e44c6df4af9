import { type FileHandle, open } from 'node:fs/promises'
import { usageError } from './exit-code.ts'

/** Opens a file that does not exist yet, for writing; nothing is ever written over. */
export async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx')
  } catch (cause) {
    const exists = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'
    throw usageError(
      exists ? `${path} exists already and is not overwritten.` : `${path} cannot be written. Check its folder.`,
      { cause },
    )
  }
}
