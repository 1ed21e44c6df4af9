import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../chain.ts'
import { maxNoteBytes } from '../note/index.ts'
import { readWhole, writeWhole } from '../whole-file.ts'

/**
 * What a key has signed last for each log, kept beside the key and not beside the logs: a log folder that is put back to an
 * old copy takes its own checkpoints back with it, and not this.
 */
export class SignedMemory {
  readonly #folder: string

  /** @param signerFolder the key's */
  constructor(signerFolder: string) {
    this.#folder = join(signerFolder, 'signed')
  }

  /** The last checkpoint, as it was signed; null for a log without one. */
  last(logId: string): Promise<string | null> {
    return readWhole(this.#path(logId, 'txt'), maxNoteBytes)
  }

  async remember(logId: string, note: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    await writeWhole(this.#path(logId, 'txt'), note)
  }

  /** What was found against this log; null when nothing was. */
  conflict(logId: string): Promise<string | null> {
    return readWhole(this.#path(logId, 'conflict'), maxNoteBytes)
  }

  async rememberConflict(logId: string, what: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    await writeWhole(this.#path(logId, 'conflict'), what)
  }

  #path(logId: string, kind: string): string {
    // A log's id comes from its file, so it is not let into a path unseen.
    return join(this.#folder, `${/^[0-9a-z-]{1,64}$/.test(logId) ? logId : sha256(logId)}.${kind}`)
  }
}
