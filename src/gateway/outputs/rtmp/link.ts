import type { StreamHeaders } from '../../headers.ts'
import type { MediaPacket } from '../../packet.ts'
import type { RtmpPublication } from '../../rtmp/index.ts'
import type { DestinationLink, KeyFramePlace, LinkFailure } from '../destination/index.ts'

/**
 * Sound waits for the picture that it is sent with; when other sound comes so long after it, ms, they go by themselves. More
 * than half of all messages are sound, and each costs a call of the system for each destination, here and there.
 */
const SOUND_WAITS_MS = 30

/** One connection with an RTMP destination. */
export class RtmpLink implements DestinationLink {
  readonly ended: Promise<LinkFailure | null>
  readonly #publication: RtmpPublication
  /** Sound that waits. It is no queue: the next picture takes it along, or the second sound after it. */
  readonly #held: MediaPacket[] = []

  constructor(publication: RtmpPublication) {
    this.#publication = publication
    this.ended = publication.closed
  }

  get queuedBytes(): number {
    return this.#publication.queuedBytes
  }

  get bytesSent(): number {
    return this.#publication.bytesSent
  }

  /** The headers go before the first key frame, and before the one after a drop, since one of them may have been dropped too. */
  begin(headers: StreamHeaders, { dtsMs }: MediaPacket, place: KeyFramePlace): null {
    if (place === 'next') return null
    for (const header of headers.all()) this.#held.push({ ...header, dtsMs })
    // Apart from the key frame, which is then the same bytes for every destination.
    this.flush()
    return null
  }

  write(packet: MediaPacket): void {
    this.#held.push(packet)
    const waitedMs = packet.arrivedMs - (this.#held[0]?.arrivedMs ?? 0)
    if (packet.role !== 'audio' || waitedMs > SOUND_WAITS_MS) this.flush()
  }

  flush(): void {
    if (this.#held.length === 0) return
    this.#publication.writeTogether(this.#held)
    this.#held.length = 0
  }

  drop(): void {
    this.#publication.drop()
  }

  close(): Promise<void> {
    this.flush()
    return this.#publication.close()
  }
}
