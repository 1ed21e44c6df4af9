/** Seconds that must be alike before their rate is believed. */
const STEADY_SECONDS = 5

interface SecondOfFrames {
  readonly second: number
  readonly firstDtsMs: number
  frames: number
}

/**
 * The highest steady frame rate of a publish, for streams whose headers promise none. Steady: five seconds in a row with
 * (nearly) the same number of frames, so that neither a burst after a pause nor a slow start sets it. The rate itself
 * comes from decode times, which arrival jitter does not touch.
 */
export class SteadyRate {
  #seconds: SecondOfFrames[] = []
  #best: number | null = null

  get fps(): number | null {
    return this.#best
  }

  /** One frame that arrived in second number `second` of the publish. */
  frame(second: number, dtsMs: number): void {
    const running = this.#seconds.at(-1)
    if (running !== undefined && running.second === second) {
      running.frames += 1
      return
    }
    if (running === undefined || running.second !== second - 1) this.#seconds = []
    else if (this.#seconds.length === STEADY_SECONDS) this.#believe(dtsMs)
    this.#seconds.push({ second, firstDtsMs: dtsMs, frames: 1 })
    if (this.#seconds.length > STEADY_SECONDS) this.#seconds.shift()
  }

  #believe(endDtsMs: number): void {
    const counts = this.#seconds.map((one) => one.frames)
    const frames = counts.reduce((sum, count) => sum + count, 0)
    const uneven = Math.max(...counts) - Math.min(...counts)
    const spanMs = endDtsMs - (this.#seconds[0]?.firstDtsMs ?? endDtsMs)
    if (uneven > Math.max(2, (0.1 * frames) / STEADY_SECONDS) || spanMs <= 0) return
    const fps = (frames * 1000) / spanMs
    if (this.#best === null || fps > this.#best) this.#best = fps
  }
}
