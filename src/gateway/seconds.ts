const MINUTE = 60

/** Sums over a run of complete seconds. */
export interface SecondsSum {
  readonly seconds: number
  readonly frames: number
  readonly bytes: number
  readonly dropped: number
}

/**
 * Frames, bytes and drops per second over the last minute, in fixed memory. Seconds are counted from {@link begin}; only
 * complete ones are summed, so that a figure never depends on where in the present second it was asked for.
 */
export class SecondsWindow {
  #beganMs = 0
  #second = 0
  #nextMs = 0
  #frames = 0
  #bytes = 0
  #dropped = 0
  readonly #framesBySecond = new Float64Array(MINUTE)
  readonly #bytesBySecond = new Float64Array(MINUTE)
  readonly #droppedBySecond = new Float64Array(MINUTE)

  /** Number of the running second, from 0. */
  get second(): number {
    return this.#second
  }

  begin(atMs: number): void {
    this.#beganMs = atMs
    this.#nextMs = atMs + 1000
    this.#second = 0
    this.#frames = 0
    this.#bytes = 0
    this.#dropped = 0
  }

  add(atMs: number, frames: number, bytes: number): void {
    if (atMs >= this.#nextMs) this.roll(atMs)
    this.#frames += frames
    this.#bytes += bytes
  }

  drop(atMs: number, frames: number): void {
    if (atMs >= this.#nextMs) this.roll(atMs)
    this.#dropped += frames
  }

  /** Closes every second that is over at `atMs`; those in which nothing came are zeros. */
  roll(atMs: number): void {
    const second = Math.floor((atMs - this.#beganMs) / 1000)
    if (second <= this.#second) return
    // More than a minute of silence leaves nothing of what was before.
    const first = Math.max(this.#second, second - MINUTE)
    for (let closing = first; closing < second; closing++) {
      const slot = closing % MINUTE
      const running = closing === this.#second
      this.#framesBySecond[slot] = running ? this.#frames : 0
      this.#bytesBySecond[slot] = running ? this.#bytes : 0
      this.#droppedBySecond[slot] = running ? this.#dropped : 0
    }
    this.#second = second
    this.#nextMs = this.#beganMs + (second + 1) * 1000
    this.#frames = 0
    this.#bytes = 0
    this.#dropped = 0
  }

  /** The last `seconds` complete seconds, fewer where there are not so many yet (then `seconds` says how many). */
  last(seconds: number): SecondsSum {
    const count = Math.min(seconds, MINUTE, this.#second)
    const sum = { seconds: count, frames: 0, bytes: 0, dropped: 0 }
    for (let second = this.#second - count; second < this.#second; second++) {
      const slot = second % MINUTE
      sum.frames += this.#framesBySecond[slot] ?? 0
      sum.bytes += this.#bytesBySecond[slot] ?? 0
      sum.dropped += this.#droppedBySecond[slot] ?? 0
    }
    return sum
  }

  /** Drops of the last minute, the running second included: a drop is judged at once. */
  droppedLastMinute(): number {
    return this.last(MINUTE - 1).dropped + this.#dropped
  }
}
