import { isAbsolute } from 'node:path'
import { GatewayError } from './errors.ts'
import type { OpenChannels } from './open-channels.ts'
import type { Command, Result } from './parts.ts'
import type { Memory } from './state/index.ts'

/** What may be asked of a feed's standby: set and taken away, gone over to and back. */
export class StandbyCommands {
  readonly #channels: OpenChannels
  readonly #memory: Memory

  constructor(channels: OpenChannels, memory: Memory) {
    this.#channels = channels
    this.#memory = memory
  }

  /** @throws {GatewayError} `no_such_feed`, `bad_target` */
  async set(command: Command<'feed.standby'>): Promise<Result<'feed.standby'>> {
    const { standby } = command.params
    const channel = this.#channels.find(command)
    if (standby !== null && standby.backup === null && standby.slate === null) {
      throw new GatewayError('bad_target', 'A standby is a backup, a slate, or both.')
    }
    if (standby?.backup != null) {
      const { instance, channel: number } = standby.backup
      if (instance === command.instance && number === command.channel) {
        throw new GatewayError('bad_target', 'A stream cannot be its own backup.')
      }
      this.#channels.find(standby.backup)
    }
    if (standby?.slate != null && !isAbsolute(standby.slate.path)) {
      throw new GatewayError('bad_target', 'The slate’s path must be absolute: the gateway may run elsewhere.')
    }
    await channel.standby.set(standby)
    await this.#memory.save(standby === null ? 'removal' : 'addition')
    return { kind: 'feed.standby', feed: channel.status() }
  }

  /** @throws {GatewayError} `no_such_feed`, `conflict` */
  switchTo(command: Command<'feed.switch'>): Result<'feed.switch'> {
    const channel = this.#channels.find(command)
    channel.standby.switchTo(command.params.to)
    return { kind: 'feed.switch', feed: channel.status() }
  }
}
