import { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../clock/index.ts'

/** A {@link KernelLock} that could not be taken: `locked` (held by another past the limit) or `lock_failed` (the file). */
export class LockError extends Error {
  override readonly name = 'LockError'
  readonly code: 'locked' | 'lock_failed'

  constructor(code: 'locked' | 'lock_failed', message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}

/** Gives a held lock back: call it, or take it with `using`. A second call does nothing. */
export interface ReleaseLock extends Disposable {
  (): void
}

/** How long and how to wait for a lock. */
export interface AcquireOptions {
  readonly clock: Clock
  readonly signal?: AbortSignal | undefined
  /** Limit, ms. */
  readonly timeoutMs: number
}

const busy = 5

/**
 * An exclusive lock between processes (and between objects of one process) on the file `<path>.lock`. It is an SQLite
 * `BEGIN IMMEDIATE`, so it is the kernel's own lock: freed at once when its holder dies, however it dies, and the same on
 * Linux, macOS and Windows. (`BEGIN EXCLUSIVE` would also turn away everybody when several ask at the same moment.)
 * Nothing is ever written to the file, so a full disk does not matter. The file must be on a local disk; it stays behind,
 * empty, and must not be deleted while in use.
 *
 * @example
 * using held = new KernelLock(join(folder, 'channel-0')).tryAcquire()
 * if (held === null) return 'channel_busy'
 */
export class KernelLock implements Disposable {
  /** Held locks are kept from the garbage collector, which would close the file, and so free a lock nobody gave back. */
  static readonly #heldNow = new Set<KernelLock>()
  readonly path: string
  readonly #keepOpen: boolean
  #database: DatabaseSync | null = null
  #ready = false
  #release: ReleaseLock | null = null

  /**
   * @param path the lock's name; the file is `<path>.lock`, in a folder that exists
   * @param options `keepOpen` keeps the file open between two holds (4 µs a hold); dispose the lock itself then
   */
  constructor(path: string, options: { readonly keepOpen?: boolean } = {}) {
    this.path = `${path}.lock`
    this.#keepOpen = options.keepOpen ?? false
  }

  /** Takes it if it is free; null while anyone holds it, this object included. Throws {@link LockError} `lock_failed`. */
  tryAcquire(): ReleaseLock | null {
    if (this.#release !== null) return null
    try {
      this.#open().exec('BEGIN IMMEDIATE')
    } catch (error) {
      const held = error instanceof Error && 'errcode' in error && error.errcode === busy
      if (!held || !this.#keepOpen) this.#close()
      if (held) return null
      throw new LockError('lock_failed', `Could not lock ${this.path}. Check that this user may write there.`, {
        cause: error,
      })
    }
    const give = (): void => {
      if (this.#release !== release) return
      this.#release = null
      KernelLock.#heldNow.delete(this)
      this.#database?.exec('ROLLBACK')
      if (!this.#keepOpen) this.#close()
    }
    const release: ReleaseLock = Object.assign(give, { [Symbol.dispose]: give })
    this.#release = release
    KernelLock.#heldNow.add(this)
    return release
  }

  /**
   * Waits for it, asking again after 1 to 10 ms (random, so that several waiters do not march in step). Rejects with the
   * signal's reason, or with {@link LockError} `locked` at the limit.
   */
  async acquire(options: AcquireOptions): Promise<ReleaseLock> {
    const { clock, signal, timeoutMs } = options
    const deadline = clock.monotonic() + timeoutMs
    for (let attempt = 1; ; attempt++) {
      signal?.throwIfAborted()
      const held = this.tryAcquire()
      if (held !== null) return held
      const left = deadline - clock.monotonic()
      if (left <= 0) {
        throw new LockError('locked', `Another process has kept ${this.path} for more than ${timeoutMs} ms.`)
      }
      await clock.sleep(Math.min(left, 1 + Math.random() * Math.min(attempt, 9)), signal)
    }
  }

  /** Releases it if held, and closes the file. */
  [Symbol.dispose](): void {
    this.#release?.()
    this.#close()
  }

  #open(): DatabaseSync {
    this.#database ??= new DatabaseSync(this.path, { timeout: 0 })
    if (!this.#ready) {
      // With its journal in memory SQLite creates no second file, which would need room on a full disk.
      this.#database.exec('PRAGMA journal_mode = MEMORY')
      this.#ready = true
    }
    return this.#database
  }

  #close(): void {
    this.#database?.close()
    this.#database = null
    this.#ready = false
  }
}
