import { isMeasured, joined, joinedBy, type KeptFigures, type Moment, notMeasured, thinned } from './moment.ts'
import { Samples } from './samples.ts'

/** Ten minutes, or all that is kept. */
export type HistoryRange = '10m' | 'session'

const recentS = 600
const sessionS = 86_400
const slotS = 10
/** Longer than a busy server's delay, short enough that a gap is seen. */
const gapS = 4
/** Of a session, whatever it is long: finer than any screen draws it. */
const mostOfSession = 720

/** Figures of one stream or destination: each second of ten minutes, and each ten seconds of a day. Bounded. */
export class FigureSeries {
  readonly #recent = new Samples({ perBlock: 60, blocks: 11 })
  readonly #session = new Samples({ perBlock: 360, blocks: 25 })

  /** When something was taken last, seconds of the monotonic clock. */
  get lastAt(): number {
    return this.#recent.last?.at ?? Number.NEGATIVE_INFINITY
  }

  /** Where nothing came for longer than four seconds there is a gap. */
  add(at: number, figures: KeptFigures): void {
    if (!isMeasured(figures)) return this.break(at)
    const { fps, bitrateKbps, droppedFrames } = figures
    const { last } = this.#recent
    if (last !== null && at - last.at > gapS) this.break(last.at + 1)
    this.#take({ at, fps, bitrateKbps, droppedFrames })
  }

  /** From now on nothing is known, until something comes. */
  break(at: number): void {
    const { last } = this.#recent
    if (last !== null && isMeasured(last)) this.#take({ at, ...notMeasured })
  }

  /** @param now seconds of the monotonic clock */
  read(range: HistoryRange, now: number): { readonly stepS: number; readonly moments: readonly Moment[] } {
    if (range === '10m') return { stepS: 1, moments: this.#recent.since(now - recentS) }
    const kept = this.#session.since(now - sessionS)
    return { stepS: slotS * joinedBy(kept.length, mostOfSession), moments: thinned(kept, mostOfSession) }
  }

  #take(moment: Moment): void {
    this.#recent.push(moment)
    const slot = this.#session.last
    if (slot !== null && Math.floor(slot.at / slotS) === Math.floor(moment.at / slotS)) {
      this.#session.replaceLast(joined(slot, moment))
    } else this.#session.push(moment)
  }
}
