import type { FeedStatus } from './control/messages.ts'
import {
  audioCodecName,
  parseAacConfigBody,
  parseVideoConfigBody,
  readMetadata,
  videoCodecName,
  type AacConfig,
  type StreamMetadata,
  type VideoConfig,
} from './codec/index.ts'
import type { MediaPacket } from './packet.ts'

/** What a feed's own headers say of it: the codec headers first, which decoders go by, then the metadata. */
export class MediaDescription {
  #metadata: StreamMetadata | null = null
  #video: VideoConfig | null = null
  #audio: AacConfig | null = null
  /** Names of what has a header that we cannot read, or none. */
  #videoName: string | null = null
  #audioName: string | null = null

  forget(): void {
    this.#metadata = null
    this.#video = null
    this.#audio = null
    this.#videoName = null
    this.#audioName = null
  }

  /** A packet of role `config`. */
  header(packet: MediaPacket): void {
    if (packet.kind === 'video') {
      this.#video = parseVideoConfigBody(packet.body)
      this.#videoName = videoCodecName(packet.body)
    } else if (packet.kind === 'audio') {
      this.#audio = parseAacConfigBody(packet.body)
      this.#audioName = audioCodecName(packet.body)
    } else this.#metadata = readMetadata(packet.body)
  }

  /** Frames per second as promised; null when nothing usable is promised. */
  get fps(): number | null {
    return this.#video?.fps ?? this.#metadata?.fps ?? null
  }

  get encoder(): string | null {
    return this.#metadata?.encoder ?? null
  }

  status(): FeedStatus['media'] {
    return {
      videoCodec: this.#video?.codec ?? this.#videoName,
      width: this.#video?.width ?? this.#metadata?.width ?? null,
      height: this.#video?.height ?? this.#metadata?.height ?? null,
      audioCodec: this.#audio?.codec ?? this.#audioName,
      sampleRate: this.#audio?.sampleRate ?? null,
      channels: this.#audio?.channels ?? null,
    }
  }
}
