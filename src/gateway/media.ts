import type { FeedStatus } from './control/messages.ts'
import {
  parseAacConfigBody,
  parseAvcConfigBody,
  readMetadata,
  type AacConfig,
  type AvcConfig,
  type StreamMetadata,
} from './codec/index.ts'
import type { MediaPacket } from './packet.ts'

/** What a feed's own headers say of it: the codec headers first, which decoders go by, then the metadata. */
export class MediaDescription {
  #metadata: StreamMetadata | null = null
  #video: AvcConfig | null = null
  #audio: AacConfig | null = null

  forget(): void {
    this.#metadata = null
    this.#video = null
    this.#audio = null
  }

  /** A packet of role `config`. */
  header(packet: MediaPacket): void {
    if (packet.kind === 'video') this.#video = parseAvcConfigBody(packet.body)
    else if (packet.kind === 'audio') this.#audio = parseAacConfigBody(packet.body)
    else this.#metadata = readMetadata(packet.body)
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
      videoCodec: this.#video?.codec ?? null,
      width: this.#video?.width ?? this.#metadata?.width ?? null,
      height: this.#video?.height ?? this.#metadata?.height ?? null,
      audioCodec: this.#audio?.codec ?? null,
      sampleRate: this.#audio?.sampleRate ?? null,
      channels: this.#audio?.channels ?? null,
    }
  }
}
