import type { Clock } from '../clock/index.ts'
import type { WatchdogSettings } from './settings.ts'

/** Says regularly that the alarms are awake, the first time at once. */
export class Watchdog {
  readonly #clock: Clock
  /** Not kept and not tried again: an old one would say what is no longer so. */
  readonly #send: (receivers: WatchdogSettings['receivers']) => void
  #walking = new AbortController()

  constructor(clock: Clock, send: (receivers: WatchdogSettings['receivers']) => void) {
    this.#clock = clock
    this.#send = send
  }

  /** From now on so; null: it is silent. */
  set(settings: WatchdogSettings | null): void {
    this.#walking.abort()
    this.#walking = new AbortController()
    if (settings !== null) void this.#walk(settings, this.#walking.signal)
  }

  async #walk({ everyMs, receivers }: WatchdogSettings, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#send(receivers)
      await this.#clock.sleep(everyMs, signal, { background: true }).catch(() => undefined)
    }
  }
}
