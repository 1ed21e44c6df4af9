import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { GatewayStatus } from './control/messages.ts'

/** Each tick wakes the process, so not more of them than show what matters: the health rules excuse 250 ms. */
const RESOLUTION_MS = 100
const WINDOW_MS = 15_000

/** The two longest delays of a time: of some hundred ticks these are what their 99th percentile can be. */
interface Span {
  readonly endMs: number
  readonly ticks: number
  readonly longestMs: number
  readonly nextMs: number
}

/**
 * How late our own event loop is, over the last fifteen seconds: published, so that a busy machine is not mistaken for a
 * bad stream.
 */
export class EventLoopLoad implements Disposable {
  readonly #clock: { monotonic(): number }
  readonly #histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  #spans: readonly Span[] = []
  #lateMs = 0

  constructor(clock: { monotonic(): number }) {
    this.#clock = clock
    this.#histogram.enable()
  }

  /** The longest delay since this was asked last, ms. */
  late(): number {
    this.#endSpan()
    const late = this.#lateMs
    this.#lateMs = 0
    return late
  }

  read(): GatewayStatus['eventLoop'] {
    this.#endSpan()
    const ticks = this.#spans.reduce((sum, span) => sum + span.ticks, 0)
    const delays = this.#spans.flatMap(({ longestMs, nextMs }) => [longestMs, nextMs]).sort((a, b) => b - a)
    return { delayP99Ms: delays[Math.floor(ticks / 100)] ?? 0, delayMaxMs: delays[0] ?? 0 }
  }

  #endSpan(): void {
    const histogram = this.#histogram
    const ticks = histogram.count
    if (ticks === 0) return
    const endMs = this.#clock.monotonic()
    const longestMs = delayMs(histogram.max)
    const nextMs = ticks === 1 ? 0 : delayMs(histogram.percentile((100 * (ticks - 1)) / ticks))
    histogram.reset()
    this.#lateMs = Math.max(this.#lateMs, longestMs)
    this.#spans = [...this.#spans.filter((span) => endMs - span.endMs < WINDOW_MS), { endMs, ticks, longestMs, nextMs }]
  }

  [Symbol.dispose](): void {
    this.#histogram.disable()
  }
}

/** The histogram holds times between two of its ticks, in ns: what goes beyond the planned distance is delay. */
function delayMs(nanoseconds: number): number {
  return Math.max(0, Math.round((nanoseconds / 1e6 - RESOLUTION_MS) * 10) / 10)
}
