import type { Clock } from '../../clock/index.ts'
import type { VMixEvent, VMixEventType, VMixWatcher } from '../../vmix/index.ts'

/** What an observer wants to look at once. */
const telling: ReadonlySet<VMixEventType> = new Set<VMixEventType>([
  'snapshotted',
  'connection',
  'version',
  'streaming',
  'recording',
  'output',
  'multiCorder',
  'external',
])

/** Waits for a watched vMix to change in what goes out of the house. */
export class VMixNews implements Disposable {
  readonly #watcher: VMixWatcher
  readonly #clock: Clock
  readonly #signal: AbortSignal
  #waiting: AbortController | null = null
  #isThere = false

  constructor(watcher: VMixWatcher, clock: Clock, signal: AbortSignal) {
    this.#watcher = watcher
    this.#clock = clock
    this.#signal = signal
    watcher.onAny(this.#heard)
    signal.addEventListener('abort', this.#wake)
  }

  /** Resolves with the first since the last time, after so long at the latest, and when the signal ends it. */
  async wait(ms: number): Promise<void> {
    if (!this.#isThere && !this.#signal.aborted) {
      this.#waiting = new AbortController()
      await this.#clock.sleep(ms, this.#waiting.signal).catch(() => undefined)
      this.#waiting = null
    }
    this.#isThere = false
  }

  [Symbol.dispose](): void {
    this.#watcher.offAny(this.#heard)
    this.#signal.removeEventListener('abort', this.#wake)
  }

  readonly #heard = ({ type }: VMixEvent): void => {
    if (!telling.has(type)) return
    this.#isThere = true
    this.#wake()
  }

  readonly #wake = (): void => this.#waiting?.abort()
}
