import { type MediaPacket, packetBytes } from '../../packet.ts'

/** What stands between two packets: a publish has ended; another file is to begin. */
export type QueueMark = 'feed-ended' | 'split'

/** What waits for the disk. */
export type QueueItem = MediaPacket | QueueMark

/** How far the array's used up front may grow before it is cut off. */
const USED_LIMIT = 1024

/**
 * Packets that wait for the disk, bounded by bytes. When it is full, everything is dropped up to the next key frame that
 * finds it half empty: what was queued before still decodes, and after it a whole group of pictures begins. Codec
 * headers and marks are never dropped; they are few and small.
 */
export class PacketQueue {
  readonly #limitBytes: number
  readonly #onDropped: (packet: MediaPacket) => void
  readonly #items: QueueItem[] = []
  #used = 0
  #bytes = 0
  #dropping = false

  readonly #restart: MediaPacket['role']

  /** @param restart what can be begun with after a drop */
  constructor(limitBytes: number, onDropped: (packet: MediaPacket) => void, restart: 'key' | 'audio' = 'key') {
    this.#restart = restart
    this.#limitBytes = limitBytes
    this.#onDropped = onDropped
  }

  get bytes(): number {
    return this.#bytes
  }

  push(packet: MediaPacket): void {
    const bytes = packetBytes(packet)
    if (packet.role !== 'config') {
      if (this.#dropping && packet.role === this.#restart && this.#bytes + bytes <= this.#limitBytes / 2)
        this.#dropping = false
      if (this.#bytes + bytes > this.#limitBytes) this.#dropping = true
      if (this.#dropping) {
        this.#onDropped(packet)
        return
      }
    }
    this.#bytes += bytes
    this.#items.push(packet)
  }

  mark(mark: QueueMark = 'feed-ended'): void {
    this.#items.push(mark)
  }

  /** The oldest; null when nothing waits. */
  next(): QueueItem | null {
    const item = this.#items[this.#used]
    if (item === undefined) return null
    this.#used++
    if (this.#used === this.#items.length || this.#used >= USED_LIMIT) {
      this.#items.splice(0, this.#used)
      this.#used = 0
    }
    if (typeof item !== 'string') this.#bytes -= packetBytes(item)
    return item
  }

  /** Nothing will be written any more: all that waits counts as dropped. */
  discard(): void {
    for (let item = this.next(); item !== null; item = this.next()) {
      if (typeof item !== 'string') this.#onDropped(item)
    }
  }
}
