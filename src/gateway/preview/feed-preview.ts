import type { PreviewStatus } from '../control/status-messages.ts'
import type { FeedChange } from '../feed-types.ts'
import { queueLimit } from '../outputs/destination/queue.ts'
import type { FeedTap } from '../outputs/output.ts'
import type { MediaPacket } from '../packet.ts'
import { PreviewFormat } from './format.ts'
import { GroupOfPictures, type PreviewFrame } from './group.ts'
import { withoutHead } from './message.ts'
import type { HelloMessage, StateMessage } from './protocol.ts'
import { Viewer, type ViewerSocket } from './viewer.ts'

/** What is kept since the last key frame, at most: 10 s of 12 Mb/s. */
const GROUP_BYTES = 16 * 1024 * 1024

/** What a viewer may not have read while the stream's rate is not known yet. */
const UNREAD_AT_FIRST_BYTES = 8 * 1024 * 1024

const UNSUPPORTED = {
  state: 'unsupported',
  reason: 'The preview carries H.264, HEVC and AV1 with AAC. This stream has another codec; it is sent on as it is.',
} as const

const states = {
  published: 'waiting',
  live: 'live',
  resumed: 'live',
  stalled: 'stalled',
  ended: 'ended',
  lost: 'lost',
} as const satisfies Readonly<Record<FeedChange['kind'], StateMessage['state']>>

/** A picture that can be decoded alone. */
export interface StillSource {
  /** Tells one picture from the next. */
  readonly key: MediaPacket
  /** It alone, as MP4. */
  mp4(): readonly Buffer[]
}

/**
 * What can be watched of one feed. Without a viewer it only keeps the packets since the last key frame; with viewers
 * each frame is muxed once, and all are given the same bytes.
 */
export class FeedPreview implements FeedTap {
  /** By this name it stands beside the feed's outputs; no output can be called so. */
  readonly outputId = '(preview)'
  readonly instance: string
  readonly channel: number
  readonly #bitrateKbps: () => number | null
  readonly #format = new PreviewFormat()
  readonly #group = new GroupOfPictures(GROUP_BYTES)
  #viewers: readonly Viewer[] = []
  #key: PreviewFrame | null = null
  #state: StateMessage = { type: 'state', state: 'waiting', source: 'main', reason: 'Nobody has published yet.' }
  #sentBytes = 0
  #dropped = 0
  #stuck = 0

  constructor(options: {
    readonly instance: string
    readonly channel: number
    readonly bitrateKbps: () => number | null
  }) {
    this.instance = options.instance
    this.channel = options.channel
    this.#bitrateKbps = options.bitrateKbps
  }

  get viewers(): number {
    return this.#viewers.length
  }

  packet(packet: MediaPacket): void {
    if (packet.role === 'config') this.#header(packet)
    else if (packet.role === 'key' || packet.role === 'delta' || packet.role === 'audio') this.#frame(packet)
  }

  /** The publish is over: nothing of it is shown to who comes now. */
  feedEnded(): void {
    this.#format.forget()
    this.#restart()
  }

  /** What happened to the feed. */
  feedChanged({ kind, reason }: FeedChange): void {
    this.#become({ ...this.#state, state: states[kind], reason })
  }

  /** What goes out comes from elsewhere now. */
  sourceChanged(source: StateMessage['source']): void {
    this.#become({ ...this.#state, source })
  }

  /** A viewer comes, and is given everything since the last key frame. It goes by {@link leave}. */
  join(socket: ViewerSocket, ticket: Pick<HelloMessage, 'ticket' | 'ticketExpiresInS'>, sound = true): Viewer {
    const viewer = new Viewer(socket, sound)
    this.#viewers = [...this.#viewers, viewer]
    viewer.tell({ type: 'hello', version: 1, instance: this.instance, channel: this.channel, ...ticket })
    viewer.tell(this.#present)
    if (this.#group.frames.length > 0) this.#start(viewer)
    return viewer
  }

  leave(viewer: Viewer): void {
    const left = this.#viewers.filter((other) => other !== viewer)
    if (left.length === this.#viewers.length) return
    this.#viewers = left
    this.#sentBytes += viewer.sentBytes
    this.#dropped += viewer.droppedFrames
  }

  /** The last key frame; null where there is none that can be shown. */
  get still(): StillSource | null {
    const { announcement } = this.#format
    const frame = this.#key
    if (announcement === null || frame === null) return null
    // Made now: it may be asked for when the next key frame has come.
    const mp4 = [announcement.inits.video, frame.message].map(withoutHead)
    return { key: frame.packet, mp4: () => mp4 }
  }

  get unsupported(): boolean {
    return this.#format.unsupported
  }

  status(): PreviewStatus {
    const sum = (of: (viewer: Viewer) => number) => this.#viewers.reduce((total, viewer) => total + of(viewer), 0)
    return {
      viewers: this.#viewers.length,
      bytesSent: this.#sentBytes + sum((viewer) => viewer.sentBytes),
      framesDropped: this.#dropped + sum((viewer) => viewer.droppedFrames),
      stuckViewers: this.#stuck,
    }
  }

  #become(state: StateMessage): void {
    this.#state = state
    this.#tellAll()
  }

  #tellAll(): void {
    for (const viewer of this.#viewers) viewer.tell(this.#present)
  }

  get #present(): StateMessage {
    return this.#format.unsupported ? { ...this.#state, ...UNSUPPORTED } : this.#state
  }

  #header(packet: MediaPacket): void {
    const could = !this.#format.unsupported
    if (!this.#format.header(packet)) return
    this.#restart()
    if (could && this.#format.unsupported) this.#tellAll()
  }

  #restart(): void {
    this.#group.restart(this.#format.sound)
    this.#key = null
    for (const viewer of this.#viewers) viewer.restart()
  }

  #frame(packet: MediaPacket): void {
    if (this.#format.videoHeader === null) return
    const frame = this.#group.add(packet)
    if (frame === null) return
    if (packet.role === 'key') {
      this.#key = frame
      for (const viewer of this.#viewers) viewer.limit(this.#unreadLimit)
    }
    for (const viewer of this.#viewers) {
      if (viewer.started) {
        if (viewer.frame(frame)) continue
        this.#stuck += 1
        this.leave(viewer)
      } else if (packet.role === 'key') this.#start(viewer)
    }
  }

  get #unreadLimit(): number {
    const kbps = this.#bitrateKbps()
    return kbps === null ? UNREAD_AT_FIRST_BYTES : queueLimit(kbps)
  }

  #start(viewer: Viewer): void {
    const { announcement } = this.#format
    if (announcement !== null) viewer.start(announcement, this.#group.frames, this.#unreadLimit)
  }
}
