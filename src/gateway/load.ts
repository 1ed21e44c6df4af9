import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { GatewayStatus } from './control/messages.ts'

type IntervalHistogram = ReturnType<typeof monitorEventLoopDelay>

/** Each tick wakes the process, so not more of them than show what matters: the health rules excuse 250 ms. */
const RESOLUTION_MS = 50
const WINDOW_MS = 10_000

/**
 * How late our own event loop is, over the last ten to twenty seconds: published, so that a busy machine is not mistaken
 * for a bad stream.
 */
export class EventLoopLoad implements Disposable {
  #current: IntervalHistogram
  #before: IntervalHistogram | null = null
  #sinceMs: number

  constructor(nowMs: number) {
    this.#current = begun()
    this.#sinceMs = nowMs
  }

  read(nowMs: number): GatewayStatus['eventLoop'] {
    if (nowMs - this.#sinceMs >= WINDOW_MS) {
      this.#before?.disable()
      this.#before = this.#current
      this.#before.disable()
      this.#current = begun()
      this.#sinceMs = nowMs
    }
    const both = [this.#current, this.#before].filter((one) => one !== null)
    const latest = (figure: (one: IntervalHistogram) => number): number =>
      Math.max(0, ...both.filter((one) => one.count > 0).map((one) => delayMs(figure(one))))
    return { delayP99Ms: latest((one) => one.percentile(99)), delayMaxMs: latest((one) => one.max) }
  }

  [Symbol.dispose](): void {
    this.#current.disable()
    this.#before?.disable()
  }
}

function begun(): IntervalHistogram {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  histogram.enable()
  return histogram
}

/** The histogram holds times between two of its ticks, in ns: what goes beyond the planned distance is delay. */
function delayMs(nanoseconds: number): number {
  return Math.max(0, Math.round((nanoseconds / 1e6 - RESOLUTION_MS) * 10) / 10)
}
