import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../clock/index.ts'
import type { LogPlace } from './log-blocks.ts'
import type { WitnessHead } from './entry.ts'
import { asDiskError, WitnessError } from './errors.ts'
import { KernelLock, LockError, type ReleaseLock } from './lock.ts'
import type { Rotation } from './rotation.ts'
import { SegmentFiles } from './segment-files.ts'
import { refuseSharedFolder } from './shared-disk.ts'
import type { LogIdentity, StoreTurn, WitnessStore } from './store.ts'

/**
 * A log in a folder, shared by several processes of one machine. Whoever has the lock is alone; before each turn the
 * file's length tells whether others have appended. A waiting process holds the door (`door.lock`), so that a busy one
 * cannot take the log again and again before it.
 */
export class FileStore implements WitnessStore {
  readonly #folder: string
  readonly #allowShared: boolean
  readonly #clock: Clock
  readonly #files: SegmentFiles
  #locks: { readonly log: KernelLock; readonly door: KernelLock } | null = null

  constructor(options: {
    readonly folder: string
    readonly genesis: string
    readonly rotation: Rotation
    readonly allowShared: boolean
    readonly clock: Clock
  }) {
    const { folder, genesis, rotation, allowShared, clock } = options
    this.#folder = folder
    this.#allowShared = allowShared
    this.#clock = clock
    this.#files = new SegmentFiles({
      folder,
      genesis: { size: 0, hash: genesis },
      rotation,
      now: () => clock.monotonic(),
    })
  }

  get head(): WitnessHead {
    return this.#files.head
  }

  /** Where the last entry of {@link head} ends. */
  get end(): Pick<LogPlace, 'segment' | 'offset'> {
    return this.#files.end
  }

  get identity(): LogIdentity | null {
    return this.#files.identity
  }

  async turn(options: { readonly timeoutMs: number; readonly signal?: AbortSignal }): Promise<StoreTurn> {
    const release = await this.#lock(options)
    const files = this.#files
    try {
      const recovered = files.isUnchanged() ? null : await files.read()
      return {
        head: files.head,
        identity: files.identity,
        recovered,
        append: (expected, lines, how) => files.append(expected, lines, how),
        [Symbol.dispose]: release,
      }
    } catch (error) {
      release()
      throw asDiskError(error, 'read', this.#folder)
    }
  }

  async close(): Promise<void> {
    this.#locks?.door[Symbol.dispose]()
    this.#locks?.log[Symbol.dispose]()
    this.#locks = null
    await this.#files.close()
  }

  async #lock(options: { readonly timeoutMs: number; readonly signal?: AbortSignal }): Promise<ReleaseLock> {
    try {
      if (this.#locks === null) {
        if (!this.#allowShared) await refuseSharedFolder(this.#folder)
        await mkdir(this.#folder, { recursive: true })
        this.#locks = {
          log: new KernelLock(join(this.#folder, 'log'), { keepOpen: true }),
          door: new KernelLock(join(this.#folder, 'door'), { keepOpen: true }),
        }
      }
      const { log, door } = this.#locks
      const waiting = { ...options, clock: this.#clock }
      using _door = door.tryAcquire() ?? (await door.acquire(waiting))
      return log.tryAcquire() ?? (await log.acquire(waiting))
    } catch (error) {
      if (!(error instanceof LockError))
        throw options.signal?.aborted ? error : asDiskError(error, 'lock', this.#folder)
      const code = error.code === 'locked' ? 'locked' : 'disk_error'
      throw new WitnessError(code, `The show log cannot be had: ${error.message} Try again.`, { cause: error })
    }
  }
}
