import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../../clock/index.ts'
import { asDiskError, type WitnessError } from '../errors.ts'
import { KernelLock } from '../lock.ts'
import { readWhole, writeWhole } from '../whole-file.ts'
import { NoteError } from './errors.ts'
import { keyFileError, readPrivateKey } from './key-file.ts'
import { generateSignerKey, type NoteSigner, noteSigner } from './signer.ts'

const keyFile = 'witness.key'
const vkeyFile = 'witness.vkey'
const maxVkeyBytes = 4096

/**
 * Opens the key that signs checkpoints, one for an installation, making it at the first use: `witness.key`, readable by its
 * owner alone (on Windows: by whoever may read the folder), and beside it `witness.vkey`, the public key. Several processes
 * at once agree on one key.
 *
 * @param options `folder` of the key; `name` for a new one, made of this machine's name when absent; `onUnpublished` is told
 * when the public key could not be written. It can be made again at any time, so that is no reason not to sign
 * @throws {NoteError} `key_file` when it can be neither read nor made; `bad_key`, `wrong_key_id` when it is damaged
 */
export async function openSigner(options: {
  readonly folder: string
  readonly clock: Clock
  readonly name?: string
  readonly onUnpublished?: (why: WitnessError) => void
}): Promise<NoteSigner> {
  const { folder, clock } = options
  const path = join(folder, keyFile)
  try {
    const there = await readPrivateKey(path)
    if (there !== null) return await published(options, signerOf(path, there))
    await mkdir(folder, { recursive: true, mode: 0o700 })
    using _making = await new KernelLock(join(folder, 'witness')).acquire({ clock, timeoutMs: 5000 })
    const made = (await readPrivateKey(path)) ?? (await makeKey(path, options.name ?? nameOfMachine()))
    return await published(options, signerOf(path, made))
  } catch (cause) {
    if (cause instanceof NoteError) throw cause
    throw keyFileError(path, cause)
  }
}

/** Sees to it that the public key lies beside: whoever made the private one may have failed, or been killed, in between. */
async function published(
  { folder, onUnpublished }: Parameters<typeof openSigner>[0],
  signer: NoteSigner,
): Promise<NoteSigner> {
  const path = join(folder, vkeyFile)
  const text = `${signer.vkey}\n`
  const there = await readWhole(path, maxVkeyBytes).catch(() => null)
  if (there === text) return signer
  await writeWhole(path, text).catch((error: unknown) => onUnpublished?.(asDiskError(error, 'write', path)))
  return signer
}

function signerOf(path: string, text: string): NoteSigner {
  try {
    return noteSigner(text)
  } catch (cause) {
    if (!(cause instanceof NoteError)) throw cause
    throw new NoteError(
      cause.code,
      `${path} cannot be used. ${cause.message} Put it back, or move it away: then a new key with a new name is made.`,
      { cause },
    )
  }
}

async function makeKey(path: string, name: string): Promise<string> {
  const key = generateSignerKey(name)
  await writeWhole(path, `${key}\n`)
  return key
}

/** For people to recognise, and for machines not to mix up. */
function nameOfMachine(): string {
  const machine = hostname()
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/g, '-')
    .slice(0, 64)
  return `${machine === '' ? 'machine' : machine}/vmixctl-${randomBytes(4).toString('hex')}`
}
