import { readFileSync } from 'node:fs'
import { addFrameMark, audioPacket, parseAvcConfigBody, readFlv, videoPacket } from '../src/gateway/codec/index.ts'
import type { MediaPacket } from '../src/gateway/packet.ts'

/** Every output of the bare fan-out gets the source's own bytes, and so the same key. */
export const FLOOR_KEY = 'floor'

/** The machine's monotonic clock, ms: the same in all its processes, so that a delay is one subtraction. */
export function machineMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

const FPS = 30
const AUDIO_MS = (1024 * 1000) / 48_000
/** H.264's filler data: a NAL unit that decoders skip. */
const FILLER = 12

/**
 * The repository's clip as an endless stream of a chosen bitrate: frames are filled up with filler data, and each bears a
 * mark with its number and the moment it was sent, on {@link machineMs}.
 */
export class MarkedStream {
  readonly headers: readonly MediaPacket[]
  readonly #video: readonly Buffer[]
  readonly #audio: readonly Buffer[]
  readonly #lengthSize: number
  #videoTick = 0
  #audioTick = 0

  constructor(kbps: number) {
    const { packets } = readFlv(readFileSync(new URL('../assets/clip.flv', import.meta.url)))
    this.headers = packets.filter(({ role, kind }) => role === 'config' && kind !== 'data')
    const config = this.headers.find(({ kind }) => kind === 'video')
    this.#lengthSize = (config && parseAvcConfigBody(config.body)?.lengthSize) ?? 4
    const bytes = Math.round((kbps * 1000) / 8 / FPS)
    this.#video = packets
      .filter(({ role }) => role === 'key' || role === 'delta')
      .map(({ body }) => filledUp(body, bytes, this.#lengthSize))
    this.#audio = packets.filter(({ role }) => role === 'audio').map(({ body }) => body)
  }

  /** When the next packet is due, ms since the start. */
  get nextDueMs(): number {
    return Math.min((this.#videoTick * 1000) / FPS, this.#audioTick * AUDIO_MS)
  }

  next(): MediaPacket {
    const videoMs = (this.#videoTick * 1000) / FPS
    if (videoMs > this.#audioTick * AUDIO_MS) {
      const dtsMs = Math.round(this.#audioTick * AUDIO_MS)
      return audioPacket(this.#audio[this.#audioTick++ % this.#audio.length] ?? Buffer.alloc(0), dtsMs, 0)
    }
    const number = this.#videoTick++
    const body = this.#video[number % this.#video.length] ?? Buffer.alloc(0)
    return videoPacket(addFrameMark(body, { number, sentAtMs: machineMs() }, this.#lengthSize), Math.round(videoMs), 0)
  }
}

function filledUp(body: Buffer, bytes: number, lengthSize: number): Buffer {
  const missing = bytes - body.length - lengthSize
  if (missing < 2) return body
  const filler = Buffer.alloc(lengthSize + missing, 0xff)
  filler.writeUIntBE(missing, 0, lengthSize)
  filler[lengthSize] = FILLER
  filler[filler.length - 1] = 0x80
  return Buffer.concat([body, filler])
}
