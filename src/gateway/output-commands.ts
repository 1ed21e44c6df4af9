import type { Channel } from './channel.ts'
import { checkDeadline } from './control/command.ts'
import type { OutputSpec } from './control/messages.ts'
import { GatewayError } from './errors.ts'
import { FfmpegError, type Encoder } from './ffmpeg/index.ts'
import type { OpenChannels } from './open-channels.ts'
import { CommonStarts } from './outputs/file/index.ts'
import { GivenUpOutput } from './outputs/given-up.ts'
import { createOutput } from './outputs/index.ts'
import type { Output } from './outputs/output.ts'
import type { Command, GatewayParts, Result } from './parts.ts'
import type { Memory, SavedOutput } from './state/index.ts'
import { checkTarget, sameTarget } from './targets.ts'

/** What may be asked of outputs: added to a feed, and taken off. Each is remembered before it is answered. */
export class OutputCommands {
  readonly #parts: GatewayParts
  readonly #channels: OpenChannels
  readonly #memory: Memory
  readonly #starts = new CommonStarts()

  constructor(parts: GatewayParts, channels: OpenChannels, memory: Memory) {
    this.#parts = parts
    this.#channels = channels
    this.#memory = memory
  }

  async add(command: Command<'output.add'>): Promise<Result<'output.add'>> {
    const { output: spec } = command.params
    const channel = this.#channels.find(command)
    const existing = this.#existing(channel, spec)
    if (existing !== null) return existing
    await checkTarget(spec, this.#parts.options.ffmpeg)
    const encoder = await this.#lookFor(spec)
    // Still known by this id and not running: it has failed, and is tried anew.
    await channel.remove(spec.outputId)
    // Meanwhile everything can have changed: look again, and from here on do not wait.
    checkDeadline(command, this.#parts.options.clock.now())
    if (this.#channels.find(command) !== channel) {
      throw new GatewayError('no_such_feed', 'The stream was closed and opened anew meanwhile. Try again.')
    }
    const meanwhile = this.#existing(channel, spec)
    if (meanwhile !== null) return meanwhile
    if (channel.outputCount >= this.#parts.limits.outputsPerFeed) {
      throw new GatewayError('limit', `A stream has at most ${this.#parts.limits.outputsPerFeed} destinations.`)
    }
    this.#checkElsewhere(spec)
    const output = channel.add(spec, this.#make(channel, spec, encoder, null))
    await this.#memory.save()
    return { kind: 'output.add', existed: false, output: channel.statusOf(spec.outputId) ?? output }
  }

  /** Starts an output of an earlier gateway again; one that was given up stays so. */
  takeUp(channel: Channel, saved: SavedOutput): void {
    const { spec, wasLive, parts } = saved
    const needsEncoder = spec.kind === 'file' && spec.encode != null
    const { known } = this.#parts.encoder
    const failed = saved.failed ?? (needsEncoder && known === null ? { ...noEncoder, since: this.#now() } : null)
    const output = failed === null ? this.#make(channel, spec, known, saved) : new GivenUpOutput(spec, failed, parts)
    channel.add(spec, output, wasLive)
  }

  #now(): string {
    return new Date(this.#parts.options.clock.now()).toISOString()
  }

  /** The output of that name where it runs with the same target; one that has failed may be tried anew. */
  #existing(channel: Channel, spec: OutputSpec): Result<'output.add'> | null {
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
    const keys = spec.kind === 'rtmp' ? [spec.key, spec.backup?.key ?? ''] : []
    if (keys.some((key) => this.#parts.ingest.isOurs(key))) {
      const what = 'This destination is the gateway itself: the stream would go round in a circle.'
      throw new GatewayError('bad_target', what)
    }
    for (const channel of this.#channels.all) {
      const name = channel.goesTo(spec)
      if (name === null) continue
      const where = placeOf(spec)
      throw new GatewayError(
        'conflict',
        `Stream ${channel.channel + 1} goes to ${where} already (“${name}”). Remove that first.`,
      )
    }
  }

  /** Looks for the programs that an output needs; the encoder where it needs one. */
  async #lookFor(spec: OutputSpec): Promise<Encoder | null> {
    if (spec.kind === 'srt') await this.#parts.carriers.find()
    if (spec.kind !== 'file' || spec.encode == null) return null
    try {
      return await this.#parts.encoder.find()
    } catch (error) {
      throw error instanceof FfmpegError ? new GatewayError('unsupported', error.message, { cause: error }) : error
    }
  }

  #make(channel: Channel, spec: OutputSpec, encoder: Encoder | null, before: SavedOutput | null): Output {
    const { clock, destinationCa, ffmpeg } = this.#parts.options
    const { outputId, name } = spec
    const { instance } = channel
    return createOutput(spec, {
      clock,
      destinationCa,
      ffmpeg,
      encoder,
      before,
      commonStart: (start) =>
        start === null
          ? null
          : {
              start: this.#starts.find(`${instance}/${start}`, clock.monotonic()),
              feed: `${instance}/${channel.channel}`,
            },
      bitrateKbps: () => channel.bitrateKbps,
      srtCarriers: this.#parts.carriers.known ?? { libsrt: null, ffmpeg: null },
      hash: (file) => this.#parts.hasher.hash({ instance, channel: channel.channel, outputId, name }, file),
    })
  }

  /** Sends by the main or the backup address of a destination. @throws {GatewayError} `no_such_feed`, `bad_target` */
  use(command: Command<'output.use'>): Result<'output.use'> {
    const channel = this.#channels.find(command)
    const { outputId, address } = command.params
    const found = channel.output(outputId)
    const output = found === null ? null : channel.statusOf(outputId)
    if (found === null || output === null) {
      throw new GatewayError('bad_target', `There is no destination “${outputId}” at this stream.`)
    }
    if (found.output.useRoute?.(address) !== true) {
      throw new GatewayError('bad_target', `“${found.spec.name}” has no backup address.`)
    }
    return { kind: 'output.use', output: channel.statusOf(outputId) ?? output }
  }

  async remove(command: Command<'output.remove'>): Promise<Result<'output.remove'>> {
    const channel = this.#channels.get(command)?.channel
    const { outputId } = command.params
    if (channel?.output(outputId) == null) return { kind: 'output.remove', output: null }
    const [output] = await Promise.all([channel.remove(outputId), this.#memory.save('removal')])
    return { kind: 'output.remove', output }
  }
}

const noEncoder = {
  why: 'ffmpeg, which encodes this recording, does not run any more. Install it, then start the recording anew.',
  code: 'unsupported',
} as const

function placeOf(spec: OutputSpec): string {
  if (spec.kind === 'file') return spec.path
  return spec.kind === 'rtmp' ? `${spec.url} with this key` : spec.address
}
