import { parseAacConfigBody, parseVideoConfigBody, type AacConfig, type VideoConfig } from '../codec/index.ts'
import { initSegment, samplesPerFrame } from '../mux/index.ts'
import type { MediaPacket } from '../packet.ts'
import { binaryMessage, messageKinds } from './message.ts'
import type { FormatMessage } from './protocol.ts'

/** What every viewer is told before the first frame: text for the page, init segments for its buffers. */
export interface Announcement {
  readonly text: FormatMessage
  readonly inits: { readonly video: Buffer; readonly audio: Buffer | null }
}

/** The picture's and sound's present codec headers, and what viewers are told of them. */
export class PreviewFormat {
  #videoPacket: MediaPacket | null = null
  #audioPacket: MediaPacket | null = null
  #video: VideoConfig | null = null
  #audio: AacConfig | null = null
  #announcement: Announcement | null = null

  /** A packet of role `config`; whether it changes anything. */
  header(packet: MediaPacket): boolean {
    const before = packet.kind === 'video' ? this.#videoPacket : this.#audioPacket
    if (packet.kind === 'data' || before?.body.equals(packet.body) === true) return false
    if (packet.kind === 'video') {
      this.#videoPacket = packet
      this.#video = parseVideoConfigBody(packet.body)
    } else {
      this.#audioPacket = packet
      this.#audio = parseAacConfigBody(packet.body)
    }
    this.#announcement = null
    return true
  }

  forget(): void {
    this.#videoPacket = null
    this.#audioPacket = null
    this.#video = null
    this.#audio = null
    this.#announcement = null
  }

  /** The header of the picture, for whoever decodes it elsewhere; null when there is no picture that we can show. */
  get videoHeader(): MediaPacket | null {
    return this.#video === null ? null : this.#videoPacket
  }

  /** A header came, and it is none that MP4 has a place for. */
  get unsupported(): boolean {
    return this.#videoPacket !== null && this.#video === null
  }

  get sound(): { readonly sampleRate: number; readonly samplesPerFrame: number } | null {
    const audio = this.#audio
    return audio === null ? null : { sampleRate: audio.sampleRate, samplesPerFrame: samplesPerFrame(audio.record) }
  }

  /** Null when there is no picture that a browser could be shown. Made when somebody watches, once for all. */
  get announcement(): Announcement | null {
    const video = this.#video
    if (video === null) return null
    this.#announcement ??= announce(video, this.#audio)
    return this.#announcement
  }
}

const AT_ONCE = { key: true, dtsMs: 0, ctsMs: 0 }

function announce(video: VideoConfig, audio: AacConfig | null): Announcement {
  const { codec, width, height } = video
  const text: FormatMessage = {
    type: 'format',
    video: { codec, width, height },
    audio: audio === null ? null : { codec: audio.codec, sampleRate: audio.sampleRate, channels: audio.channels },
  }
  const inits = {
    video: binaryMessage(messageKinds.videoInit, AT_ONCE, [initSegment({ video })]),
    audio: audio === null ? null : binaryMessage(messageKinds.audioInit, AT_ONCE, [initSegment({ audio })]),
  }
  return { text, inits }
}
