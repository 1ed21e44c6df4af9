import type { PictureFormat } from '../destinations/index.ts'
import type { MediaReading } from '../health/index.ts'
import type { Clock } from '../clock/index.ts'
import type { FeedStatus } from './control/messages.ts'
import { FanOut } from './fan-out.ts'
import { MediaDescription } from './media.ts'
import { FeedMeter } from './meter.ts'
import type { Output } from './outputs/output.ts'
import type { MediaPacket } from './packet.ts'
import { StallDetector } from './stall.ts'
import { Timeline } from './timeline.ts'

export type FeedState = FeedStatus['state']

/** What happened to a feed, for the journal and the verdict. */
export interface FeedChange {
  readonly kind: 'published' | 'live' | 'stalled' | 'resumed' | 'ended' | 'lost'
  readonly reason: string
}

/** Who sends a feed. */
export interface FeedPublisher {
  readonly remote: string
  readonly encoder: string | null
  /** Ends the connection; the reason is for the other side's log. */
  disconnect(reason: string): void
}

/** One publish: where its packets go, and how it is ended. What comes after its end is ignored. */
export interface FeedPublish {
  packet(packet: MediaPacket): void
  /** `ended`: the publisher said goodbye. `lost`: anything else. Exactly one counts. */
  end(kind: 'ended' | 'lost', reason: string): void
}

export interface FeedOptions {
  readonly clock: Clock
  onChange(change: FeedChange): void
  /** An output threw: a defect of ours. It is detached before, so that the others go on. */
  onOutputBroken(output: Output, cause: unknown): void
}

/**
 * One publisher, many outputs. Each output is given the latest metadata and codec headers, starts at a key frame, and
 * then gets every packet; a later publish continues the same outputs on the same timeline.
 */
export class Feed {
  readonly #options: FeedOptions
  readonly #fanOut: FanOut
  readonly #timeline = new Timeline()
  readonly #meter = new FeedMeter()
  readonly #stall = new StallDetector()
  readonly #media = new MediaDescription()
  #state: FeedState = 'waiting'
  #sinceMs: number
  #publisher: { readonly who: FeedPublisher; readonly connectedMs: number } | null = null
  #current: FeedPublish | null = null
  #firstKeyMs: number | null = null

  constructor(options: FeedOptions) {
    this.#options = options
    this.#sinceMs = options.clock.now()
    this.#fanOut = new FanOut((output, cause) => options.onOutputBroken(output, cause))
  }

  get state(): FeedState {
    return this.#state
  }

  /** Somebody is connected and publishing. */
  get taken(): boolean {
    return this.#current !== null
  }

  get outputs(): readonly Output[] {
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

  /** A publisher was let in. One that was still there (silent: see `stalled`) is sent away as lost. */
  begin(who: FeedPublisher): FeedPublish {
    const before = this.#publisher?.who
    this.#current?.end('lost', 'The publisher had gone silent and has connected anew.')
    before?.disconnect('Replaced by a new connection of the same publisher.')
    this.#publisher = { who, connectedMs: this.#options.clock.now() }
    this.#firstKeyMs = null
    this.#media.forget()
    this.#meter.begin()
    this.#stall.reset()
    this.#timeline.restart()
    this.#fanOut.restart()
    const publish: FeedPublish = {
      packet: (packet) => {
        if (this.#current === publish) this.#packet(packet)
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
    if (packet.role === 'config') {
      this.#media.header(packet)
      this.#meter.expect(this.#media.fps)
    } else if (packet.role === 'key' && this.#state === 'waiting') {
      this.#firstKeyMs = this.#options.clock.now()
      this.#become('live')
      this.#options.onChange({ kind: 'live', reason: 'The first key frame arrived.' })
    } else if (this.#state === 'stalled' && (packet.role === 'key' || packet.role === 'delta')) {
      this.#become('live')
      this.#options.onChange({ kind: 'resumed', reason: 'Pictures arrive again.' })
    }
    this.#fanOut.packet(packet)
  }

  #end(kind: 'ended' | 'lost', reason: string): void {
    this.#current = null
    this.#publisher = null
    this.#meter.end()
    this.#stall.reset()
    this.#become(kind)
    this.#fanOut.ended(kind)
    this.#options.onChange({ kind, reason })
  }

  /** Looks whether pictures still arrive; several times a second. `lateMs`: how late this check runs. */
  check(nowMs: number, lateMs: number): void {
    if (this.#state !== 'live' || this.#stall.check(nowMs, lateMs) !== true) return
    this.#become('stalled')
    this.#options.onChange({ kind: 'stalled', reason: 'The connection is open, but no picture arrives.' })
  }

  /** From here on the output gets this feed: headers now where there are any, the rest from the next key frame on. */
  add(output: Output): void {
    this.#fanOut.add(output)
  }

  /** Takes an output off the feed, without closing it; null when it is not here. */
  remove(outputId: string): Output | null {
    return this.#fanOut.remove(outputId)
  }

  /** Frames that an output missed while it waited for the first key frame. */
  skipped(outputId: string): number {
    return this.#fanOut.skipped(outputId)
  }

  /** Sends the publisher away; the feed is over. */
  close(reason: string): void {
    const who = this.#publisher?.who
    this.#current?.end('ended', reason)
    who?.disconnect(reason)
  }

  reading(nowMs: number): MediaReading {
    return this.#meter.reading(nowMs, this.#state === 'stalled')
  }

  /** The facts of a status; verdict and outputs are added by who keeps them. */
  describe(): Pick<FeedStatus, 'state' | 'since' | 'publisher' | 'firstKeyFrameAt' | 'media'> {
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
    }
  }

  #become(state: FeedState): void {
    this.#state = state
    this.#sinceMs = this.#options.clock.now()
  }
}
