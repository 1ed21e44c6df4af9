import type { Clock } from '../clock/index.ts'
import type { Unfit } from './fitness.ts'
import type { FeedTap } from './outputs/output.ts'
import type { MediaPacket } from './packet.ts'
import type { ProgramChange } from './standby/index.ts'

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
  /** It sends more than one picture or sound, of which the first comes here. */
  furtherTracks(): void
  /** `ended`: the publisher said goodbye. `lost`: anything else. Exactly one counts. */
  end(kind: 'ended' | 'lost', reason: string): void
}

export interface FeedOptions {
  readonly clock: Clock
  onChange(change: FeedChange): void
  /** An output threw: a defect of ours. It is detached before, so that the others go on. */
  onOutputBroken(output: FeedTap, cause: unknown): void
  /** Something of the stream cannot be used; each thing is told once in a publish. */
  onUnfit?(unfit: Unfit): void
  /** What goes out comes from elsewhere now. */
  onProgram?(change: ProgramChange): void
  /** Whether anybody gets what goes out; default: while there is an output. */
  watched?(): boolean
}
