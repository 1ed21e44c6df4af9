import { constants } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from '../log-file.ts'
import { openRegular } from '../regular-file.ts'
import { readWhole } from '../whole-file.ts'

/** Name of the list in a cosigner's folder. */
export const knownLogsFile = 'logs'
/** Logs that are kept: a stolen key of one log must not fill the disk. */
export const maxKnownLogs = 10_000
const maxListBytes = 4 * maxKnownLogs * 66
const appending = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND

/**
 * Which logs a cosigner has ever cosigned, and how far since it runs: so that the record of one of them that is gone, or put
 * back to an older one, is missed. Without this a lost file would be a log that was never cosigned. `logs` in its folder has
 * the SHA-256 of each log's origin on a line; a line is only ever added.
 */
export class KnownLogs {
  readonly #folder: string
  /** Size at the last cosignature of this run; 0 before. */
  readonly #sizes = new Map<string, number>()

  private constructor(folder: string) {
    this.#folder = folder
  }

  /** Reads the list. What has a record and is not in it, because a crash came in between, is added. */
  static async open(folder: string): Promise<KnownLogs> {
    const logs = new KnownLogs(folder)
    const listed = (await readWhole(join(folder, knownLogsFile), maxListBytes)) ?? ''
    for (const line of listed.split('\n')) if (/^[0-9a-f]{64}$/.test(line)) logs.#sizes.set(line, 0)
    for (const name of await readdir(folder)) {
      const hash = /^([0-9a-f]{64})\.txt$/.exec(name)?.[1]
      if (hash !== undefined) await logs.add(hash, 0)
    }
    return logs
  }

  get count(): number {
    return this.#sizes.size
  }

  has(originHash: string): boolean {
    return this.#sizes.has(originHash)
  }

  /** Entries of the newest checkpoint of it that was cosigned since the start; 0 for none. */
  sizeOf(originHash: string): number {
    return this.#sizes.get(originHash) ?? 0
  }

  /** It has been cosigned at this size. Resolves when it is on disk that it is known. */
  async add(originHash: string, size: number): Promise<void> {
    if (!this.has(originHash)) await this.#write(originHash)
    this.#sizes.set(originHash, Math.max(size, this.sizeOf(originHash)))
  }

  async #write(originHash: string): Promise<void> {
    {
      await using file = await openRegular(join(this.#folder, knownLogsFile), appending)
      // A newline before it too: a crash may have left half a line.
      await file.appendFile(`\n${originHash}\n`)
      await file.sync()
    }
    await syncFolder(this.#folder)
  }
}
