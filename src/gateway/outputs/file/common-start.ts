import type { MediaPacket } from '../../packet.ts'

/**
 * One instant at which several recordings begin, of one feed or of many: time 0 of each first file. A file whose first
 * frame came later begins with nothing for so long.
 */
export class CommonStart {
  readonly #atMs: number
  readonly #feeds = new Map<string, number>()

  /** @param atMs on the monotonic clock */
  constructor(atMs: number) {
    this.#atMs = atMs
  }

  /**
   * How far after the start a frame of this feed belongs, ms. Sound and picture of a feed have one timeline, which is laid
   * beside the others' once, by when the first frame that is asked for arrived.
   */
  offsetOf(feed: string, first: MediaPacket): number {
    let origin = this.#feeds.get(feed)
    if (origin === undefined) {
      origin = first.dtsMs - (first.arrivedMs - this.#atMs)
      this.#feeds.set(feed, origin)
    }
    return Math.max(0, Math.round(first.dtsMs - origin))
  }
}

/** More shows than anybody starts while one of them still waits for its first frame. */
const MAX_STARTS = 64

/** The starts by the name that they were given; the oldest are forgotten. */
export class CommonStarts {
  readonly #starts = new Map<string, CommonStart>()

  /** The start of this name; the first that asks makes it, now. */
  find(name: string, nowMs: number): CommonStart {
    const known = this.#starts.get(name)
    if (known !== undefined) return known
    const start = new CommonStart(nowMs)
    this.#starts.set(name, start)
    for (const oldest of this.#starts.keys()) {
      if (this.#starts.size <= MAX_STARTS) break
      this.#starts.delete(oldest)
    }
    return start
  }
}
