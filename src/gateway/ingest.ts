import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock/index.ts'
import { Secret } from '../secrets/index.ts'
import type { Channel } from './channel.ts'
import type { NewEvent } from './journal.ts'
import type { PublishDecision, PublishRequest, PublishSession, Refusal } from './rtmp/index.ts'
import { KeyHolder, type OnSecondPublisher } from './second-publisher.ts'
import { sameSecret } from './targets.ts'

/** The application part of every feed's URL. */
export const INGEST_APP = 'live'
const QUIET_MS = 10_000

/** 192 random bits, in characters that every encoder and URL takes as they are. */
export function newIngestKey(): Secret {
  return new Secret(randomBytes(24).toString('base64url'))
}

interface Place {
  readonly key: Secret
  readonly holder: KeyHolder
}

/** Decides who may publish what: the key names the feed, and one feed has one publisher. */
export class Ingest {
  readonly #channels = new Map<Channel, Place>()
  readonly #onSecondPublisher: OnSecondPublisher

  constructor(onSecondPublisher: OnSecondPublisher = 'refuse') {
    this.#onSecondPublisher = onSecondPublisher
  }

  open(channel: Channel, key: Secret): void {
    this.#channels.set(channel, { key, holder: new KeyHolder(this.#onSecondPublisher) })
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
    const found = this.#find(request.key)
    if (found === null) return { refuse: 'The stream key is not known here.', code: 'key' }
    const { channel, holder } = found
    const { remote, encoder } = request
    if (channel.taken) {
      const refuse = holder.refusal(remote)
      if (refuse !== null) return { refuse, code: 'limit' }
      holder.takeOver(remote)
    }
    const disconnect = (reason: string) => session.disconnect(reason)
    const publish = channel.begin({ remote, encoder, disconnect })
    const over = holder.begin({
      remote,
      end: (reason) => {
        publish.end('lost', reason)
        disconnect(reason)
      },
    })
    return {
      accept: {
        packet: (packet) => publish.packet(packet),
        furtherTracks: () => publish.furtherTracks(),
        end: ({ kind, reason }) => {
          over()
          publish.end(kind, reason)
        },
      },
    }
  }

  /** Compares with every key, so that the time it takes says nothing of any. */
  #find(key: string): (Place & { readonly channel: Channel }) | null {
    let found: (Place & { readonly channel: Channel }) | null = null
    for (const [channel, place] of this.#channels) {
      if (sameSecret(place.key.reveal(), key)) found = { channel, ...place }
    }
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
