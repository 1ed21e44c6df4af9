import type { MediaPacket } from './packet.ts'

/**
 * The latest metadata and codec headers of a publish: what a decoder needs before the first key frame, given again to
 * every new output and at every reconnection.
 */
export class StreamHeaders {
  #data: MediaPacket | null = null
  #video: MediaPacket | null = null
  #audio: MediaPacket | null = null

  /** Keeps a packet of role `config`; others do not belong here. */
  keep(packet: MediaPacket): void {
    if (packet.kind === 'video') this.#video = packet
    else if (packet.kind === 'audio') this.#audio = packet
    else this.#data = packet
  }

  get video(): MediaPacket | null {
    return this.#video
  }

  get audio(): MediaPacket | null {
    return this.#audio
  }

  /** In the order in which they are sent: metadata, picture, sound. */
  all(): readonly MediaPacket[] {
    return [this.#data, this.#video, this.#audio].filter((packet) => packet !== null)
  }

  /** The publish is over; the next brings its own. */
  forget(): void {
    this.#data = null
    this.#video = null
    this.#audio = null
  }
}
