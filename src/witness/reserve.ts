import { constants } from 'node:fs'
import { stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { systemCode } from './errors.ts'
import { openRegular } from './regular-file.ts'

/** Real bytes, so that as much room is free the moment it is given back. */
const reserveBytes = 64 * 1024
/** How long it is taken to be as it was seen last, ms. */
const trustMs = 1000

/**
 * Room kept back for stops: a file of 64 KiB beside the log, deleted when the disk is full and an urgent entry must be
 * written. While it is not whole nothing else is written, so that the room goes to stops alone.
 */
export class Reserve {
  readonly #path: string
  readonly #now: () => number
  #wholeUntil = Number.NEGATIVE_INFINITY

  constructor(folder: string, now: () => number) {
    this.#path = join(folder, 'reserve')
    this.#now = now
  }

  /** Sees that it is whole, making it again where it is not. Rejects as the file system does, `ENOSPC` for no room. */
  async ensure(): Promise<void> {
    if (this.#now() < this.#wholeUntil) return
    if (!(await this.#isWhole())) await this.#make()
    this.#wholeUntil = this.#now() + trustMs
  }

  /** Gives the room back. */
  async spend(): Promise<void> {
    this.#wholeUntil = Number.NEGATIVE_INFINITY
    await this.#remove()
  }

  async #isWhole(): Promise<boolean> {
    try {
      return (await stat(this.#path)).size >= reserveBytes
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return false
      throw error
    }
  }

  async #make(): Promise<void> {
    try {
      await using file = await openRegular(this.#path, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC)
      // Not zeros: some file systems keep those without taking room.
      await file.writeFile(Buffer.alloc(reserveBytes, 'room for a stop\n'))
      await file.sync()
    } catch (error) {
      // Half a reserve would only take the last room from the log.
      await this.#remove().catch(() => undefined)
      throw error
    }
  }

  async #remove(): Promise<void> {
    await unlink(this.#path).catch((error: unknown) => {
      if (systemCode(error) !== 'ENOENT') throw error
    })
  }
}
