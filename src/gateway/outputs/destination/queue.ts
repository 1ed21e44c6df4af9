import type { MediaPacket } from '../../packet.ts'

/** Bounds of a destination's queue; between them it holds about two seconds of the stream. */
export const MIN_QUEUE_BYTES = 1024 * 1024
export const MAX_QUEUE_BYTES = 32 * 1024 * 1024

/** Two seconds of `bitrateKbps` (1000 bits), within the bounds; the least while the rate is not known. */
export function queueLimit(bitrateKbps: number | null): number {
  return Math.min(MAX_QUEUE_BYTES, Math.max(MIN_QUEUE_BYTES, ((bitrateKbps ?? 0) * 2 * 1000) / 8))
}

/**
 * What a queue takes. When it is full, everything up to a key frame is dropped, so that what is sent can always be
 * decoded: the rest of the group of pictures, whole groups after it. It flows again at a key frame with the queue at
 * most half full; sound comes back as soon as there is room.
 */
export class QueueGate {
  limitBytes = MIN_QUEUE_BYTES
  #dropping = false

  get dropping(): boolean {
    return this.#dropping
  }

  /** A new connection: its queue is empty. */
  reset(): void {
    this.#dropping = false
  }

  /** Whether this packet goes in, with so many bytes waiting. */
  takes(packet: MediaPacket, queuedBytes: number): boolean {
    if (!this.#dropping) {
      if (queuedBytes <= this.limitBytes) return true
      this.#dropping = true
      return false
    }
    if (queuedBytes > this.limitBytes / 2) return false
    if (packet.role === 'key') {
      this.#dropping = false
      return true
    }
    return packet.role === 'audio'
  }
}

/**
 * Notices a destination that accepts and never reads: bytes wait, and none has left for `stuckMs`. A connection can stay
 * open like this for a quarter of an hour before the system gives it up. Looked at with every packet, dropped ones too.
 */
export class StuckQueue {
  readonly #stuckMs: number
  #left = 0
  #movedMs = 0

  constructor(stuckMs: number) {
    this.#stuckMs = stuckMs
  }

  /** @param leftBytes bytes that this connection has passed on to the system so far */
  stuck(nowMs: number, queuedBytes: number, leftBytes: number): boolean {
    if (queuedBytes === 0 || leftBytes !== this.#left) {
      this.#left = leftBytes
      this.#movedMs = nowMs
      return false
    }
    return nowMs - this.#movedMs > this.#stuckMs
  }
}
