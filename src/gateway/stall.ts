import type { MediaPacket } from './packet.ts'

const FRAMES = 12
/** No stream is stalled that was silent for less, ms. */
const SILENCE_MS = 1000
/** Checks skipped in a row because we were late ourselves: more would hide a stall on a busy machine. */
const MAX_SKIPPED = 3
/** Later than this, the event loop may not have read yet what has long arrived, ms. */
export const LATE_LOOP_MS = 250

/** What is not known of a stream counts as the slowest that can be judged, ms. */
const SLOWEST_STEP_MS = 1000
/** Gaps between messages of sound are remembered for one to two of these, ms. */
const SOUND_MEMORY_MS = 5000

/**
 * "Is it stalled?": connected, but no frames. With m the largest step between the decode times of the last 12 frames (1 s
 * where there is only one) and limit = max(1000, min(m, 2500) + 400) ms: stalled when video is silent beyond the limit. Where
 * there was sound, also when video is silent for 1 s and sound beyond its own limit: the same, with m the largest gap between
 * its messages of late (1 s at first), so that sound which comes in steps with slow pictures, as ffmpeg sends it, is waited for. "No video for
 * 1 s" alone raises false alarms on slow streams. A stream slower than one frame in 2.5 s cannot be judged by this.
 */
export class StallDetector {
  readonly #dts = new Float64Array(FRAMES)
  #frames = 0
  #videoMs: number | null = null
  #audioMs: number | null = null
  /** Largest gaps in sound of the present stretch and of the one before it. */
  #audioGapMs = 0
  #audioGapBeforeMs = SLOWEST_STEP_MS
  #audioStretchMs = 0
  #skipped = 0

  /** A new publish begins: nothing is known. */
  reset(): void {
    this.#frames = 0
    this.#videoMs = null
    this.#audioMs = null
    this.#audioGapMs = 0
    this.#audioGapBeforeMs = SLOWEST_STEP_MS
    this.#skipped = 0
  }

  /** One complete message, at its arrival. */
  packet(packet: MediaPacket): void {
    if (packet.role === 'key' || packet.role === 'delta') {
      this.#dts[this.#frames % FRAMES] = packet.dtsMs
      this.#frames += 1
      this.#videoMs = packet.arrivedMs
    } else if (packet.role === 'audio') {
      this.#sound(packet.arrivedMs)
    }
  }

  #sound(atMs: number): void {
    if (this.#audioMs === null) this.#audioStretchMs = atMs
    else if (atMs - this.#audioMs > this.#audioGapMs) this.#audioGapMs = atMs - this.#audioMs
    this.#audioMs = atMs
    if (atMs - this.#audioStretchMs < SOUND_MEMORY_MS) return
    this.#audioStretchMs = atMs
    this.#audioGapBeforeMs = this.#audioGapMs
    this.#audioGapMs = 0
  }

  /** When it may be stalled at the earliest, if nothing comes until then; Infinity while nothing is known. */
  get dueMs(): number {
    if (this.#videoMs === null) return Infinity
    const alone = this.#videoMs + limitOf(this.#largestStep())
    if (this.#audioMs === null) return alone
    const gap = Math.max(this.#audioGapMs, this.#audioGapBeforeMs)
    return Math.min(alone, Math.max(this.#videoMs + SILENCE_MS, this.#audioMs + limitOf(gap)))
  }

  /**
   * Stalled now? `null` when this check proves nothing: no frame yet, or our own event loop was late.
   *
   * @param lateMs how much later than planned this check runs
   */
  check(nowMs: number, lateMs: number): boolean | null {
    if (this.#videoMs === null) return null
    if (lateMs > LATE_LOOP_MS && this.#skipped < MAX_SKIPPED) {
      this.#skipped += 1
      return null
    }
    this.#skipped = 0
    return nowMs > this.dueMs
  }

  #largestStep(): number {
    if (this.#frames < 2) return SLOWEST_STEP_MS
    const count = Math.min(this.#frames, FRAMES)
    let largest = 0
    for (let back = 0; back < count - 1; back++) {
      const later = this.#dts[(this.#frames - 1 - back) % FRAMES] ?? 0
      const earlier = this.#dts[(this.#frames - 2 - back) % FRAMES] ?? 0
      largest = Math.max(largest, later - earlier)
    }
    return largest
  }
}

function limitOf(stepMs: number): number {
  return Math.max(SILENCE_MS, Math.min(stepMs, 2500) + 400)
}
