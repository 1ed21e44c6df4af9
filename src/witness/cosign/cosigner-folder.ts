import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../chain.ts'
import { parseCheckpointBody, type CheckpointBody } from '../checkpoint/index.ts'
import { syncFolder } from '../log-file.ts'
import { formatNote, maxNoteBytes, NoteError, type Note, parseNote } from '../note/index.ts'
import { readWhole, writeWhole } from '../whole-file.ts'
import { cosignatureVerifier, type CosignatureVerifier } from './cosignature.ts'
import { CosignError } from './errors.ts'

/** The newest checkpoint of a log that was cosigned, as it is kept. */
export interface KeptCheckpoint {
  readonly note: Note
  readonly body: CheckpointBody
  /** When it was cosigned, seconds since 1970. */
  readonly seconds: number
}

/** Logs of which the newest checkpoint is kept: a stolen key of one log must not fill the disk. */
const maxLogs = 10_000
/** Refused checkpoints kept of one log, as evidence. */
const maxEvidence = 16

/**
 * What a cosigner remembers: of each log the newest checkpoint that it cosigned, `<sha256 of the origin>.txt`, with the
 * signatures of the log and its own. It is the whole worth of a cosigner, so a file that is not as it was written stops the
 * cosigning of its log; it is never taken for "nothing cosigned yet".
 */
export class CosignerFolder {
  readonly #folder: string
  readonly #own: CosignatureVerifier

  constructor(folder: string, vkey: string) {
    this.#folder = folder
    this.#own = cosignatureVerifier(vkey)
  }

  /** Null for a log that was never cosigned. Throws {@link CosignError} `state_damaged`. */
  latest(origin: string): Promise<KeptCheckpoint | null> {
    return this.byHash(sha256(origin), origin)
  }

  /** The same by the SHA-256 of the log's origin, 64 lower-case hex digits. */
  async byHash(originHash: string, origin?: string): Promise<KeptCheckpoint | null> {
    const path = this.#path(originHash)
    const text = await readWhole(path, maxNoteBytes)
    if (text === null) return null
    const kept = this.#read(text)
    if (kept !== null && sha256(kept.body.origin) === originHash) return kept
    throw new CosignError(
      'state_damaged',
      `What was cosigned of ${origin ?? 'a log'} cannot be read from ${path}: it is not as this cosigner wrote it. Put it back from a copy; without it this log cannot be cosigned with this key.`,
    )
  }

  /** Keeps a checkpoint that has been cosigned; resolves when it is on disk, in place of the one before. */
  async keep(origin: string, note: Note): Promise<void> {
    const path = this.#path(sha256(origin))
    if ((await readWhole(path, 1)) === null) await this.#makeRoom()
    await writeWhole(path, formatNote(note))
    await syncFolder(this.#folder)
  }

  /** Keeps a signed checkpoint that contradicts the cosigned one: the log's own signature is proof against it. */
  async keepEvidence(body: CheckpointBody, note: Note): Promise<void> {
    const folder = join(this.#folder, 'refused')
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const hash = sha256(body.origin)
    const others = (await readdir(folder)).filter((name) => name.startsWith(hash))
    if (others.length >= maxEvidence) return
    await writeWhole(join(folder, `${hash}-${body.size}-${body.root.toString('hex', 0, 8)}.txt`), formatNote(note))
  }

  async #makeRoom(): Promise<void> {
    const logs = (await readdir(this.#folder)).filter((name) => name.endsWith('.txt'))
    if (logs.length < maxLogs) return
    throw new CosignError(
      'too_many_logs',
      `There are ${maxLogs} logs in ${this.#folder} already: no further one is taken.`,
    )
  }

  #read(text: string): KeptCheckpoint | null {
    try {
      const note = parseNote(text)
      const line = note.signatures.find(({ name, keyId }) => name === this.#own.name && keyId === this.#own.keyId)
      if (line === undefined || !this.#own.verify(note.text, line.signature)) return null
      return { note, body: parseCheckpointBody(note.text), seconds: this.#own.secondsOf(line.signature) }
    } catch (error) {
      if (error instanceof NoteError) return null
      throw error
    }
  }

  #path(originHash: string): string {
    return join(this.#folder, `${originHash}.txt`)
  }
}
