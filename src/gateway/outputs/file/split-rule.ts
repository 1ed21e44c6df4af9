import { type MediaPacket, packetBytes } from '../../packet.ts'

/** When a recording goes on in its next file; null: never for this reason. */
export interface SplitLimits {
  /** A part ends at the first key frame after so many seconds. */
  readonly seconds: number | null
  /** A part ends at the last key frame before it would be longer than so many bytes. */
  readonly bytes: number | null
}

export const noSplit: SplitLimits = { seconds: null, bytes: null }

/** A key frame that comes this early is taken: times are cut to ms, and 29.97 frames a second are no whole numbers. */
const EARLY_MS = 40
/** What a file has beside its frames, as a part of them: heads and index. */
const OVERHEAD = 1.02

/** Whether a part is long enough, asked at each key frame: only there a next one can begin without a frame being lost. */
export class SplitRule {
  readonly #limits: SplitLimits
  #originMs = 0
  #bytes = 0
  #groupBytes = 0
  #largestGroup = 0

  constructor(limits: SplitLimits) {
    this.#limits = limits
  }

  /** A part begins with this key frame. */
  begin(first: MediaPacket): void {
    this.#originMs = first.dtsMs
    this.#bytes = 0
    this.#groupBytes = 0
  }

  /** A packet that is written to the part. */
  see(packet: MediaPacket): void {
    const bytes = packetBytes(packet)
    this.#bytes += bytes
    this.#groupBytes += bytes
  }

  /** Whether the next part begins with this key frame. It is taken that the next group is as large as the largest so far. */
  due(key: MediaPacket): boolean {
    const { seconds, bytes } = this.#limits
    this.#largestGroup = Math.max(this.#largestGroup, this.#groupBytes)
    this.#groupBytes = 0
    if (this.#bytes === 0) return false
    if (seconds !== null && key.dtsMs - this.#originMs >= seconds * 1000 - EARLY_MS) return true
    return bytes !== null && (this.#bytes + this.#largestGroup) * OVERHEAD > bytes
  }
}
