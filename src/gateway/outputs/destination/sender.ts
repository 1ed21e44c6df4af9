import { StreamHeaders } from '../../headers.ts'
import { SendMeter } from '../../meter.ts'
import type { MediaPacket } from '../../packet.ts'
import { HeldGroup } from './held-group.ts'
import { QueueGate, queueLimit, StuckQueue } from './queue.ts'
import type { DestinationLink } from './transport.ts'

export interface SenderOptions {
  readonly stuckMs: number
  readonly bitrateKbps: () => number | null
  /** Before the first key frame on a link is written. */
  onFirst(): void
  /** The link takes nothing any more. */
  onStuck(): void
  /** The picture cannot be carried. */
  onUnfit(why: string): void
}

/**
 * Writes a feed's packets to whatever link there is: it begins at a key frame, drops whole groups of pictures when the
 * queue is full, and counts what went out and what did not.
 */
export class Sender {
  readonly meter = new SendMeter()
  /** A frame that finds no link is missed by a destination that was live, and skipped by one that is not yet. */
  lost = false
  skipped = 0
  readonly #options: SenderOptions
  readonly #headers = new StreamHeaders()
  readonly #gate = new QueueGate()
  readonly #stuck: StuckQueue
  readonly #held = new HeldGroup()
  #link: DestinationLink | null = null
  /** A key frame was written on this link and for this publish. */
  #flowing = false
  /** On any link: what finds none is held, so that the next one begins with it. */
  #everFlowed = false

  constructor(options: SenderOptions) {
    this.#options = options
    this.#stuck = new StuckQueue(options.stuckMs)
  }

  get flowing(): boolean {
    return this.#flowing
  }

  /**
   * Another link, from the next key frame on; null: none for now.
   *
   * @param catchUp one that was live before begins with the last key frame there was, and what has come since, at once
   */
  use(link: DestinationLink | null, nowMs: number, catchUp = false): void {
    this.#link = link
    this.#flowing = false
    if (link === null) this.meter.end()
    this.#gate.reset()
    this.#stuck.stuck(nowMs, 0, 0)
    if (link === null) return
    if (catchUp) for (const packet of this.#held.take()) this.packet(packet)
    else this.#givenUp(this.#held.drop())
  }

  packet(packet: MediaPacket): void {
    this.#headers.see(packet)
    const link = this.#link
    if (link === null && (this.lost || this.#everFlowed)) {
      this.#givenUp(this.#held.keep(packet))
      return
    }
    if (link === null || (!this.#flowing && packet.role !== 'key')) {
      this.#notSent(packet)
      return
    }
    const queued = link.queuedBytes
    if (this.#stuck.stuck(packet.arrivedMs, queued, link.bytesSent)) this.#options.onStuck()
    else if (packet.role === 'key') this.#keyFrame(link, packet, queued)
    else if (this.#gate.takes(packet, queued)) this.#write(link, packet)
    else this.meter.dropped(packet)
  }

  #notSent(packet: MediaPacket): void {
    if (packet.role === 'key' || packet.role === 'delta') this.#givenUp(1)
  }

  #givenUp(frames: number): void {
    if (this.lost) this.meter.missed(frames)
    else this.skipped += frames
  }

  /** Where sending begins, and begins again after a drop. */
  #keyFrame(link: DestinationLink, packet: MediaPacket, queued: number): void {
    this.#gate.limitBytes = queueLimit(this.#options.bitrateKbps())
    this.#held.limitBytes = this.#gate.limitBytes
    const place = !this.#flowing ? 'first' : this.#gate.dropping ? 'after_drop' : 'next'
    if (!this.#gate.takes(packet, queued)) {
      this.meter.dropped(packet)
      return
    }
    const unfit = link.begin(this.#headers, packet, place)
    if (unfit !== null) {
      this.#notSent(packet)
      this.#options.onUnfit(unfit)
      return
    }
    if (!this.#flowing) {
      this.#flowing = true
      this.#everFlowed = true
      this.meter.begin(packet.arrivedMs)
      this.#options.onFirst()
    }
    this.#write(link, packet)
  }

  #write(link: DestinationLink, packet: MediaPacket): void {
    link.write(packet)
    this.meter.sent(packet)
  }

  /** No packets for now; the next publish brings its own headers, and begins at a key frame. */
  feedEnded(): void {
    this.flush()
    this.#givenUp(this.#held.drop())
    this.#headers.forget()
    this.#flowing = false
    this.meter.end()
  }

  flush(): void {
    if (this.#flowing) this.#link?.flush()
  }
}
