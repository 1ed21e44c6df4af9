import type { MediaPacket } from '../../packet.ts'

/**
 * What came since the last key frame while nobody was there to take it. A destination that is back begins with it at once,
 * and not at the key frame after, seconds later. Packets are shared, so nothing is copied; more than `limitBytes` is given up.
 */
export class HeldGroup {
  limitBytes = Infinity
  #packets: MediaPacket[] = []
  #bytes = 0
  #frames = 0

  /** @returns how many pictures are given up by it: those of the group before, or this one where no key frame came yet */
  keep(packet: MediaPacket): number {
    // Other codec headers belong to the key frame that follows; metadata changes nothing.
    if (packet.role === 'config') return packet.kind === 'data' ? 0 : this.drop()
    const picture = packet.role === 'key' || packet.role === 'delta'
    const givenUp = packet.role === 'key' ? this.drop() : 0
    if (packet.role !== 'key' && this.#packets.length === 0) return picture ? 1 : 0
    this.#packets.push(packet)
    this.#bytes += packet.body.length
    if (picture) this.#frames += 1
    return this.#bytes > this.limitBytes ? givenUp + this.drop() : givenUp
  }

  /** From the key frame on, in order; it is empty then. */
  take(): readonly MediaPacket[] {
    const packets = this.#packets
    this.drop()
    return packets
  }

  /** @returns how many pictures are given up by it */
  drop(): number {
    const frames = this.#frames
    this.#packets = []
    this.#bytes = 0
    this.#frames = 0
    return frames
  }
}
