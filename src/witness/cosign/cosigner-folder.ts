import { join } from 'node:path'
import { sha256 } from '../chain.ts'
import { parseCheckpointBody, type CheckpointBody } from '../checkpoint/index.ts'
import { syncFolder } from '../log-file.ts'
import { formatNote, maxNoteBytes, NoteError, type Note, parseNote } from '../note/index.ts'
import { readWhole, writeWhole } from '../whole-file.ts'
import { cosignatureVerifier, type CosignatureVerifier } from './cosignature.ts'
import { CosignError } from './errors.ts'
import { KnownLogs, maxKnownLogs } from './known-logs.ts'

/** The newest checkpoint of a log that was cosigned, as it is kept. */
export interface KeptCheckpoint {
  readonly note: Note
  readonly body: CheckpointBody
  /** When it was cosigned, seconds since 1970. */
  readonly seconds: number
}

/**
 * What a cosigner remembers: of each log the newest checkpoint that it cosigned, `<sha256 of the origin>.txt`, with the
 * signatures of the log and its own. It is the whole worth of a cosigner, so a file that is not as it was written, or is gone,
 * stops the cosigning of its log; it is never taken for "nothing cosigned yet".
 */
export class CosignerFolder {
  readonly #folder: string
  readonly #own: CosignatureVerifier
  readonly #known: KnownLogs

  static async open(folder: string, vkey: string): Promise<CosignerFolder> {
    return new CosignerFolder(folder, vkey, await KnownLogs.open(folder))
  }

  private constructor(folder: string, vkey: string, known: KnownLogs) {
    this.#folder = folder
    this.#own = cosignatureVerifier(vkey)
    this.#known = known
  }

  /** Null for a log that was never cosigned. Throws {@link CosignError} `state_damaged`. */
  latest(origin: string): Promise<KeptCheckpoint | null> {
    return this.byHash(sha256(origin), origin)
  }

  /** The same by the SHA-256 of the log's origin, 64 lower-case hex digits. */
  async byHash(originHash: string, origin?: string): Promise<KeptCheckpoint | null> {
    const path = this.#path(originHash)
    const text = await readWhole(path, maxNoteBytes)
    if (text === null && !this.#known.has(originHash)) return null
    const kept = text === null ? null : this.#read(text)
    const isRight = kept !== null && sha256(kept.body.origin) === originHash
    if (isRight && kept.body.size >= this.#known.sizeOf(originHash)) return kept
    throw new CosignError(
      'state_damaged',
      `What was cosigned of ${origin ?? 'a log'} cannot be read from ${path}: it is gone, or not as this cosigner wrote it last. Put it back from a copy; without it this log cannot be cosigned with this key.`,
    )
  }

  /** Keeps a checkpoint that has been cosigned; resolves when it is on disk, in place of the one before. */
  async keep({ origin, size }: CheckpointBody, note: Note): Promise<void> {
    const originHash = sha256(origin)
    if (!this.#known.has(originHash) && this.#known.count >= maxKnownLogs) throw this.#tooMany()
    await writeWhole(this.#path(originHash), formatNote(note))
    await syncFolder(this.#folder)
    await this.#known.add(originHash, size)
  }

  #tooMany(): CosignError {
    return new CosignError(
      'too_many_logs',
      `There are ${maxKnownLogs} logs in ${this.#folder} already: no further one is taken.`,
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
