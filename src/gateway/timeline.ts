import type { MediaPacket } from './packet.ts'

/** Least step from one publish to the next, so that sound a little behind the picture stays behind what went before. */
const MIN_STEP_MS = 200

/**
 * Decode times that go on over publishes: each publisher counts from its own zero, while a destination that stays
 * connected must see them grow. The first publish passes untouched; a later one is moved to where the clock has got to.
 * It is done once here, so that all outputs share one packet.
 */
export class Timeline {
  #offsetMs: number | null = 0
  #lastDtsMs = 0
  #lastArrivedMs = 0

  /** A new publish begins: its first picture or sound decides where it is put. */
  restart(): void {
    if (this.#lastArrivedMs > 0) this.#offsetMs = null
  }

  place(packet: MediaPacket): MediaPacket {
    if (this.#offsetMs === null) {
      if (packet.role === 'config') return { ...packet, dtsMs: this.#lastDtsMs }
      const elapsedMs = Math.max(MIN_STEP_MS, Math.round(packet.arrivedMs - this.#lastArrivedMs))
      this.#offsetMs = this.#lastDtsMs + elapsedMs - packet.dtsMs
    }
    const dtsMs = packet.dtsMs + this.#offsetMs
    if (packet.role !== 'config') {
      if (dtsMs > this.#lastDtsMs) this.#lastDtsMs = dtsMs
      this.#lastArrivedMs = packet.arrivedMs
    }
    return this.#offsetMs === 0 ? packet : { ...packet, dtsMs }
  }
}
