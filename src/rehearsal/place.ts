import { randomBytes } from 'node:crypto'
import type { MediaPacket, PublishSession, PublishSink } from '../gateway/index.ts'
import { Secret } from '../secrets/index.ts'
import { type Arrived, Arrivals } from './arrivals.ts'
import type { RehearsalState } from './memory.ts'

/** Whose stream a receiver takes. */
export interface RehearsedStream {
  readonly instance: string
  /** 0-based. */
  readonly channel: number
  readonly destinationId: string
  /** As people call it. */
  readonly name: string
}

/** The receiver of one destination: a key of its own, and what arrived under it. */
export class Place {
  readonly stream: RehearsedStream
  readonly key: Secret
  /** When it was last known to be in use, on the monotonic clock. */
  usedMs: number
  #arrivals = new Arrivals()
  #session: PublishSession | null = null

  constructor(stream: RehearsedStream, nowMs: number, key: string = randomBytes(24).toString('base64url')) {
    this.stream = stream
    this.key = new Secret(key)
    this.usedMs = nowMs
  }

  static of(kept: RehearsalState['places'][number], nowMs: number): Place {
    const { key, ...stream } = kept
    return new Place(stream, nowMs, key)
  }

  get kept(): RehearsalState['places'][number] {
    return { ...this.stream, key: this.key.reveal() }
  }

  get isPublishing(): boolean {
    return this.#session !== null
  }

  get frames(): number {
    return this.#arrivals.frames
  }

  is({ instance, channel, destinationId }: Omit<RehearsedStream, 'name'>): boolean {
    const { stream } = this
    return stream.instance === instance && stream.channel === channel && stream.destinationId === destinationId
  }

  figures(nowMs: number): Arrived | null {
    return this.#arrivals.figures(nowMs, this.isPublishing)
  }

  /** Another rehearsal begins: it is counted from nothing, unless this one is still under way. */
  begin(nowMs: number): void {
    this.usedMs = nowMs
    if (!this.isPublishing) this.#arrivals = new Arrivals()
  }

  /** Takes a publisher; one that is there still has most likely lost its connection, and is let go. */
  accept(
    session: PublishSession,
    onPacket: ((stream: RehearsedStream, packet: MediaPacket) => void) | null,
  ): PublishSink {
    this.#session?.disconnect('Somebody else publishes under this key.')
    this.#session = session
    const arrivals = this.#arrivals
    arrivals.newPublish()
    return {
      packet: (packet) => {
        arrivals.add(packet)
        onPacket?.(this.stream, packet)
      },
      end: () => {
        if (this.#session === session) this.#session = null
      },
    }
  }

  leave(): void {
    this.#session?.disconnect('The rehearsal is over.')
  }
}
