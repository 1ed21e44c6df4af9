import { join } from 'node:path'
import type { Clock } from '../../clock/index.ts'
import { KernelLock } from '../../witness/index.ts'
import { OperationFailed } from './operation-failed.ts'
import type { StopsSince } from './stop-mark.ts'

/** How often a start that is waiting looks whether somebody, in any process, has stopped it. */
const stopLookMs = 25

/**
 * A start or change on one channel (or of vMix's recorder) is alone on this machine from intent to outcome: a lock that
 * the kernel frees when its holder dies. A stop takes no lock; the mark that it leaves ends the start in progress.
 */
export class StartGuard implements Disposable {
  readonly #release: () => void
  readonly #stops: StopsSince
  readonly #stopped = new AbortController()
  readonly #closed = new AbortController()
  #first: Promise<void> | null = null

  private constructor(release: () => void, stops: StopsSince, clock: Clock) {
    this.#release = release
    this.#stops = stops
    void this.#watch(clock)
  }

  /** @param stops since when a stop counts; null when another operation is under way */
  static enter(locksFolder: string, name: string, stops: StopsSince, clock: Clock): StartGuard | null {
    const release = new KernelLock(join(locksFolder, name)).tryAcquire()
    return release === null ? null : new StartGuard(release, stops, clock)
  }

  /** Aborted, with an `aborted` failure, as soon as somebody stops it. For waits, not for sends in flight. */
  get signal(): AbortSignal {
    return this.#stopped.signal
  }

  /** Looks again, right now. @throws OperationFailed `aborted` */
  check(): void {
    if (this.#stops.came()) this.#stop()
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
    this.#stopped.abort(stopCame(this.#stops))
  }

  async #watch(clock: Clock): Promise<void> {
    const { signal } = this.#closed
    while (!signal.aborted && !this.#stopped.signal.aborted) {
      const closed = await clock.sleep(stopLookMs, signal).then(
        () => false,
        () => true,
      )
      if (closed) return
      if ((await this.#stops.cameMeanwhile()) && !signal.aborted) this.#stop()
    }
  }
}

export function stopCame(stops: StopsSince): OperationFailed {
  return new OperationFailed('aborted', `A stop for ${stops.what} came while it was being started.`)
}
