import type { MediaPacket } from './packet.ts'

const FRAMES = 12
/** Checks skipped in a row because we were late ourselves: more would hide a stall on a busy machine. */
const MAX_SKIPPED = 3
/** Later than this, the event loop may not have read yet what has long arrived, ms. */
export const LATE_LOOP_MS = 250

/**
 * "Is it stalled?": connected, but no frames. With m the largest step between the decode times of the last 12 frames
 * and limit = max(1000, min(m, 2500) + 400) ms: stalled when video is silent beyond the limit, or when video and the
 * sound that there was are both silent for 1 s. "No video for 1 s" alone raises false alarms on slow streams. A stream
 * slower than one frame in 2.5 s cannot be judged by this.
 */
export class StallDetector {
  readonly #dts = new Float64Array(FRAMES)
  #frames = 0
  #videoMs: number | null = null
  #audioMs: number | null = null
  #skipped = 0

  /** A new publish begins: nothing is known. */
  reset(): void {
    this.#frames = 0
    this.#videoMs = null
    this.#audioMs = null
    this.#skipped = 0
  }

  /** One complete message, at its arrival. */
  packet(packet: MediaPacket): void {
    if (packet.role === 'key' || packet.role === 'delta') {
      this.#dts[this.#frames % FRAMES] = packet.dtsMs
      this.#frames += 1
      this.#videoMs = packet.arrivedMs
    } else if (packet.role === 'audio') {
      this.#audioMs = packet.arrivedMs
    }
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
    const videoSilent = nowMs - this.#videoMs
    const audioSilent = this.#audioMs === null ? null : nowMs - this.#audioMs
    return videoSilent > this.#limit() || (videoSilent > 1000 && audioSilent !== null && audioSilent > 1000)
  }

  #limit(): number {
    const count = Math.min(this.#frames, FRAMES)
    let largest = 0
    for (let back = 0; back < count - 1; back++) {
      const later = this.#dts[(this.#frames - 1 - back) % FRAMES] ?? 0
      const earlier = this.#dts[(this.#frames - 2 - back) % FRAMES] ?? 0
      largest = Math.max(largest, later - earlier)
    }
    return Math.max(1000, Math.min(largest, 2500) + 400)
  }
}
