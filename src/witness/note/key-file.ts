import { chmod, stat } from 'node:fs/promises'
import { UnfitFile } from '../regular-file.ts'
import { readWhole } from '../whole-file.ts'
import { NoteError } from './errors.ts'

const maxKeyBytes = 4096
const others = 0o077

/**
 * A private key's text; null when there is no file. One that others may read, as a copy that was put back may be, is taken from
 * them first. On Windows modes mean nothing: whoever may read the folder may read it.
 */
export async function readPrivateKey(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null)
  if (found?.isFile() && process.platform !== 'win32' && (found.mode & others) !== 0) await chmod(path, 0o600)
  return await readWhole(path, maxKeyBytes)
}

/** Why a key's file is of no use, and what to do. */
export function keyFileError(path: string, cause: unknown): NoteError {
  const why =
    cause instanceof UnfitFile ? cause.message : `${path} cannot be read or made. Check that this user may write there.`
  return new NoteError('key_file', why, { cause })
}
