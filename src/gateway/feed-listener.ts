import type { MediaPacket } from './packet.ts'

/** Hears what arrives, whatever goes out: for a feed that is another's backup. */
export interface FeedListener {
  /** A publisher has come; its headers follow. */
  begins(): void
  packet(packet: MediaPacket): void
  live(): void
  gone(): void
}
