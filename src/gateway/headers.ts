import { isColourInfo } from './codec/index.ts'
import type { MediaPacket } from './packet.ts'

/** What a decoder needs before the first key frame: metadata, codec headers, and what is said of colours. */
export function isHeader(packet: MediaPacket): boolean {
  return packet.role === 'config' || isColourInfo(packet)
}

/**
 * The latest metadata and codec headers of a publish: what a decoder needs before the first key frame, given again to
 * every new output and at every reconnection.
 */
export class StreamHeaders {
  #data: MediaPacket | null = null
  #video: MediaPacket | null = null
  /** Colours and brightness (HDR), which belong to the picture's header before them. */
  #colour: MediaPacket | null = null
  #audio: MediaPacket | null = null

  /** Keeps it where it is a header ({@link isHeader}). */
  see(packet: MediaPacket): void {
    if (packet.role === 'config') this.keep(packet)
    else if (isColourInfo(packet)) this.#colour = packet
  }

  /** Keeps a packet of role `config`; others do not belong here. */
  keep(packet: MediaPacket): void {
    if (packet.kind === 'video') {
      // Other pictures, other colours; the same header again is no news.
      if (this.#video?.body.equals(packet.body) !== true) this.#colour = null
      this.#video = packet
    } else if (packet.kind === 'audio') this.#audio = packet
    else this.#data = packet
  }

  get video(): MediaPacket | null {
    return this.#video
  }

  get audio(): MediaPacket | null {
    return this.#audio
  }

  /** In the order in which they are sent: metadata, picture with its colours, sound. */
  all(): readonly MediaPacket[] {
    return [this.#data, this.#video, this.#colour, this.#audio].filter((packet) => packet !== null)
  }

  /** The publish is over; the next brings its own. */
  forget(): void {
    this.#data = null
    this.#video = null
    this.#colour = null
    this.#audio = null
  }
}
