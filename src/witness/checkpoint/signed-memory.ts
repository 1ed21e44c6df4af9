import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../clock/index.ts'
import { sha256 } from '../chain.ts'
import { maxNoteBytes } from '../note/index.ts'
import { WitnessError } from '../errors.ts'
import { KernelLock } from '../lock.ts'
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

  /**
   * Remembers a checkpoint that goes on from what was remembered before. Two copies of a log have a lock each, and this memory
   * in common: who comes second is refused, and must look again.
   *
   * @param next `before`: what {@link last} gave when the new one was made
   * @throws {WitnessError} `locked` when something else has been remembered since
   */
  async remember(
    logId: string,
    next: { readonly note: string; readonly before: string | null; readonly clock: Clock },
  ): Promise<void> {
    const { note, before, clock } = next
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    using _turn = await new KernelLock(this.#folder).acquire({ clock, timeoutMs: 1000 })
    if ((await this.last(logId)) !== before) {
      throw new WitnessError(
        'locked',
        'Another process has just signed a checkpoint of this show log. It is tried again.',
      )
    }
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
