/** Frames that one receiver did not get, or got late. */
export interface FrameGap {
  /** Numbers of the frames around it. */
  readonly before: number
  readonly after: number
  /** Wall clock, ms: when those arrived. */
  readonly beforeMs: number
  readonly afterMs: number
  readonly missing: number
}

/** A picture that is so much later than the one before is a gap too, with none missing. */
const LATE_MS = 2000

/** Sees every frame of one receiver, over all its connections, and keeps what is missing in between. */
export class FrameGaps {
  readonly gaps: FrameGap[] = []
  received = 0
  again = 0
  #last: { readonly number: number; readonly atMs: number } | null = null

  /** From here on: what came before is not missed. */
  get lastNumber(): number | null {
    return this.#last?.number ?? null
  }

  frame(number: number, atMs: number): void {
    this.received++
    const last = this.#last
    if (last !== null && number <= last.number) {
      this.again++
      return
    }
    if (last !== null && (number > last.number + 1 || atMs - last.atMs > LATE_MS)) {
      const missing = number - last.number - 1
      this.gaps.push({ before: last.number, after: number, beforeMs: last.atMs, afterMs: atMs, missing })
    }
    this.#last = { number, atMs }
  }
}
