import type { MediaPacket } from '../../packet.ts'

/**
 * What to do with a packet.
 * `begin`: end the part that is open, if any, and begin the next with this key frame. `write`: it belongs to the open part.
 * `end`: end the open part; the packet is of no use. `skip`: of no use, nothing changes.
 */
export type PartStep = 'begin' | 'write' | 'end' | 'skip'

/** The codec headers of a part; bodies of FLV tags. */
export interface PartHeaders {
  /** Null in a file of sound alone. */
  readonly video: MediaPacket | null
  readonly audio: MediaPacket | null
}

/** Where one file ends and the next begins. */
export interface Rules {
  /** Headers of the open part, or of the part that `begin` was the answer for; null when none is open. */
  readonly open: PartHeaders | null
  /** Whether a part can begin with this packet. */
  starts(packet: MediaPacket): boolean
  /** The open part cannot take all that the feed gives: the next begins at the next packet that one can begin with. */
  splitAtNextKey(): void
  /** The open part could not be written on; the next begins where one can. */
  endPart(): void
  /** The publisher is gone: its headers too. */
  feedEnded(): void
  next(packet: MediaPacket): PartStep
}

/** Decode times that leap by more than this are another publish, ms. */
export const LEAP_FORWARD_MS = 10_000
export const LEAP_BACK_MS = 3000
/** A picture that stays away for so long, while sound goes on, comes back in the next part. */
const VIDEO_GAP_MS = 60_000

/**
 * Where one file ends and the next begins. A file has one set of codec headers and one run of time: other headers, or a
 * leap of the decode times, need the next one. It begins at a key frame; until then no picture that could be kept is
 * lost: when only the sound's header changes, the picture goes on in the old part as far as the next key frame.
 */
export class PartRules implements Rules {
  #video: MediaPacket | null = null
  #audio: MediaPacket | null = null
  #open: PartHeaders | null = null
  #splitAtKey = false
  #latestDts = 0
  #latestVideoDts = 0

  get open(): PartHeaders | null {
    return this.#open
  }

  starts(packet: MediaPacket): boolean {
    return packet.role === 'key'
  }

  splitAtNextKey(): void {
    this.#splitAtKey = true
  }

  endPart(): void {
    this.#open = null
  }

  feedEnded(): void {
    this.#open = null
    this.#video = null
    this.#audio = null
  }

  next(packet: MediaPacket): PartStep {
    if (packet.role === 'config') return this.#header(packet)
    if (packet.role !== 'key' && packet.role !== 'delta' && packet.role !== 'audio') return 'skip'
    const leapt = this.#open !== null && this.#leaps(packet)
    if (packet.role === 'key' && this.#video !== null && (this.#open === null || this.#splitAtKey || leapt)) {
      this.#open = { video: this.#video, audio: this.#audio }
      this.#splitAtKey = false
      this.#latestDts = packet.dtsMs
      this.#latestVideoDts = packet.dtsMs
      return 'begin'
    }
    if (this.#open === null) return 'skip'
    if (leapt) return this.#end()
    this.#latestDts = Math.max(this.#latestDts, packet.dtsMs)
    if (packet.kind === 'video') this.#latestVideoDts = packet.dtsMs
    const { audio } = this.#open
    if (packet.role === 'audio' && (audio === null || !sameHeader(audio, this.#audio))) return 'skip'
    return 'write'
  }

  #header(packet: MediaPacket): PartStep {
    if (packet.kind === 'audio') {
      this.#audio = packet
      if (this.#open !== null && !sameHeader(packet, this.#open.audio)) this.#splitAtKey = true
      return 'skip'
    }
    if (packet.kind !== 'video') return 'skip'
    this.#video = packet
    // Pictures under another header cannot be decoded with the old one: the part is over at once.
    return this.#open !== null && !sameHeader(packet, this.#open.video) ? this.#end() : 'skip'
  }

  #end(): PartStep {
    this.#open = null
    return 'end'
  }

  #leaps(packet: MediaPacket): boolean {
    if (packet.kind === 'video' && packet.dtsMs - this.#latestVideoDts > VIDEO_GAP_MS) return true
    const step = packet.dtsMs - this.#latestDts
    return step > LEAP_FORWARD_MS || step < -LEAP_BACK_MS
  }
}

export function sameHeaders(a: PartHeaders, b: PartHeaders): boolean {
  return sameHeader(a.video, b.video) && sameHeader(a.audio, b.audio)
}

export function sameHeader(a: MediaPacket | null, b: MediaPacket | null): boolean {
  return a === b || (a !== null && b !== null && a.body.equals(b.body))
}
