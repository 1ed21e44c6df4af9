import {
  addFrameMark,
  audioPacket,
  dataPacket,
  encodeAmf0,
  type MediaPacket,
  videoPacket,
} from '../../gateway/index.ts'
import type { MediaFaults } from '../media-types.ts'
import { AAC_FRAME_SAMPLES, type Clip } from './clip.ts'

/** Being later than this, an encoder leaves frames out instead of sending them all at once, ms. */
const TOO_LATE_MS = 1000

/**
 * The clip as an endless live stream: what is due at a moment, with timestamps counted and not added up, so that hours
 * do not drift and the loop has no seam. Pure: time comes in, packets come out.
 *
 * A fault that takes frames away at their source (stall, thinning) lets the picture stand still, so that what is sent can
 * be decoded; timestamps go on with time. A gap takes a numbered frame out of the stream, as a loss on the way does.
 */
export class LiveClip {
  readonly #clip: Clip
  /** Frame times that have passed, sent or not. */
  #videoTick = 0
  #audioTick = 0
  /** Frames taken from the clip. */
  #videoFrame = 0
  #audioFrame = 0
  #number: number
  #gap = 0
  /** Frames of the full rate that one frame of the thinned rate has paid for. */
  #thin = 1

  /** @param firstNumber number of the first video frame's mark */
  constructor(clip: Clip, firstNumber = 0) {
    this.#clip = clip
    this.#number = firstNumber
  }

  /** Of the next frame: how many were made, those lost in gaps included. */
  get nextNumber(): number {
    return this.#number
  }

  /** When the next frame is due, ms since the start. */
  get nextDueMs(): number {
    return Math.min(this.#videoMs(), this.#audioMs())
  }

  /** Metadata and codec headers, which come first. */
  headers(arrivedMs: number): MediaPacket[] {
    const clip = this.#clip
    const metadata = encodeAmf0('onMetaData', {
      width: clip.width,
      height: clip.height,
      framerate: clip.fps,
      videocodecid: 7,
      audiocodecid: 10,
      audiosamplerate: clip.sampleRate,
      stereo: clip.channels === 2,
      encoder: 'vMix simulator (SIMULATED)',
    })
    return [
      dataPacket(metadata, 0, arrivedMs),
      videoPacket(clip.videoConfig, 0, arrivedMs),
      audioPacket(clip.audioConfig, 0, arrivedMs),
    ]
  }

  /**
   * Everything due up to `elapsedMs` since the start, in order of time.
   *
   * @param sentAtMs wall clock, for the marks
   * @param arrivedMs monotonic clock, for the packets
   */
  due(elapsedMs: number, faults: MediaFaults, sentAtMs: number, arrivedMs: number): MediaPacket[] {
    if (elapsedMs - this.nextDueMs > TOO_LATE_MS) this.#skipTo(elapsedMs)
    const packets: MediaPacket[] = []
    while (this.nextDueMs <= elapsedMs) {
      const packet =
        this.#videoMs() <= this.#audioMs()
          ? this.#nextVideo(faults, sentAtMs, arrivedMs)
          : this.#nextAudio(faults, arrivedMs)
      if (packet !== null) packets.push(packet)
    }
    return packets
  }

  #videoMs(): number {
    return (this.#videoTick * 1000) / this.#clip.fps
  }

  #audioMs(): number {
    return (this.#audioTick * AAC_FRAME_SAMPLES * 1000) / this.#clip.sampleRate
  }

  #skipTo(elapsedMs: number): void {
    this.#videoTick = Math.floor((elapsedMs * this.#clip.fps) / 1000)
    this.#audioTick = Math.floor((elapsedMs * this.#clip.sampleRate) / 1000 / AAC_FRAME_SAMPLES)
  }

  #nextVideo(faults: MediaFaults, sentAtMs: number, arrivedMs: number): MediaPacket | null {
    const dtsMs = Math.round(this.#videoMs())
    this.#videoTick++
    if (faults.stall || this.#thinnedOut(faults.thinToFps)) return null
    const { video, lengthSize } = this.#clip
    const frame = video[this.#videoFrame % video.length]
    this.#videoFrame++
    const number = this.#number
    this.#number++
    if (frame === undefined || this.#lostInGap(faults.gapPercent, frame.key)) return null
    return videoPacket(addFrameMark(frame.body, { number, sentAtMs }, lengthSize), dtsMs, arrivedMs)
  }

  #nextAudio(faults: MediaFaults, arrivedMs: number): MediaPacket | null {
    const dtsMs = Math.round(this.#audioMs())
    this.#audioTick++
    if (faults.stall) return null
    const { audio } = this.#clip
    const body = audio[this.#audioFrame % audio.length]
    this.#audioFrame++
    return body === undefined ? null : audioPacket(body, dtsMs, arrivedMs)
  }

  #thinnedOut(toFps: number | null): boolean {
    if (toFps === null || toFps >= this.#clip.fps) return false
    this.#thin += Math.max(0, toFps) / this.#clip.fps
    if (this.#thin < 1) return true
    this.#thin -= 1
    return false
  }

  /** Evenly spread. A key frame's turn passes to the frame after it: its loss would be a whole second's. */
  #lostInGap(percent: number, key: boolean): boolean {
    this.#gap += Math.min(100, Math.max(0, percent))
    if (this.#gap < 100 || key) return false
    this.#gap -= 100
    return true
  }
}
