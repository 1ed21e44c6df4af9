import type { OutputStatus } from '../../control/messages.ts'
import type { StreamHeaders } from '../../headers.ts'
import type { MediaPacket } from '../../packet.ts'

/** Why a connection did not come about, or ended: for a program, and for a person. Never with a key. */
export interface LinkFailure {
  readonly code: string
  readonly message: string
}

/** What a connection tells whoever opened it. */
export interface LinkEvents {
  /** There is somebody at the other end: pictures can be sent. */
  connected(): void
  /** Nobody is there yet, and that is no fault. */
  waiting(why: string, code: string): void
  /** The other end is gone while we go on waiting for the next. */
  lost(failure: LinkFailure): void
}

/** How a key frame follows on what was sent: the first, the first after a drop, or simply the next. */
export type KeyFramePlace = 'first' | 'after_drop' | 'next'

/** One connection with a destination, from its start to its end. */
export interface DestinationLink {
  /** Written, and not yet taken by the system. */
  readonly queuedBytes: number
  /** Taken by the system. */
  readonly bytesSent: number
  /**
   * Before each key frame that is written: what the other side needs first.
   *
   * @returns why this picture cannot be carried; null when it can
   */
  begin(headers: StreamHeaders, keyFrame: MediaPacket, place: KeyFramePlace): string | null
  /** Never blocks and never throws; ignored when it is over. */
  write(packet: MediaPacket): void
  /** What was held back to be sent with something else goes out. */
  flush(): void
  /** Ends it at once, without a goodbye. */
  drop(): void
  /** Sends what waits, says goodbye and ends; bounded in time. */
  close(): Promise<void>
  /** Resolves when it is over: why, or null where we have closed it. */
  readonly ended: Promise<LinkFailure | null>
}

/** How one destination is reached: RTMP or SRT, with address and secrets. It outlives its connections. */
export interface Transport {
  readonly kind: 'rtmp' | 'srt'
  /** URL without key. */
  readonly address: string
  readonly keyFingerprint: string | null
  /** Who has stopped taking data when the queue does not move, and what is done: in words. */
  readonly stuckWords: { readonly who: string; readonly remedy: string }
  /** What has waited may be sent at once; a receiver that plays as it comes would stumble over it. */
  readonly takesBursts: boolean
  /** Such servers accept any key at first, and hang up on a wrong one. */
  readonly acceptsAnyKey: boolean
  /** Opens a connection; `connected` may be told before it resolves, or later. Never rejects. */
  open(
    events: LinkEvents,
    signal: AbortSignal,
  ): Promise<{ readonly link: DestinationLink } | { readonly failure: LinkFailure }>
  /** What its status has beside every other's. */
  details(): Pick<OutputStatus, 'srt'>
}
