import { createHmac, randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { SecretError } from './error.ts'
import type { Secret } from './secret.ts'

/** Tells secrets apart without showing them. */
export interface Fingerprinter {
  /**
   * 12 hex digits, the same for the same secret on this installation only: "the same key as yesterday" can be seen, the
   * key cannot, and two installations cannot be compared.
   */
  fingerprint(secret: Secret): string
}

const keyBytes = 32

/**
 * Opens the fingerprint key of a data folder, making it at the first use: 32 random bytes in `fingerprint.key`, readable
 * by its owner alone (on Windows: by whoever may read the folder). Several processes at once agree on one key.
 *
 * @example (await openFingerprinter({ dataFolder })).fingerprint(key) // '3f1c09a2b7de'
 */
export async function openFingerprinter(options: { readonly dataFolder: string }): Promise<Fingerprinter> {
  const path = join(options.dataFolder, 'fingerprint.key')
  let key: Buffer
  try {
    key = (await readKey(path)) ?? (await makeKey(options.dataFolder, path))
  } catch (cause) {
    if (cause instanceof SecretError) throw cause
    throw new SecretError('key_file', `${path} cannot be read or made. Check that this user may write there.`, {
      cause,
    })
  }
  return {
    fingerprint: (secret) => createHmac('sha256', key).update(secret.reveal()).digest('hex').slice(0, 12),
  }
}

async function readKey(path: string): Promise<Buffer | null> {
  let key: Buffer
  try {
    key = await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  if (key.length === keyBytes) return key
  throw new SecretError(
    'key_file',
    `${path} is damaged: it should hold ${keyBytes} bytes. Delete it; a new one is made.`,
  )
}

/** Written in full beside it, then linked into place: whoever links first decides, and nobody sees half a key. */
async function makeKey(folder: string, path: string): Promise<Buffer> {
  await mkdir(folder, { recursive: true })
  const draft = join(folder, `fingerprint.key.${randomBytes(6).toString('hex')}`)
  try {
    {
      await using file = await open(draft, 'wx', 0o600)
      await file.write(randomBytes(keyBytes), 0, keyBytes, 0)
      await file.sync()
    }
    await link(draft, path).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    })
  } finally {
    await unlink(draft).catch(() => undefined)
  }
  const key = await readKey(path)
  if (key === null) throw new SecretError('key_file', `${path} vanished while it was made. Try again.`)
  return key
}
