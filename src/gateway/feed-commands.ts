import { Channel } from './channel.ts'
import { GatewayError } from './errors.ts'
import { INGEST_APP, newIngestKey } from './ingest.ts'
import type { OpenChannel, OpenChannels } from './open-channels.ts'
import type { Command, GatewayParts, Result } from './parts.ts'

/** What may be asked of feeds: opened and closed. */
export class FeedCommands {
  readonly #parts: GatewayParts
  readonly #channels: OpenChannels

  constructor(parts: GatewayParts, channels: OpenChannels) {
    this.#parts = parts
    this.#channels = channels
  }

  open(command: Command<'feed.open'>): Result<'feed.open'> {
    const known = this.#channels.get(command)
    const { channel, key } = known ?? this.#new(command)
    const url = `rtmp${this.#parts.options.tls === undefined ? '' : 's'}://${this.#parts.advertise}/${INGEST_APP}`
    return { kind: 'feed.open', url, key: key.reveal(), existed: known !== null, feed: channel.status() }
  }

  #new({ instance, channel: number }: Command<'feed.open'>): OpenChannel {
    const { limits, journal, ingest, options } = this.#parts
    if (this.#channels.size >= limits.feeds) {
      throw new GatewayError('limit', `This gateway takes ${limits.feeds} streams. Close one first.`)
    }
    const record = journal.record.bind(journal)
    const channel = new Channel({ instance, channel: number, clock: options.clock, record })
    const open = { channel, key: newIngestKey() }
    ingest.open(channel, open.key)
    this.#channels.add(open)
    return open
  }

  async close(command: Command<'feed.close'>): Promise<Result<'feed.close'>> {
    const open = this.#channels.take(command)
    if (open === null) return { kind: 'feed.close', feed: null }
    this.#parts.ingest.close(open.channel)
    return { kind: 'feed.close', feed: await open.channel.close() }
  }
}
