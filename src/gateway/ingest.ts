import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock/index.ts'
import { Secret } from '../secrets/index.ts'
import type { Channel } from './channel.ts'
import type { FeedPublish } from './feed.ts'
import type { NewEvent } from './journal.ts'
import type { PublishDecision, PublishRequest, PublishSession, Refusal } from './rtmp/index.ts'
import { sameSecret } from './targets.ts'

/** The application part of every feed's URL. */
export const INGEST_APP = 'live'
const QUIET_MS = 10_000

/** 192 random bits, in characters that every encoder and URL takes as they are. */
export function newIngestKey(): Secret {
  return new Secret(randomBytes(24).toString('base64url'))
}

/** Decides who may publish what: the key names the feed, and one feed has one publisher. */
export class Ingest {
  readonly #channels = new Map<Channel, Secret>()

  open(channel: Channel, key: Secret): void {
    this.#channels.set(channel, key)
  }

  close(channel: Channel): void {
    this.#channels.delete(channel)
  }

  /** Whether a destination's key is one of ours: sent there, a feed would come back to itself. */
  isOurs(key: string): boolean {
    return this.#find(key) !== null
  }

  authorise(request: PublishRequest, session: PublishSession): PublishDecision {
    if (request.app !== INGEST_APP)
      return { refuse: `There is no application of this name; it is “${INGEST_APP}”.`, code: 'app' }
    const channel = this.#find(request.key)
    if (channel === null) return { refuse: 'The stream key is not known here.', code: 'key' }
    if (channel.taken) return { refuse: 'Somebody else is publishing with this stream key.', code: 'limit' }
    let publish: FeedPublish | null = null
    publish = channel.begin({
      remote: request.remote,
      encoder: request.encoder,
      disconnect: (reason) => session.disconnect(reason),
    })
    return {
      accept: {
        packet: (packet) => publish.packet(packet),
        end: ({ kind, reason }) => publish.end(kind, reason),
      },
    }
  }

  /** Compares with every key, so that the time it takes says nothing of any. */
  #find(key: string): Channel | null {
    let found: Channel | null = null
    for (const [channel, secret] of this.#channels) if (sameSecret(secret.reveal(), key)) found = channel
    return found
  }
}

/**
 * Tells of publishers that were turned away, without letting whoever knocks all day fill the journal: one event at once,
 * then at most one in ten seconds, with how many there were.
 */
export class Refusals {
  readonly #clock: Clock
  readonly #record: (event: NewEvent) => void
  #toldMs = -Infinity
  #untold = 0

  constructor(clock: Clock, record: (event: NewEvent) => void) {
    this.#clock = clock
    this.#record = record
  }

  see(refusal: Refusal): void {
    const now = this.#clock.monotonic()
    if (now - this.#toldMs < QUIET_MS) {
      this.#untold += 1
      return
    }
    const more = this.#untold === 0 ? '' : ` ${this.#untold} more since the last time.`
    this.#toldMs = now
    this.#untold = 0
    this.#record({
      kind: 'publisher.refused',
      instance: null,
      channel: null,
      outputId: null,
      name: null,
      message: `A publisher at ${refusal.remote} was turned away: ${refusal.message}${more}`,
      code: refusal.code,
      health: null,
    })
  }
}
