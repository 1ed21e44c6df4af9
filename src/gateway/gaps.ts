/** A longer step is a jump of the source's clock, not missing frames. */
const JUMP_MS = 60_000
/** More reordered frames than H.264 allows to be pending (16), twice. */
const MAX_PENDING = 32
/** Later than its place by this part of a frame's time: something is missing before it. */
const LATE = 0.75
/** How much of a frame's deviation the grid follows, so that jitter passes and slow drift does not add up. */
const FOLLOW = 0.25

/**
 * Counts the frames missing from a stream by the gaps in its presentation times. Frames come in decode order; with
 * B-frames their presentation times are put in order first: whatever is not later than the present decode time is final.
 * Times are compared with a grid that follows the source, so that times rounded to ms, jitter, and 29.97 where 30 is
 * promised count nothing.
 */
export class PresentationGaps {
  #pending: number[] = []
  #grid: number | null = null

  reset(): void {
    this.#pending = []
    this.#grid = null
  }

  /**
   * One video frame; answers how many are now known to be missing before it.
   *
   * @param frameMs time between two frames, or null while the rate is not known: then nothing is counted
   */
  frame(dtsMs: number, ctsMs: number, frameMs: number | null): number {
    if (ctsMs === 0 && this.#pending.length === 0) return this.#next(dtsMs, frameMs)
    this.#insert(dtsMs + ctsMs)
    let missing = 0
    let final = 0
    for (const pts of this.#pending) {
      if (pts > dtsMs && this.#pending.length - final <= MAX_PENDING) break
      missing += this.#next(pts, frameMs)
      final += 1
    }
    if (final > 0) this.#pending.splice(0, final)
    return missing
  }

  #insert(pts: number): void {
    let at = this.#pending.length
    while (at > 0 && (this.#pending[at - 1] ?? pts) > pts) at -= 1
    this.#pending.splice(at, 0, pts)
  }

  #next(pts: number, frameMs: number | null): number {
    const grid = this.#grid
    if (grid === null || frameMs === null) {
      this.#grid = pts
      return 0
    }
    const late = pts - (grid + frameMs)
    if (late > JUMP_MS || late < -frameMs) {
      this.#grid = pts
      return 0
    }
    const missing = late > LATE * frameMs ? Math.round(late / frameMs) : 0
    const rest = late - missing * frameMs
    this.#grid = grid + (missing + 1) * frameMs + FOLLOW * rest
    return missing
  }
}
