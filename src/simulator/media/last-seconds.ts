/** Over how much the present rate is taken, ms. */
const WINDOW_MS = 2000

interface Arrival {
  readonly atMs: number
  readonly bytes: number
  readonly frame: boolean
}

/** Frame rate and bitrate of what arrived in the last two seconds. */
export class LastSeconds {
  #arrivals: Arrival[] = []
  #sinceMs: number | null = null

  add(atMs: number, bytes: number, frame: boolean): void {
    this.#sinceMs ??= atMs
    this.#arrivals.push({ atMs, bytes, frame })
    // Now and then is enough; it stays bounded by a few seconds of packets.
    if (this.#arrivals.length % 256 === 0) this.#forget(atMs)
  }

  /** Both null in the first second. */
  rates(nowMs: number): { readonly fps: number | null; readonly kbps: number | null } {
    const spanMs = this.#sinceMs === null ? 0 : Math.min(WINDOW_MS, nowMs - this.#sinceMs)
    if (spanMs < 1000) return { fps: null, kbps: null }
    this.#forget(nowMs)
    let frames = 0
    let bytes = 0
    for (const arrival of this.#arrivals) {
      if (arrival.frame) frames++
      bytes += arrival.bytes
    }
    return { fps: (frames * 1000) / spanMs, kbps: (bytes * 8) / spanMs }
  }

  #forget(nowMs: number): void {
    this.#arrivals = this.#arrivals.filter(({ atMs }) => nowMs - atMs <= WINDOW_MS)
  }
}
