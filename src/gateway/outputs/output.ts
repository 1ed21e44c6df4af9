import type { MediaPacket } from '../packet.ts'
import type { OutputStatus } from '../control/messages.ts'

/** Whoever is given a feed's packets. The feed calls; a tap never blocks and never throws back at it. */
export interface FeedTap {
  readonly outputId: string
  /**
   * One packet, in the feed's order. A new tap is given the feed's latest metadata and codec headers (role `config`)
   * first, then everything from the next key frame on; new headers follow whenever the publisher changes them.
   */
  packet(packet: MediaPacket): void
  /** The publisher is gone (`lost` or a clean `ended`); packets of a later publish may follow, their times starting anew. */
  feedEnded(reason: 'ended' | 'lost'): void
}

/**
 * Where a feed's packets go: a destination or a file. Each has its own queue, states and figures, so that one that is
 * sick costs the others nothing.
 */
export interface Output extends FeedTap, AsyncDisposable {
  /** Another source follows: a recording begins its next file with it. */
  splitHere?(): void
  /** Sends by this address from now on. @returns false: it has no such address */
  useRoute?(name: 'main' | 'backup'): boolean
  /** State and figures as they are now; never with a key. */
  status(): OutputStatus
  /** Told after every change of `status().state`, and of the address that is used. */
  onStateChange: ((status: OutputStatus) => void) | null
  /** Says goodbye to the destination, or finishes the file; bounded in time; returns the last status. */
  close(): Promise<OutputStatus>
}
