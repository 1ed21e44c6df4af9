import { randomUUID } from 'node:crypto'
import { Channel } from './channel.ts'
import { checkDeadline, parseCommand } from './control/command.ts'
import {
  CONTROL_PROTOCOL,
  type GatewayCommand,
  type GatewayControl,
  type GatewayEvent,
  type GatewayResult,
  type GatewayStatus,
  type OutputSpec,
} from './control/messages.ts'
import { GatewayError } from './errors.ts'
import { FfmpegError, KnownEncoder, type Encoder } from './ffmpeg/index.ts'
import type { RecordingHasher } from './hashing/index.ts'
import { INGEST_APP, newIngestKey, type Ingest } from './ingest.ts'
import type { Journal } from './journal.ts'
import type { EventLoopLoad } from './load.ts'
import type { GatewayLimits, GatewaySettings } from './options.ts'
import { CommonStarts } from './outputs/file/index.ts'
import type { Output } from './outputs/output.ts'
import { createOutput } from './outputs/index.ts'
import type { SrtCarriers } from './outputs/srt/index.ts'
import type { Secret } from '../secrets/index.ts'
import { KnownCarriers } from './srt-carriers.ts'
import { checkTarget, sameTarget } from './targets.ts'

/** What a running gateway is made of; see `start.ts`. */
export interface GatewayParts {
  readonly options: GatewaySettings
  readonly limits: GatewayLimits
  readonly journal: Journal
  readonly hasher: RecordingHasher
  readonly ingest: Ingest
  readonly load: EventLoopLoad
  readonly listen: string
  readonly advertise: string
  /** Stops everything else: supervision, server, lock. */
  stop(): Promise<void>
}

interface OpenChannel {
  readonly channel: Channel
  readonly key: Secret
}

type Command<K extends GatewayCommand['kind']> = Extract<GatewayCommand, { kind: K }>
type Result<K extends GatewayCommand['kind']> = Extract<GatewayResult, { kind: K }>

/** A gateway in this process: takes feeds, sends them on, measures both, and tells what happens. */
export class Gateway implements GatewayControl {
  /** New at each start. */
  readonly gatewayId = randomUUID()
  readonly #parts: GatewayParts
  readonly #startedAt: string
  readonly #starts = new CommonStarts()
  readonly #encoder: KnownEncoder
  readonly #channels = new Map<string, OpenChannel>()
  readonly #carriers: KnownCarriers
  #closing: Promise<void> | null = null

  constructor(parts: GatewayParts) {
    this.#parts = parts
    const { srtLibrary, ffmpeg, clock } = parts.options
    this.#carriers = new KnownCarriers(
      { ...(srtLibrary === undefined ? {} : { library: srtLibrary }), ...(ffmpeg === undefined ? {} : { ffmpeg }) },
      clock,
    )
    this.#encoder = new KnownEncoder(parts.options.ffmpeg ?? 'ffmpeg')
    this.#startedAt = new Date(parts.options.clock.now()).toISOString()
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
    return [...this.#channels.values()].map((open) => open.channel)
  }

  async send<K extends GatewayCommand['kind']>(command: Command<K>): Promise<Result<K>>
  async send(untrusted: GatewayCommand): Promise<GatewayResult> {
    if (this.#closing !== null) throw new GatewayError('unreachable', 'The gateway is stopping.')
    const command = parseCommand(untrusted)
    this.#checkDeadline(command)
    switch (command.kind) {
      case 'feed.open':
        return this.#openFeed(command)
      case 'feed.close':
        return this.#closeFeed(command)
      case 'output.add':
        return this.#addOutput(command)
      default:
        return this.#removeOutput(command)
    }
  }

  #checkDeadline(command: GatewayCommand): void {
    checkDeadline(command, this.#parts.options.clock.now())
  }

  #openFeed(command: Command<'feed.open'>): Result<'feed.open'> {
    const known = this.#channels.get(channelName(command))
    const { channel, key } = known ?? this.#newChannel(command)
    const url = `rtmp${this.#parts.options.tls === undefined ? '' : 's'}://${this.#parts.advertise}/${INGEST_APP}`
    return { kind: 'feed.open', url, key: key.reveal(), existed: known !== undefined, feed: channel.status() }
  }

  #newChannel(command: Command<'feed.open'>): OpenChannel {
    const { limits, journal, ingest, options } = this.#parts
    if (this.#channels.size >= limits.feeds) {
      throw new GatewayError('limit', `This gateway takes ${limits.feeds} streams. Close one first.`)
    }
    const channel = new Channel({
      instance: command.instance,
      channel: command.channel,
      clock: options.clock,
      record: (event) => journal.record(event),
    })
    const open = { channel, key: newIngestKey() }
    ingest.open(channel, open.key)
    this.#channels.set(channelName(command), open)
    return open
  }

  async #closeFeed(command: Command<'feed.close'>): Promise<Result<'feed.close'>> {
    const open = this.#channels.get(channelName(command))
    if (open === undefined) return { kind: 'feed.close', feed: null }
    this.#channels.delete(channelName(command))
    this.#parts.ingest.close(open.channel)
    return { kind: 'feed.close', feed: await open.channel.close() }
  }

  async #addOutput(command: Command<'output.add'>): Promise<Result<'output.add'>> {
    const { output: spec } = command.params
    const channel = this.#find(command)
    const existing = this.#existing(channel, command)
    if (existing !== null) return existing
    await checkTarget(spec, this.#parts.options.ffmpeg)
    if (spec.kind === 'srt') await this.#carriers.find()
    const encoder = spec.kind === 'file' && spec.encode != null ? await this.#findEncoder() : null
    // Still known by this id and not running: it has failed, and is tried anew.
    await channel.remove(spec.outputId)
    // Meanwhile everything can have changed: look again, and from here on do not wait.
    this.#checkDeadline(command)
    if (this.#find(command) !== channel) throw noSuchFeed(command)
    const meanwhile = this.#existing(channel, command)
    if (meanwhile !== null) return meanwhile
    if (channel.outputCount >= this.#parts.limits.outputsPerFeed) {
      throw new GatewayError('limit', `A stream has at most ${this.#parts.limits.outputsPerFeed} destinations.`)
    }
    this.#checkElsewhere(spec)
    return { kind: 'output.add', existed: false, output: channel.add(spec, this.#make(channel, command, encoder)) }
  }

  /** The output of that name where it runs with the same target; one that has failed may be tried anew. */
  #existing(channel: Channel, command: Command<'output.add'>): Result<'output.add'> | null {
    const { output: spec } = command.params
    const existing = channel.output(spec.outputId)
    if (existing === null) return null
    if (!sameTarget(existing.spec, spec)) {
      throw new GatewayError(
        'conflict',
        `“${spec.outputId}” goes somewhere else already. Remove it first, or use another id.`,
      )
    }
    const output = channel.statusOf(spec.outputId)
    return output === null || output.state === 'failed' || output.state === 'closed'
      ? null
      : { kind: 'output.add', existed: true, output }
  }

  /** Nothing goes twice to one place, and nothing comes back to where it came from. */
  #checkElsewhere(spec: OutputSpec): void {
    if (spec.kind === 'rtmp' && this.#parts.ingest.isOurs(spec.key)) {
      const what = 'This destination is the gateway itself: the stream would go round in a circle.'
      throw new GatewayError('bad_target', what)
    }
    for (const channel of this.openChannels) {
      const name = channel.goesTo(spec)
      if (name === null) continue
      const where = placeOf(spec)
      throw new GatewayError(
        'conflict',
        `Stream ${channel.channel + 1} goes to ${where} already (“${name}”). Remove that first.`,
      )
    }
  }

  async #findEncoder(): Promise<Encoder> {
    try {
      return await this.#encoder.find()
    } catch (error) {
      throw error instanceof FfmpegError ? new GatewayError('unsupported', error.message, { cause: error }) : error
    }
  }

  #make(channel: Channel, command: Command<'output.add'>, encoder: Encoder | null): Output {
    const { clock, destinationCa, ffmpeg } = this.#parts.options
    const { outputId, name } = command.params.output
    const { instance } = channel
    return createOutput(command.params.output, {
      clock,
      destinationCa,
      ffmpeg,
      encoder,
      commonStart: (start) =>
        start === null
          ? null
          : {
              start: this.#starts.find(`${instance}/${start}`, clock.monotonic()),
              feed: `${instance}/${channel.channel}`,
            },
      bitrateKbps: () => channel.bitrateKbps,
      srtCarriers: this.#carriers.known ?? { libsrt: null, ffmpeg: null },
      hash: (file) => this.#parts.hasher.hash({ instance, channel: channel.channel, outputId, name }, file),
    })
  }

  async #removeOutput(command: Command<'output.remove'>): Promise<Result<'output.remove'>> {
    const channel = this.#channels.get(channelName(command))?.channel
    return { kind: 'output.remove', output: (await channel?.remove(command.params.outputId)) ?? null }
  }

  #find(command: GatewayCommand): Channel {
    const open = this.#channels.get(channelName(command))
    if (open === undefined) throw noSuchFeed(command)
    return open.channel
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
    for (const { channel } of this.#channels.values()) channel.check(nowMs, lateMs)
  }

  judge(): void {
    for (const { channel } of this.#channels.values()) channel.judge()
  }

  /** Ends everything that runs here: destinations are told goodbye, recordings finished. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close()
    await this.#closing
  }

  async #close(): Promise<void> {
    for (const { channel } of this.#channels.values()) this.#parts.ingest.close(channel)
    await Promise.allSettled([...this.#channels.values()].map(({ channel }) => channel.close()))
    this.#channels.clear()
    await this.#parts.stop()
  }
}

function channelName(command: { readonly instance: string; readonly channel: number }): string {
  return `${command.instance}/${command.channel}`
}

function placeOf(spec: OutputSpec): string {
  if (spec.kind === 'file') return spec.path
  return spec.kind === 'rtmp' ? `${spec.url} with this key` : spec.address
}

function noSuchFeed(command: GatewayCommand): GatewayError {
  return new GatewayError(
    'no_such_feed',
    `Stream ${command.channel + 1} of ${command.instance} is not open at this gateway.`,
  )
}
