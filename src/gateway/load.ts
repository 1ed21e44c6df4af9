import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { GatewayStatus } from './control/messages.ts'

/** Each tick wakes the process, so not more of them than show what matters: the health rules excuse 250 ms. */
const RESOLUTION_MS = 100
const SPAN_MS = 10_000
/** Only delays beyond this are told at once, ms: none of the rules looks at shorter ones. */
const NOTICEABLE_MS = 50

/** The two longest delays of a time: of some hundred ticks these are what their 99th percentile can be. */
interface Span {
  readonly endMs: number
  readonly ticks: number
  readonly longestMs: number
  readonly nextMs: number
}

/**
 * How late our own event loop is, over the last ten to twenty seconds: published, so that a busy machine is not mistaken
 * for a bad stream.
 */
export class EventLoopLoad implements Disposable {
  readonly #clock: { monotonic(): number }
  readonly #histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  #before: readonly Span[] = []
  #beganMs: number

  constructor(clock: { monotonic(): number }) {
    this.#clock = clock
    this.#beganMs = clock.monotonic()
    this.#histogram.enable()
  }

  /** The longest delay since this was asked last, ms; 0 where there was none to speak of. */
  late(): number {
    const span = this.#present()
    const noticed = span.longestMs > NOTICEABLE_MS
    // Not each time: what comes between a reset and the next tick is not measured.
    if (noticed || span.endMs - this.#beganMs >= SPAN_MS) {
      this.#before = [...this.#before.filter(({ endMs }) => span.endMs - endMs < SPAN_MS), span]
      this.#beganMs = span.endMs
      this.#histogram.reset()
    }
    return noticed ? span.longestMs : 0
  }

  read(): GatewayStatus['eventLoop'] {
    const present = this.#present()
    const spans = [...this.#before.filter(({ endMs }) => present.endMs - endMs < SPAN_MS), present]
    const ticks = spans.reduce((sum, span) => sum + span.ticks, 0)
    const delays = spans.flatMap(({ longestMs, nextMs }) => [longestMs, nextMs]).sort((a, b) => b - a)
    return { delayP99Ms: delays[Math.floor(ticks / 100)] ?? 0, delayMaxMs: delays[0] ?? 0 }
  }

  #present(): Span {
    const { count: ticks, max } = this.#histogram
    const endMs = this.#clock.monotonic()
    const longestMs = ticks === 0 ? 0 : delayMs(max)
    const nextMs = ticks < 2 ? 0 : delayMs(this.#histogram.percentile((100 * (ticks - 1)) / ticks))
    return { endMs, ticks, longestMs, nextMs }
  }

  [Symbol.dispose](): void {
    this.#histogram.disable()
  }
}

/** The histogram holds times between two of its ticks, in ns: what goes beyond the planned distance is delay. */
function delayMs(nanoseconds: number): number {
  return Math.max(0, Math.round((nanoseconds / 1e6 - RESOLUTION_MS) * 10) / 10)
}
