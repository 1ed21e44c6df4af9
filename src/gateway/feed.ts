import type { PictureFormat } from '../destinations/index.ts'
import type { MediaReading } from '../health/index.ts'
import type { FeedStatus } from './control/messages.ts'
import { FanOut } from './fan-out.ts'
import type { FeedListener } from './feed-listener.ts'
import type { FeedOptions, FeedPublish, FeedPublisher } from './feed-types.ts'
import { Fitness, type Unfit } from './fitness.ts'
import { StreamHeaders } from './headers.ts'
import { MediaDescription } from './media.ts'
import { FeedMeter } from './meter.ts'
import type { FeedTap } from './outputs/output.ts'
import type { MediaPacket } from './packet.ts'
import { Program, type SlateFormat } from './standby/index.ts'
import { StallDetector } from './stall.ts'
import { Timeline } from './timeline.ts'

export type FeedState = FeedStatus['state']

/**
 * One publisher, many outputs. Each output is given the latest metadata and codec headers, starts at a key frame, and
 * then gets every packet; a later publish continues the same outputs on the same timeline. Between the two stands the
 * program, which goes over to a standby where one was set.
 */
export class Feed {
  readonly #options: FeedOptions
  readonly #fanOut: FanOut
  readonly program: Program
  readonly #kept = new StreamHeaders()
  #listeners: readonly FeedListener[] = []
  readonly #timeline = new Timeline()
  readonly #meter = new FeedMeter()
  readonly #stall = new StallDetector()
  readonly #media = new MediaDescription()
  readonly #fitness = new Fitness()
  #state: FeedState = 'waiting'
  #sinceMs: number
  #publisher: { readonly who: FeedPublisher; readonly connectedMs: number } | null = null
  #current: FeedPublish | null = null
  #firstKeyMs: number | null = null

  constructor(options: FeedOptions) {
    this.#options = options
    this.#sinceMs = options.clock.now()
    this.#fanOut = new FanOut((output, cause) => options.onOutputBroken(output, cause))
    this.program = new Program({
      clock: options.clock,
      emit: (packet) => this.#fanOut.packet(packet),
      onChange: (change) => options.onProgram?.(change),
      onNothing: (kind) => this.#fanOut.ended(kind),
      watched: () => options.watched?.() ?? this.#fanOut.outputs.length > 0,
    })
  }

  get state(): FeedState {
    return this.#state
  }

  /** Somebody is connected and publishing. */
  get taken(): boolean {
    return this.#current !== null
  }

  /** What keeps what is sent from beginning; null while nothing is sent, once it has begun, and where nothing is wrong. */
  get unfit(): string | null {
    return this.taken && this.#state === 'waiting' ? this.#fitness.blockedWhy : null
  }

  get outputs(): readonly FeedTap[] {
    return this.#fanOut.outputs
  }

  get expectedFps(): number | null {
    return this.#meter.expectedFps
  }

  /** Size and rate of the picture; null until the stream has told. */
  get format(): PictureFormat | null {
    const { width, height } = this.#media.status()
    const fps = this.#meter.expectedFps
    return width === null || height === null || fps === null ? null : { width, height, fps }
  }

  /** The same with the sound's, where there is any. */
  get wholeFormat(): Partial<SlateFormat> | null {
    const { sampleRate, channels } = this.#media.status()
    const { format } = this
    if (format === null || sampleRate === null || channels === null) return format
    return { ...format, sampleRate, channels }
  }

  /** A publisher was let in. One that was still there (silent: see `stalled`) is sent away as lost. */
  begin(who: FeedPublisher): FeedPublish {
    const before = this.#publisher?.who
    this.#current?.end('lost', 'The publisher had gone silent and has connected anew.')
    before?.disconnect('Replaced by a new connection of the same publisher.')
    this.#publisher = { who, connectedMs: this.#options.clock.now() }
    this.#firstKeyMs = null
    this.#media.forget()
    this.#fitness.forget()
    this.#meter.begin()
    this.#stall.reset()
    this.#timeline.restart()
    this.#kept.forget()
    this.program.mainBegins()
    for (const listener of this.#listeners) listener.begins()
    const publish: FeedPublish = {
      packet: (packet) => {
        if (this.#current === publish) this.#packet(packet)
      },
      furtherTracks: () => {
        if (this.#current === publish) this.#unfit(this.#fitness.furtherTracks())
      },
      end: (kind, reason) => {
        if (this.#current === publish) this.#end(kind, reason)
      },
    }
    this.#current = publish
    this.#become('waiting')
    this.#options.onChange({ kind: 'published', reason: `Connected from ${who.remote}.` })
    return publish
  }

  #packet(arrived: MediaPacket): void {
    const packet = this.#timeline.place(arrived)
    this.#meter.packet(packet)
    this.#stall.packet(packet)
    this.#unfit(this.#fitness.see(packet))
    this.#kept.see(packet)
    if (packet.role === 'config') {
      this.#media.header(packet)
      this.#meter.expect(this.#media.fps)
    } else if (packet.role === 'key' && this.#state === 'waiting') {
      this.#firstKeyMs = this.#options.clock.now()
      this.#live()
      this.#options.onChange({ kind: 'live', reason: 'The first key frame arrived.' })
    } else if (this.#state === 'stalled' && (packet.role === 'key' || packet.role === 'delta')) {
      this.#live()
      this.#options.onChange({ kind: 'resumed', reason: 'Pictures arrive again.' })
    }
    this.program.main(packet)
    for (const listener of this.#listeners) listener.packet(packet)
  }

  #unfit(unfit: Unfit | null): void {
    if (unfit !== null) this.#options.onUnfit?.(unfit)
  }

  #live(): void {
    this.#become('live')
    this.program.mainLive()
    for (const listener of this.#listeners) listener.live()
  }

  #end(kind: 'ended' | 'lost', reason: string): void {
    this.#current = null
    this.#publisher = null
    this.#meter.end()
    this.#stall.reset()
    this.#become(kind)
    // First, so that not a picture's time is lost.
    this.program.mainGone(kind === 'ended' ? 'main_ended' : 'main_lost')
    for (const listener of this.#listeners) listener.gone()
    this.#options.onChange({ kind, reason })
  }

  /** When {@link check} can find something at the earliest, on the monotonic clock, if nothing happens until then. */
  get checkDueMs(): number {
    return this.#state === 'live' ? this.#stall.dueMs : Infinity
  }

  /** Looks whether pictures still arrive. `lateMs`: how late this check runs. */
  check(nowMs: number, lateMs: number): void {
    this.program.check()
    if (this.#state !== 'live' || this.#stall.check(nowMs, lateMs) !== true) return
    this.#become('stalled')
    this.program.mainGone('main_stalled')
    for (const listener of this.#listeners) listener.gone()
    this.#options.onChange({ kind: 'stalled', reason: 'The connection is open, but no picture arrives.' })
  }

  /** From here on the output gets this feed: headers now where there are any, the rest from the next key frame on. */
  add(output: FeedTap): void {
    this.#fanOut.add(output)
  }

  /** Takes an output off the feed, without closing it; null when it is not here. */
  remove(outputId: string): FeedTap | null {
    return this.#fanOut.remove(outputId)
  }

  /** Frames that an output missed while it waited for the first key frame. */
  skipped(outputId: string): number {
    return this.#fanOut.skipped(outputId)
  }

  /** From here on tells of all that arrives, what is known already first. @returns ends it */
  listen(listener: FeedListener): () => void {
    this.#listeners = [...this.#listeners, listener]
    listener.begins()
    for (const header of this.#kept.all()) listener.packet(header)
    if (this.#state === 'live') listener.live()
    return () => {
      this.#listeners = this.#listeners.filter((one) => one !== listener)
    }
  }

  /** Sends the publisher away; the feed is over. */
  close(reason: string): void {
    this.program.close()
    const who = this.#publisher?.who
    this.#current?.end('ended', reason)
    who?.disconnect(reason)
  }

  reading(nowMs: number): MediaReading {
    return this.#meter.reading(nowMs, this.#state === 'stalled')
  }

  /** The facts of a status; verdict and outputs are added by who keeps them. */
  describe(): Pick<FeedStatus, 'state' | 'since' | 'publisher' | 'firstKeyFrameAt' | 'media' | 'why'> {
    const publisher = this.#publisher
    return {
      state: this.#state,
      since: new Date(this.#sinceMs).toISOString(),
      publisher:
        publisher === null
          ? null
          : {
              remote: publisher.who.remote,
              encoder: publisher.who.encoder ?? this.#media.encoder,
              connectedAt: new Date(publisher.connectedMs).toISOString(),
            },
      firstKeyFrameAt: this.#firstKeyMs === null ? null : new Date(this.#firstKeyMs).toISOString(),
      media: this.#media.status(),
      why: this.#fitness.why,
    }
  }

  #become(state: FeedState): void {
    this.#state = state
    this.#sinceMs = this.#options.clock.now()
  }
}
