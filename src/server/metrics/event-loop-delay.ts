import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Each tick wakes the process: not more of them than show what matters. */
const resolutionMs = 20

/** How late the event loop is with its work. */
export class EventLoopDelay implements Disposable {
  readonly #ticks = monitorEventLoopDelay({ resolution: resolutionMs })

  constructor() {
    this.#ticks.enable()
  }

  /** The 99th percentile since it was asked last, seconds; null where that is too short a time to know. */
  take(): number | null {
    if (this.#ticks.count === 0) return null
    // It holds the times between two ticks: what goes beyond the planned distance is delay.
    const betweenMs = this.#ticks.percentile(99) / 1e6
    this.#ticks.reset()
    return Math.max(0, betweenMs - resolutionMs) / 1000
  }

  [Symbol.dispose](): void {
    this.#ticks.disable()
  }
}
