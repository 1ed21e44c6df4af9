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
import type { FeedPreview } from './preview/feed-preview.ts'
import { StandbyCommands } from './standby-commands.ts'
import { Memory, nothingSaved, type FoundState, type SavedState } from './state/index.ts'
import { takeUp } from './take-up.ts'

/** A gateway in this process: takes feeds, sends them on, measures both, and tells what happens. */
export class Gateway implements GatewayControl {
  /** New at each start. */
  readonly gatewayId = randomUUID()
  readonly #parts: GatewayParts
  readonly #startedAt: string
  readonly #channels = new OpenChannels()
  readonly #memory: Memory
  readonly #feeds: FeedCommands
  readonly #outputs: OutputCommands
  readonly #standby: StandbyCommands
  #partsSeen = 0
  #closing: Promise<void> | null = null

  constructor(parts: GatewayParts) {
    this.#parts = parts
    const { clock } = parts.options
    this.#memory = new Memory({
      file: parts.state,
      clock,
      now: () => this.#remembered(),
      onUnsaved: (why) => this.#unsaved(why),
    })
    this.#feeds = new FeedCommands(parts, this.#channels, this.#memory)
    this.#outputs = new OutputCommands(parts, this.#channels, this.#memory)
    this.#standby = new StandbyCommands(this.#channels, this.#memory)
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
    return this.#parts.carriers.find()
  }

  /** What can be watched of a feed; null when it is not open. */
  preview(instance: string, channel: number): FeedPreview | null {
    return this.#channels.get({ instance, channel })?.channel.preview ?? null
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
      case 'feed.standby':
        return this.#standby.set(command)
      case 'feed.switch':
        return this.#standby.switchTo(command)
      case 'output.add':
        return this.#outputs.add(command)
      case 'output.use':
        return this.#outputs.use(command)
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
      predecessor: this.#parts.options.predecessor ?? null,
      rtmp: this.rtmp,
      eventLoop: this.#parts.load.read(),
      srt: this.#parts.carriers.known,
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

  /** Takes up what an earlier gateway had open; once, before anybody can publish. */
  takeUp(found: FoundState & { readonly expired: boolean }): void {
    const { options, journal } = this.#parts
    takeUp({ ...found, predecessor: options.predecessor ?? null }, this.#feeds, this.#outputs, journal)
  }

  /** Nothing, once it is ended as asked: then nothing is to be taken up. */
  #remembered(): SavedState {
    if (this.#closing !== null) return nothingSaved
    const feeds = this.#channels.remembered()
    const rtmpPort = feeds.length === 0 ? null : portOf(this.#parts.listen)
    return { rtmpPort, encoder: this.#parts.encoder.known, feeds }
  }

  #unsaved(why: string): void {
    this.#parts.journal.record({
      kind: 'gateway.state_unsaved',
      instance: null,
      channel: null,
      outputId: null,
      name: null,
      message: `What the gateway has open cannot be written to its data folder (${why}): if it dies now, it comes back as it was before. Free some room there.`,
      code: why,
      health: null,
    })
  }

  /** When {@link check} is needed at the latest, on the monotonic clock, if nothing happens until then. */
  get checkDueMs(): number {
    let dueMs = Infinity
    for (const channel of this.#channels.all) dueMs = Math.min(dueMs, channel.checkDueMs)
    return dueMs
  }

  /** Looks at every feed. `lateMs`: how late this check runs. */
  check(nowMs: number, lateMs: number): void {
    for (const channel of this.#channels.all) channel.check(nowMs, lateMs)
  }

  /** Judges everything, once a second. */
  judge(): void {
    const channels = this.#channels.all
    const lateMs = this.#parts.load.late()
    for (const channel of channels) channel.judge(lateMs)
    if (channels.length > 0) this.#memory.alive(this.#parts.options.clock.monotonic())
    // A recording's next file is no change of its state.
    const parts = channels.reduce((sum, channel) => sum + channel.partCount, 0)
    if (parts !== this.#partsSeen) void this.#memory.save()
    this.#partsSeen = parts
  }

  /** Ends everything that runs here: destinations are told goodbye, recordings finished. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close()
    await this.#closing
  }

  async #close(): Promise<void> {
    // What is ended as asked must not come back, even if this is cut short.
    const forgotten = this.#channels.size === 0 ? null : this.#forget()
    const channels = this.#channels.all
    for (const channel of channels) this.#parts.ingest.close(channel)
    await Promise.allSettled(channels.map((channel) => channel.close()))
    this.#channels.clear()
    await forgotten
    await this.#memory[Symbol.asyncDispose]()
    await this.#parts.stop()
  }

  async #forget(): Promise<void> {
    // `#closing` is set when this turn is over.
    await Promise.resolve()
    await this.#memory.save('removal')
  }
}

function portOf(listen: string): number | null {
  const port = Number(/:(\d+)$/.exec(listen)?.[1])
  return Number.isInteger(port) && port > 0 ? port : null
}
