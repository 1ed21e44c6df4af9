import type { Secret } from '../secrets/index.ts'
import type { Channel } from './channel.ts'
import { GatewayError } from './errors.ts'
import type { SavedFeed } from './state/index.ts'

/** Which channel of which vMix. */
export interface ChannelPlace {
  readonly instance: string
  readonly channel: number
}

export interface OpenChannel {
  readonly channel: Channel
  /** The key that vMix publishes with. */
  readonly key: Secret
}

/** The channels that are open at a gateway, by their place. */
export class OpenChannels {
  readonly #open = new Map<string, OpenChannel>()

  get size(): number {
    return this.#open.size
  }

  get all(): readonly Channel[] {
    return [...this.#open.values()].map((open) => open.channel)
  }

  /** Everything as it has to be remembered. */
  remembered(): SavedFeed[] {
    return [...this.#open.values()].map(({ channel, key }) => ({
      instance: channel.instance,
      channel: channel.channel,
      key: key.reveal(),
      outputs: channel.remembered(),
      standby: channel.standby.spec,
    }))
  }

  get(place: ChannelPlace): OpenChannel | null {
    return this.#open.get(nameOf(place)) ?? null
  }

  /** @throws {GatewayError} `no_such_feed` */
  find(place: ChannelPlace): Channel {
    const open = this.get(place)
    if (open !== null) return open.channel
    const what = `Stream ${place.channel + 1} of ${place.instance} is not open at this gateway.`
    throw new GatewayError('no_such_feed', what)
  }

  add(open: OpenChannel): void {
    this.#open.set(nameOf(open.channel), open)
  }

  /** What was there; null when there was nothing. */
  take(place: ChannelPlace): OpenChannel | null {
    const open = this.get(place)
    this.#open.delete(nameOf(place))
    return open
  }

  clear(): void {
    this.#open.clear()
  }
}

function nameOf({ instance, channel }: ChannelPlace): string {
  return `${instance}/${channel}`
}
