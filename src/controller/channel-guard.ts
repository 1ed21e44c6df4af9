import { statSync } from 'node:fs'
import { mkdir, open, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../clock/index.ts'
import { KernelLock } from '../witness/index.ts'
import { OperationFailed } from './operation-failed.ts'

/** How often a start that is waiting looks whether somebody, in any process, has stopped its channel. */
const stopLookMs = 25

/**
 * A start or change on one channel is alone on this machine from intent to outcome: a lock that the kernel frees when its
 * holder dies. A stop takes no lock; it leaves a mark that ends the start in progress.
 */
export class ChannelGuard implements Disposable {
  readonly #release: () => void
  readonly #stopMark: string
  readonly #stopsSeen: bigint
  readonly #stopped = new AbortController()
  readonly #closed = new AbortController()
  #first: Promise<void> | null = null

  private constructor(release: () => void, stopMark: string, clock: Clock) {
    this.#release = release
    this.#stopMark = stopMark
    this.#stopsSeen = lastStop(stopMark)
    void this.#watch(clock)
  }

  /** Enters a channel; null when another operation is under way on it. */
  static async enter(locksFolder: string, channel: number, clock: Clock): Promise<ChannelGuard | null> {
    await mkdir(locksFolder, { recursive: true })
    const release = new KernelLock(join(locksFolder, `channel-${channel}`)).tryAcquire()
    if (release === null) return null
    try {
      const stopMark = stopMarkOf(locksFolder, channel)
      await (await open(stopMark, 'a')).close()
      return new ChannelGuard(release, stopMark, clock)
    } catch (cause) {
      release()
      throw cause
    }
  }

  /** Aborted, with an `aborted` failure, as soon as somebody stops the channel. For waits, not for sends in flight. */
  get signal(): AbortSignal {
    return this.#stopped.signal
  }

  /** Looks again, right now. To be called immediately before each send. @throws OperationFailed `aborted` */
  check(): void {
    if (lastStop(this.#stopMark) !== this.#stopsSeen) this.#stop()
    this.#stopped.signal.throwIfAborted()
  }

  /** Does what comes before the first operation of this hold, once; several operations that share it wait for the same. */
  async first(work: () => Promise<void>): Promise<void> {
    this.#first ??= work()
    await this.#first
  }

  [Symbol.dispose](): void {
    this.#closed.abort()
    this.#release()
  }

  #stop(): void {
    this.#stopped.abort(new OperationFailed('aborted', 'A stop for this stream came while it was being started.'))
  }

  async #watch(clock: Clock): Promise<void> {
    const { signal } = this.#closed
    while (!signal.aborted && !this.#stopped.signal.aborted) {
      try {
        await clock.sleep(stopLookMs, signal)
        const { mtimeNs } = await stat(this.#stopMark, { bigint: true })
        if (mtimeNs !== this.#stopsSeen && !signal.aborted) this.#stop()
      } catch {
        // Closed, or the mark is gone for now: check() looks again before anything is sent.
      }
    }
  }
}

/**
 * Ends whatever start is in progress on a channel, in this or any other process of this machine. Only a file's time
 * changes, so that it works on a full disk too. Never throws: a stop goes on without it.
 */
export async function markStop(locksFolder: string, channel: number, clock: Clock): Promise<void> {
  const mark = stopMarkOf(locksFolder, channel)
  try {
    const before = (await stat(mark)).mtimeMs
    const at = new Date(Math.max(clock.now(), Math.floor(before) + 1))
    await utimes(mark, at, at)
  } catch {
    // No mark: no start has ever entered this channel, so there is none to end.
  }
}

function stopMarkOf(locksFolder: string, channel: number): string {
  return join(locksFolder, `channel-${channel}.stop`)
}

function lastStop(mark: string): bigint {
  try {
    return statSync(mark, { bigint: true }).mtimeNs
  } catch {
    return -1n
  }
}
