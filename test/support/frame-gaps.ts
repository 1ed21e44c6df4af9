/** Frames that one receiver did not get, or not in their turn. */
export interface FrameGap {
  /** Numbers of the frames around it. */
  readonly before: number
  readonly after: number
  /** Wall clock, ms: when those were sent, as their marks say, or arrived where that is not known. */
  readonly beforeMs: number
  readonly afterMs: number
  readonly missing: number
}

/** Sees every frame of one receiver, over all its connections, and keeps what is missing in between. */
export class FrameGaps {
  readonly gaps: FrameGap[] = []
  received = 0
  again = 0
  readonly #seen = new Set<number>()
  #last: { readonly number: number; readonly atMs: number } | null = null

  /** From here on: what came before is not missed. */
  get lastNumber(): number | null {
    return this.#last?.number ?? null
  }

  frame(number: number, atMs: number): void {
    this.received++
    if (this.#seen.has(number)) this.again++
    this.#seen.add(number)
    const last = this.#last
    // From a connection that was given up, and is only now read to its end.
    if (last !== null && number <= last.number) return
    if (last !== null && number > last.number + 1) {
      const missing = number - last.number - 1
      this.gaps.push({ before: last.number, after: number, beforeMs: last.atMs, afterMs: atMs, missing })
    }
    this.#last = { number, atMs }
  }
}
