import { mkdir, readdir } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { syncFolder } from '../log-file.ts'
import { generateSignerKey, keyFileError, readPrivateKey, signatureTypes } from '../note/index.ts'
import { readWhole, writeWhole } from '../whole-file.ts'
import { type CosignerKey, cosignerKey } from './cosignature.ts'
import { CosignError } from './errors.ts'
import { knownLogsFile } from './known-logs.ts'

/** Says which key a cosigner's folder belongs to. */
const markFile = 'cosigner.vkey'
const maxMarkBytes = 4096

export interface CosignerKeyOptions {
  /** File of the signer key (type 4). Made, readable by its owner alone, where neither it nor the folder's record is there. */
  readonly keyFile: string
  /** The cosigner's folder, locked by whoever calls. */
  readonly folder: string
  /** Name of a new key; made of this machine's name when absent. */
  readonly name?: string | undefined
  /** The key has never cosigned anything: begin its record. */
  readonly begin?: boolean | undefined
}

/**
 * Opens a cosigner's key together with the record of what it has cosigned. One without the other is refused: a key whose
 * record is lost would cosign an older or another history of a log that it has cosigned already, and so must not be used
 * again.
 *
 * @throws {CosignError} `state_missing`, `other_key`, `key_missing`
 * @throws {NoteError} for a key that cannot be read, made or used
 */
export async function openCosignerKey(options: CosignerKeyOptions): Promise<CosignerKey> {
  const { keyFile, folder } = options
  const mark = (await readWhole(join(folder, markFile), maxMarkBytes))?.trimEnd() ?? null
  const text = await readKey(keyFile)
  if (text !== null) {
    const key = cosignerKey(text)
    if (mark === null) await beginRecord(options, key)
    else if (mark !== key.vkey) throw otherKey(folder, mark)
    return key
  }
  if ((await readdir(folder)).some((name) => name.endsWith('.txt') || name === knownLogsFile))
    throw keyMissing(keyFile, folder)
  const made = generateSignerKey(options.name ?? nameOfMachine(), signatureTypes.cosignature)
  const key = cosignerKey(made)
  // The record first: what is left by a crash in between is a record of nothing, and never a key without one.
  await writeMark(folder, key)
  await writeKey(keyFile, made)
  return key
}

async function beginRecord(options: CosignerKeyOptions, key: CosignerKey): Promise<void> {
  const { folder, keyFile, begin } = options
  if (begin !== true) {
    throw new CosignError(
      'state_missing',
      `${keyFile} is there, and the record of what it has cosigned is not in ${folder}. Put the folder back, or make a new key. Only for a key that has never cosigned anything: add --begin.`,
    )
  }
  await writeMark(folder, key)
}

async function writeMark(folder: string, key: CosignerKey): Promise<void> {
  await writeWhole(join(folder, markFile), `${key.vkey}\n`)
  await syncFolder(folder)
}

async function readKey(path: string): Promise<string | null> {
  try {
    return await readPrivateKey(path)
  } catch (cause) {
    throw keyFileError(path, cause)
  }
}

async function writeKey(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeWhole(path, `${text}\n`)
    await syncFolder(dirname(path))
  } catch (cause) {
    throw keyFileError(path, cause)
  }
}

function otherKey(folder: string, mark: string): CosignError {
  return new CosignError('other_key', `${folder} is the record of another key, ${mark}. Give each key its own folder.`)
}

function keyMissing(keyFile: string, folder: string): CosignError {
  return new CosignError(
    'key_missing',
    `${keyFile} is not there, and ${folder} has the record of what it has cosigned. Put the key back, or begin with a new key and another folder.`,
  )
}

function nameOfMachine(): string {
  const machine = hostname()
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/g, '-')
    .slice(0, 64)
  return `${machine === '' ? 'machine' : machine}/cosigner`
}
