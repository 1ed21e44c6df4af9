import { randomUUID } from 'node:crypto'
import type { Channel } from './channel.ts'
import { checkDeadline, parseCommand } from './control/command.ts'
import {
  CONTROL_PROTOCOL,
  type GatewayCommand,
  type GatewayControl,
  type GatewayEvent,
  type GatewayResult,
  type GatewayStatus,
} from './control/messages.ts'
import { GatewayError } from './errors.ts'
import { FeedCommands } from './feed-commands.ts'
import { OpenChannels } from './open-channels.ts'
import { OutputCommands } from './output-commands.ts'
import type { SrtCarriers } from './outputs/srt/index.ts'
import type { Command, GatewayParts, Result } from './parts.ts'
import { KnownCarriers } from './srt-carriers.ts'

/** A gateway in this process: takes feeds, sends them on, measures both, and tells what happens. */
export class Gateway implements GatewayControl {
  /** New at each start. */
  readonly gatewayId = randomUUID()
  readonly #parts: GatewayParts
  readonly #startedAt: string
  readonly #channels = new OpenChannels()
  readonly #carriers: KnownCarriers
  readonly #feeds: FeedCommands
  readonly #outputs: OutputCommands
  #closing: Promise<void> | null = null

  constructor(parts: GatewayParts) {
    this.#parts = parts
    const { srtLibrary, ffmpeg, clock } = parts.options
    this.#carriers = new KnownCarriers(
      { ...(srtLibrary === undefined ? {} : { library: srtLibrary }), ...(ffmpeg === undefined ? {} : { ffmpeg }) },
      clock,
    )
    this.#feeds = new FeedCommands(parts, this.#channels)
    this.#outputs = new OutputCommands(parts, this.#channels, this.#carriers)
    this.#startedAt = new Date(clock.now()).toISOString()
  }

  /** Where the RTMP server listens, and by what address vMix is told to reach it. */
  get rtmp(): GatewayStatus['rtmp'] {
    return { listen: this.#parts.listen, advertise: this.#parts.advertise }
  }

  /** Finished recordings are still being hashed. */
  get hashing(): boolean {
    return this.#parts.hasher.busy
  }

  /** What there is on this machine to send by SRT with; looks once. */
  srtCarriers(): Promise<SrtCarriers> {
    return this.#carriers.find()
  }

  get openChannels(): readonly Channel[] {
    return this.#channels.all
  }

  async send<K extends GatewayCommand['kind']>(command: Command<K>): Promise<Result<K>>
  async send(untrusted: GatewayCommand): Promise<GatewayResult> {
    if (this.#closing !== null) throw new GatewayError('unreachable', 'The gateway is stopping.')
    const command = parseCommand(untrusted)
    checkDeadline(command, this.#parts.options.clock.now())
    switch (command.kind) {
      case 'feed.open':
        return this.#feeds.open(command)
      case 'feed.close':
        return this.#feeds.close(command)
      case 'output.add':
        return this.#outputs.add(command)
      default:
        return this.#outputs.remove(command)
    }
  }

  // eslint-disable-next-line typescript/require-await -- the same promise as of a gateway elsewhere
  async status(): Promise<GatewayStatus> {
    return {
      version: CONTROL_PROTOCOL,
      gatewayId: this.gatewayId,
      startedAt: this.#startedAt,
      rtmp: this.rtmp,
      eventLoop: this.#parts.load.read(this.#parts.options.clock.monotonic()),
      srt: this.#carriers.known,
      feeds: this.openChannels.map((channel) => channel.status()),
      events: this.#parts.journal.status(),
    }
  }

  events(after: number, signal: AbortSignal): AsyncIterable<GatewayEvent> {
    return this.#parts.journal.events(after, signal)
  }

  acknowledge(upTo: number, _signal?: AbortSignal, instance: string | null = null): Promise<void> {
    return this.#parts.journal.acknowledge({ upTo, instance })
  }

  /** Looks at every feed; called several times a second. */
  check(nowMs: number, lateMs: number): void {
    for (const channel of this.#channels.all) channel.check(nowMs, lateMs)
  }

  judge(): void {
    for (const channel of this.#channels.all) channel.judge()
  }

  /** Ends everything that runs here: destinations are told goodbye, recordings finished. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close()
    await this.#closing
  }

  async #close(): Promise<void> {
    const channels = this.#channels.all
    for (const channel of channels) this.#parts.ingest.close(channel)
    await Promise.allSettled(channels.map((channel) => channel.close()))
    this.#channels.clear()
    await this.#parts.stop()
  }
}
