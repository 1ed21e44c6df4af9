import { element, ID, idBytes, readElement, UNKNOWN_SIZE, voidElement } from './ebml.ts'

/** Duration: id (2), size (1), a 64-bit float. */
const DURATION_BYTES = 11
/** Three entries of 25 bytes and the SeekHead's own head, and something left for a Void. */
const SEEK_HEAD_ROOM = 110

/**
 * How long a comment the muxer must be given. It writes it as `Tags` into the head; we take that element out again and
 * use its bytes as the room for what is only known at the end, so that no position that the muxer counts is moved.
 */
export const COMMENT_BYTES = 85

/**
 * The head of a Matroska file up to the first cluster, with room for the SeekHead and the duration. What mediabunny 1.61
 * writes append-only (`Segment` of unknown size, `Info`, `Tracks`, `Tags`) becomes `Segment`, `Void`, `Info` with a `Void`
 * inside, `Tracks`: just as long within the segment.
 */
export class MkvHead {
  readonly #segmentAt: number
  readonly #info: Buffer
  readonly #tracks: Buffer
  readonly #room: number
  /** What follows the head in the bytes that were given: the first cluster. */
  readonly rest: Buffer

  /**
   * @param bytes from the segment's id on, at least up to the first cluster
   * @param segmentAt where in the file they begin
   */
  constructor(bytes: Buffer, segmentAt: number) {
    const segment = readElement(bytes, 0)
    const found = new Map<number, Buffer>()
    let at = segment.dataStart
    while (at < bytes.length) {
      const { id, start, dataStart, end } = readElement(bytes, at)
      if (id === ID.cluster || end === null) break
      found.set(id, bytes.subarray(id === ID.info ? dataStart : start, end))
      at = end
    }
    const info = found.get(ID.info)
    const tracks = found.get(ID.tracks)
    const tags = found.get(ID.tags)
    if (segment.id !== ID.segment || found.size !== 3 || !info || !tracks || !tags) {
      throw new Error('The MKV muxer wrote a head that is not laid out as expected; its version may have changed.')
    }
    this.#segmentAt = segmentAt
    this.#info = info
    this.#tracks = tracks
    this.#room = tags.length - DURATION_BYTES
    this.rest = bytes.subarray(at)
    if (this.#room < SEEK_HEAD_ROOM || this.#room > 128) throw new Error('The room in the MKV head has the wrong size.')
  }

  /** Where positions inside the segment are counted from. */
  get segmentDataAt(): number {
    return this.#segmentAt + 4 + UNKNOWN_SIZE.length
  }

  /** As it is written first. */
  bytes(): Buffer {
    const info = element(ID.info, this.#info, voidElement(DURATION_BYTES))
    return Buffer.concat([idBytes(ID.segment), UNKNOWN_SIZE, voidElement(this.#room), info, this.#tracks])
  }

  /**
   * What replaces the room and `Info` when the file ends, in one write. The segment's size stays unknown, to the end of
   * the file: the clusters' sizes are unknown too, and readers complain about those in a parent of known size.
   *
   * @param cuesAt position in the file; null where there was no room for Cues
   */
  finished(durationMs: number, cuesAt: number | null): { position: number; bytes: Buffer } {
    const duration = Buffer.alloc(DURATION_BYTES)
    duration.set([0x44, 0x89, 0x88])
    duration.writeDoubleBE(durationMs, 3)
    const info = element(ID.info, this.#info, duration)
    const entries = [seek(ID.info, this.#room), seek(ID.tracks, this.#room + info.length)]
    if (cuesAt !== null) entries.push(seek(ID.cues, cuesAt - this.segmentDataAt))
    const seekHead = element(ID.seekHead, ...entries)
    return {
      position: this.segmentDataAt,
      bytes: Buffer.concat([seekHead, voidElement(this.#room - seekHead.length), info]),
    }
  }
}

function seek(id: number, position: number): Buffer {
  const at = Buffer.alloc(8)
  at.writeBigUInt64BE(BigInt(position))
  return element(ID.seek, short(ID.seekId, idBytes(id)), short(ID.seekPosition, at))
}

/** An element with a 1-byte size. */
function short(id: number, content: Buffer): Buffer {
  return Buffer.concat([idBytes(id), Buffer.from([0x80 | content.length]), content])
}
