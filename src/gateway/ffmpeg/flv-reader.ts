import { audioPacket, videoPacket } from '../codec/index.ts'
import type { MediaPacket } from '../packet.ts'

const FILE_HEAD = 13
const TAG_HEAD = 11
const SIZE = 4
const AUDIO = 8
const VIDEO = 9

/** Reads an FLV stream as it comes, in pieces of any size. What it holds back is one tag at most. */
export class FlvReader {
  #rest: Buffer = Buffer.alloc(0)
  #begun = false

  /** The packets that are complete with this piece; their arrival is `arrivedMs`. */
  push(chunk: Buffer, arrivedMs: number): readonly MediaPacket[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    const packets: MediaPacket[] = []
    let at = this.#begun ? 0 : FILE_HEAD
    if (bytes.length < at) {
      this.#rest = bytes
      return packets
    }
    this.#begun = true
    while (at + TAG_HEAD <= bytes.length) {
      const start = at + TAG_HEAD
      const end = start + bytes.readUIntBE(at + 1, 3)
      if (end + SIZE > bytes.length) break
      const type = (bytes[at] ?? 0) & 0x1f
      const dtsMs = bytes.readUIntBE(at + 4, 3) + (bytes[at + 7] ?? 0) * 0x100_0000
      // A copy: the packet may wait in a queue for long, the piece that it came in is large.
      if (end > start && type === VIDEO)
        packets.push(videoPacket(Buffer.from(bytes.subarray(start, end)), dtsMs, arrivedMs))
      if (end > start && type === AUDIO)
        packets.push(audioPacket(Buffer.from(bytes.subarray(start, end)), dtsMs, arrivedMs))
      at = end + SIZE
    }
    this.#rest = bytes.subarray(at)
    return packets
  }
}
