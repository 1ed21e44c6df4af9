import type { MediaPacket } from '../../packet.ts'
import { LEAP_BACK_MS, LEAP_FORWARD_MS, type PartHeaders, type PartStep, type Rules, sameHeader } from './part-rules.ts'

/** The same for files of sound alone: pictures are of no use, and every frame of sound is one to begin with. */
export class SoundPartRules implements Rules {
  #audio: MediaPacket | null = null
  #open: PartHeaders | null = null
  #split = false
  #latestDts = 0

  get open(): PartHeaders | null {
    return this.#open
  }

  starts(packet: MediaPacket): boolean {
    return packet.role === 'audio'
  }

  splitAtNextKey(): void {
    this.#split = true
  }

  endPart(): void {
    this.#open = null
  }

  feedEnded(): void {
    this.#open = null
    this.#audio = null
  }

  next(packet: MediaPacket): PartStep {
    if (packet.kind !== 'audio') return 'skip'
    if (packet.role === 'config') {
      this.#audio = packet
      if (this.#open === null || sameHeader(packet, this.#open.audio)) return 'skip'
      this.#open = null
      return 'end'
    }
    if (packet.role !== 'audio' || this.#audio === null) return 'skip'
    const step = packet.dtsMs - this.#latestDts
    this.#latestDts = packet.dtsMs
    if (this.#open !== null && !this.#split && step <= LEAP_FORWARD_MS && step >= -LEAP_BACK_MS) return 'write'
    this.#open = { video: null, audio: this.#audio }
    this.#split = false
    return 'begin'
  }
}
