import { Secret } from '../secrets/index.ts'
import { Channel } from './channel.ts'
import { GatewayError } from './errors.ts'
import { INGEST_APP, newIngestKey } from './ingest.ts'
import type { ChannelPlace, OpenChannel, OpenChannels } from './open-channels.ts'
import type { Command, GatewayParts, Result } from './parts.ts'
import type { Memory, SavedFeed } from './state/index.ts'

/** What may be asked of feeds: opened and closed. Each is remembered before it is answered. */
export class FeedCommands {
  readonly #parts: GatewayParts
  readonly #channels: OpenChannels
  readonly #memory: Memory

  constructor(parts: GatewayParts, channels: OpenChannels, memory: Memory) {
    this.#parts = parts
    this.#channels = channels
    this.#memory = memory
  }

  async open(command: Command<'feed.open'>): Promise<Result<'feed.open'>> {
    const known = this.#channels.get(command)
    if (known === null) this.#checkLimit()
    const { channel, key } = known ?? this.#new(command, newIngestKey())
    // A known one too: whoever asked first may still wait for the disk.
    if (known === null || !this.#memory.saved) await this.#memory.save()
    const url = `rtmp${this.#parts.options.tls === undefined ? '' : 's'}://${this.#parts.advertise}/${INGEST_APP}`
    return { kind: 'feed.open', url, key: key.reveal(), existed: known !== null, feed: channel.status() }
  }

  /** Opens a feed of an earlier gateway, with the key that vMix has. */
  takeUp(saved: SavedFeed): Channel {
    const { channel } = this.#new(saved, new Secret(saved.key))
    const wasLive = saved.outputs.some((output) => output.wasLive)
    if (saved.standby != null) channel.standby.takeUp(saved.standby, wasLive)
    return channel
  }

  #checkLimit(): void {
    const { feeds } = this.#parts.limits
    if (this.#channels.size < feeds) return
    throw new GatewayError('limit', `This gateway takes ${feeds} streams. Close one first.`)
  }

  #new({ instance, channel: number }: ChannelPlace, key: Secret): OpenChannel {
    const { journal, ingest, options } = this.#parts
    const channel = new Channel({
      instance,
      channel: number,
      clock: options.clock,
      record: (event) => journal.record(event),
      changed: (what) => void this.#memory.save(what),
      findFeed: (place) => this.#channels.get(place)?.channel ?? null,
      ...(options.ffmpeg === undefined ? {} : { ffmpeg: options.ffmpeg }),
    })
    const open = { channel, key }
    ingest.open(channel, open.key)
    this.#channels.add(open)
    return open
  }

  /** The feed ends at once; that it does not come back is written meanwhile. */
  async close(command: Command<'feed.close'>): Promise<Result<'feed.close'>> {
    const open = this.#channels.take(command)
    if (open === null) return { kind: 'feed.close', feed: null }
    this.#parts.ingest.close(open.channel)
    const [feed] = await Promise.all([open.channel.close(), this.#memory.save('removal')])
    return { kind: 'feed.close', feed }
  }
}
