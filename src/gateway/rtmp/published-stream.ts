import { audioPacket, dataPacket, encodedStringLength, firstTrack, leadingString, videoPacket } from '../codec/index.ts'
import type { MediaPacket } from '../packet.ts'
import { MessageType } from './protocol.ts'

const SET_DATA_FRAME = '@setDataFrame'
const TAG_HEADER_BYTES = 11
const TAG_TRAILER_BYTES = 4

/** The messages of one publish as packets: times counted on past 2^32, aggregates taken apart. */
export class PublishedStream {
  readonly #onPacket: (packet: MediaPacket) => void
  /** Time of the last message, unwrapped; null before the first. */
  #lastMs: number | null = null

  readonly #onLeftOut: (() => void) | null
  #toldLeftOut = false

  /** @param onLeftOut told once, when messages of further tracks are not passed on */
  constructor(onPacket: (packet: MediaPacket) => void, onLeftOut: (() => void) | null = null) {
    this.#onPacket = onPacket
    this.#onLeftOut = onLeftOut
  }

  /** A message of the stream; types that carry no media are ignored. */
  message(type: number, timestampMs: number, body: Buffer, arrivedMs: number): void {
    switch (type) {
      case MessageType.video:
        this.#media('video', body, timestampMs, arrivedMs)
        return
      case MessageType.audio:
        this.#media('audio', body, timestampMs, arrivedMs)
        return
      case MessageType.dataAmf0:
        this.#data(body, timestampMs, arrivedMs)
        return
      case MessageType.dataAmf3:
        // A zero byte, then AMF0 in practice.
        if (body[0] === 0) this.#data(body.subarray(1), timestampMs, arrivedMs)
        return
      case MessageType.aggregate:
        this.#aggregate(timestampMs, body, arrivedMs)
        return
      default:
        return
    }
  }

  #media(kind: 'video' | 'audio', body: Buffer, timestampMs: number, arrivedMs: number): void {
    if (body.length === 0) return
    const track = firstTrack(kind, body)
    if (track === null) {
      this.#leaveOut()
      return
    }
    const dtsMs = this.#unwrap(timestampMs)
    this.#onPacket(kind === 'video' ? videoPacket(track, dtsMs, arrivedMs) : audioPacket(track, dtsMs, arrivedMs))
  }

  #leaveOut(): void {
    if (this.#toldLeftOut) return
    this.#toldLeftOut = true
    this.#onLeftOut?.()
  }

  #data(body: Buffer, timestampMs: number, arrivedMs: number): void {
    const wrapped = leadingString(body) === SET_DATA_FRAME
    const data = wrapped ? body.subarray(encodedStringLength(SET_DATA_FRAME)) : body
    if (data.length > 0) this.#onPacket(dataPacket(data, this.#unwrap(timestampMs), arrivedMs))
  }

  /** FLV tags one after the other; their times are relative to the first one's (7.1.6). What is cut off is left out. */
  #aggregate(timestampMs: number, body: Buffer, arrivedMs: number): void {
    let first: number | null = null
    let at = 0
    while (at + TAG_HEADER_BYTES <= body.length) {
      const type = body[at] ?? 0
      const end = at + TAG_HEADER_BYTES + body.readUIntBE(at + 1, 3)
      const tagMs = body.readUIntBE(at + 4, 3) + (body[at + 7] ?? 0) * 0x100_0000
      if (end > body.length) return
      first ??= tagMs
      // An aggregate inside an aggregate is none.
      if (type !== MessageType.aggregate) {
        this.message(type, (timestampMs + tagMs - first) >>> 0, body.subarray(at + TAG_HEADER_BYTES, end), arrivedMs)
      }
      at = end + TAG_TRAILER_BYTES
    }
  }

  /**
   * The nearest time to the last one that is equal modulo 2^32, so that small steps back are steps back and not a wrap.
   * ffmpeg starts again at 0 after 2^31 already (its FLV times have 31 bits): half the circle back is half a circle on.
   */
  #unwrap(timestampMs: number): number {
    const last = this.#lastMs
    let time = timestampMs
    if (last !== null) {
      const step = (timestampMs - last) | 0
      time = Math.max(0, last + (step < -0x4000_0000 ? step + 0x8000_0000 : step))
    }
    this.#lastMs = time
    return time
  }
}
