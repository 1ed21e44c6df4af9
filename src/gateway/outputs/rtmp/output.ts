import type { OutputStatus } from '../../control/messages.ts'
import { StreamHeaders } from '../../headers.ts'
import { SendMeter } from '../../meter.ts'
import type { MediaPacket } from '../../packet.ts'
import { RtmpError, publishRtmp, type RtmpPublication } from '../../rtmp/index.ts'
import { notJudged, readingStatus } from '../../status.ts'
import { Demand, DestinationState, QueueGate, queueLimit, RetryRule, StuckQueue } from '../destination/index.ts'
import type { Output } from '../output.ts'
import { rtmpOutputLimits, type RtmpOutputLimits, type RtmpOutputOptions } from './options.ts'

/**
 * Sends a feed to one RTMP or RTMPS destination. It connects by itself, again and again where it must, and drops whole
 * groups of pictures when the destination is slower than the stream; nothing of that reaches the feed.
 *
 * `live` means that the destination has acknowledged the publish and a key frame was written to it.
 */
export class RtmpOutput implements Output {
  readonly outputId: string
  onStateChange: ((status: OutputStatus) => void) | null = null
  readonly #options: RtmpOutputOptions
  readonly #limits: RtmpOutputLimits
  readonly #state: DestinationState
  readonly #demand: Demand
  readonly #retry: RetryRule
  readonly #headers = new StreamHeaders()
  readonly #gate = new QueueGate()
  readonly #stuck: StuckQueue
  readonly #meter = new SendMeter()
  readonly #end = new AbortController()
  readonly #running: Promise<void>
  #publication: RtmpPublication | null = null
  /** Headers and a key frame were written on this connection and for this publish. */
  #flowing = false
  /** Why we cut the connection ourselves. */
  #cutWhy: string | null = null
  #attempts = 0
  #reconnects = 0
  #lost = false
  #skipped = 0
  #bytesBefore = 0
  #liveSinceMs = 0

  constructor(options: RtmpOutputOptions) {
    this.outputId = options.outputId
    this.#options = options
    this.#limits = rtmpOutputLimits(options.limits)
    this.#stuck = new StuckQueue(this.#limits.stuckMs)
    this.#state = new DestinationState(options.clock, () => this.onStateChange?.(this.status()))
    this.#retry = new RetryRule(options.random ?? Math.random)
    this.#demand = new Demand({
      clock: options.clock,
      graceMs: this.#limits.idleMs,
      onGone: () => void this.#letGo(),
    })
    this.#running = this.#run()
  }

  packet(packet: MediaPacket): void {
    this.#demand.feed()
    if (packet.role === 'config') this.#headers.keep(packet)
    const publication = this.#publication
    if (publication === null || (!this.#flowing && packet.role !== 'key')) {
      this.#notSent(packet)
      return
    }
    const queued = publication.queuedBytes
    if (this.#stuck.stuck(packet.arrivedMs, queued, publication.bytesSent)) this.#cutStuck(publication)
    else if (packet.role === 'key') this.#keyFrame(publication, packet, queued)
    else if (this.#gate.takes(packet, queued)) this.#write(publication, packet)
    else this.#meter.dropped(packet)
  }

  /** A frame that finds no connection: missed by a destination that was live, skipped by one that is not yet. */
  #notSent(packet: MediaPacket): void {
    if (packet.role !== 'key' && packet.role !== 'delta') return
    if (this.#lost) this.#meter.missed()
    else this.#skipped += 1
  }

  #cutStuck(publication: RtmpPublication): void {
    this.#cutWhy = `The destination has taken no data for ${this.#limits.stuckMs / 1000} s; it is being connected anew.`
    publication.drop()
  }

  /** Where sending begins, and begins again after a drop: with the headers, since one of them may have been dropped too. */
  #keyFrame(publication: RtmpPublication, packet: MediaPacket, queued: number): void {
    this.#gate.limitBytes = queueLimit(this.#options.bitrateKbps?.() ?? null)
    const dropping = this.#gate.dropping
    if (!this.#gate.takes(packet, queued)) {
      this.#meter.dropped(packet)
      return
    }
    if (!this.#flowing || dropping) {
      for (const header of this.#headers.all()) publication.write({ ...header, dtsMs: packet.dtsMs })
    }
    if (!this.#flowing) this.#goLive(packet)
    this.#write(publication, packet)
  }

  #write(publication: RtmpPublication, packet: MediaPacket): void {
    publication.write(packet)
    this.#meter.sent(packet)
  }

  #goLive(packet: MediaPacket): void {
    this.#flowing = true
    this.#attempts = 0
    this.#liveSinceMs = packet.arrivedMs
    if (this.#lost) this.#reconnects += 1
    this.#lost = false
    this.#retry.live()
    this.#meter.begin(packet.arrivedMs)
    this.#state.become('live')
  }

  feedEnded(reason: 'ended' | 'lost'): void {
    this.#headers.forget()
    this.#flowing = false
    this.#meter.end()
    this.#demand.idle()
    if (this.#state.now === 'live') this.#state.become('waiting', waitingAfter(reason))
  }

  /** Connects, keeps the connection, and connects again, until closed or given up. */
  async #run(): Promise<void> {
    const signal = this.#end.signal
    while (!signal.aborted) {
      if (!this.#demand.wanted) this.#state.become('waiting', 'No stream is coming from vMix.')
      await this.#demand.whenWanted(signal)
      if (signal.aborted) return
      this.#attempts += 1
      if (this.#state.now !== 'retrying') this.#state.become('connecting')
      const error = await this.#session(signal)
      if (signal.aborted) return
      // Closed by ourselves for want of a feed, or by the destination while there was nothing to send.
      if (error === null) continue
      if (!this.#demand.feeding && this.#state.now === 'waiting') {
        this.#demand.giveUp()
        continue
      }
      if (this.#retry.givesUp(error.code)) {
        this.#state.become('failed', `Given up after ${this.#attempts} tries. ${error.message}`, error.code)
        this.#demand.close()
        return
      }
      this.#lost ||= this.#state.now === 'live'
      const why = [error.message, this.#retry.suspicion].filter((part) => part !== null).join(' ')
      this.#state.become('retrying', why, error.code)
      await this.#options.clock.sleep(this.#retry.nextDelayMs(), signal).catch(() => undefined)
    }
  }

  /** One connection, from its first byte to its end; answers why it failed or ended, null when we closed it. */
  async #session(signal: AbortSignal): Promise<RtmpError | null> {
    const { url, key, clock, tls } = this.#options
    let publication: RtmpPublication
    try {
      publication = await publishRtmp({
        url,
        key,
        clock,
        signal,
        // Whether it is stuck is looked at here, with dropped packets too, so not a second time below.
        timeouts: { stallMs: Infinity, closeMs: this.#limits.closeMs },
        ...(tls === undefined ? {} : { tls }),
      })
    } catch (cause) {
      if (cause instanceof RtmpError) return cause
      return new RtmpError('protocol', 'The connection failed in a way that was not foreseen; please report it.', {
        cause,
      })
    }
    this.#gate.reset()
    this.#flowing = false
    this.#publication = publication
    if (signal.aborted) await publication.close()
    else if (this.#state.now !== 'retrying') this.#state.become('waiting', 'Connected; waiting for a key frame.')
    const error = await publication.closed
    if (this.#publication === publication) this.#publication = null
    this.#bytesBefore += publication.bytesSent
    if (this.#flowing) {
      this.#flowing = false
      this.#retry.lost(clock.monotonic() - this.#liveSinceMs)
    }
    this.#meter.end()
    const cut = this.#cutWhy
    this.#cutWhy = null
    return cut === null ? error : new RtmpError('timeout', cut)
  }

  /** Says goodbye; nothing more is written from here on. */
  async #letGo(): Promise<void> {
    const publication = this.#publication
    this.#publication = null
    await publication?.close()
  }

  status(): OutputStatus {
    const { name, url, keyFingerprint, clock } = this.#options
    const { state, why, code, since } = this.#state.status()
    return {
      outputId: this.outputId,
      kind: 'rtmp',
      name,
      state,
      why,
      code,
      since,
      target: url,
      keyFingerprint,
      attempts: this.#attempts,
      reconnects: this.#reconnects,
      queuedBytes: this.#publication?.queuedBytes ?? 0,
      bytesSent: this.#bytesBefore + (this.#publication?.bytesSent ?? 0),
      framesSkipped: this.#skipped,
      reading: readingStatus(this.#meter.reading(clock.monotonic(), null), 0),
      health: notJudged,
      file: null,
    }
  }

  async close(): Promise<OutputStatus> {
    this.#end.abort()
    this.#demand.close()
    await this.#letGo()
    await this.#running
    this.#flowing = false
    this.#meter.end()
    if (this.#state.now !== 'failed') this.#state.become('closed')
    return this.status()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

function waitingAfter(reason: 'ended' | 'lost'): string {
  return reason === 'ended'
    ? 'vMix has ended the stream; waiting for the next.'
    : 'The stream from vMix is lost; waiting for it to come back.'
}
