import { packetBytes, type MediaPacket } from '../packet.ts'

const MAX_BYTES = 32 * 1024 * 1024
const MAX_MS = 10_000

/** What a source sent since its last key frame: with that, whoever goes over to it need not wait for the next. Bounded. */
export class RecentGroup {
  #packets: MediaPacket[] = []
  #bytes = 0

  get key(): MediaPacket | null {
    return this.#packets[0] ?? null
  }

  /** Any packet but headers. */
  keep(packet: MediaPacket): void {
    if (packet.role === 'key') this.forget()
    else if (this.#packets.length === 0) return
    this.#bytes += packetBytes(packet)
    this.#packets.push(packet)
    // Too long to be repeated: the next key frame begins anew.
    if (this.#bytes > MAX_BYTES || packet.dtsMs - (this.key?.dtsMs ?? 0) > MAX_MS) this.forget()
  }

  /** All of it, the key frame first. */
  get packets(): readonly MediaPacket[] {
    return this.#packets
  }

  forget(): void {
    this.#packets = []
    this.#bytes = 0
  }
}
