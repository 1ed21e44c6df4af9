import type { Clock } from '../../../clock/index.ts'
import type { OutputStatus } from '../../control/messages.ts'
import { StreamHeaders } from '../../headers.ts'
import { SendMeter } from '../../meter.ts'
import type { MediaPacket } from '../../packet.ts'
import { notJudged, readingStatus } from '../../status.ts'
import type { Output } from '../output.ts'
import { Demand } from './demand.ts'
import { QueueGate, queueLimit, StuckQueue } from './queue.ts'
import { RetryRule, type Patience } from './retry.ts'
import { DestinationState } from './state.ts'
import type { DestinationLink, LinkEvents, LinkFailure, Transport } from './transport.ts'

export interface DestinationOptions {
  readonly outputId: string
  readonly name: string
  readonly transport: Transport
  readonly clock: Clock
  readonly bitrateKbps?: () => number | null
  /** How long a connection is kept, or opened, while nothing comes from vMix. */
  readonly idleMs: number
  /** A connection that takes no byte for so long, with data waiting, is lost. */
  readonly stuckMs: number
  /** It was live at a gateway that has ended before this one: it may still hold that connection. */
  readonly wasLive?: boolean
  readonly patience?: Partial<Patience>
  readonly random?: () => number
}

/**
 * Sends a feed to one destination over a network, whatever it speaks. It connects by itself, again and again where it must,
 * and drops whole groups of pictures when the destination is slower than the stream; nothing of that reaches the feed.
 *
 * `live` means that the destination has accepted the connection and a key frame was written to it.
 */
export class DestinationOutput implements Output {
  readonly outputId: string
  onStateChange: ((status: OutputStatus) => void) | null = null
  readonly #options: DestinationOptions
  readonly #transport: Transport
  readonly #state: DestinationState
  readonly #demand: Demand
  readonly #retry: RetryRule
  readonly #headers = new StreamHeaders()
  readonly #gate = new QueueGate()
  readonly #stuck: StuckQueue
  readonly #meter = new SendMeter()
  readonly #end = new AbortController()
  readonly #running: Promise<void>
  #link: DestinationLink | null = null
  /** There is somebody at the other end. */
  #connected = false
  /** A key frame was written on this connection and for this publish. */
  #flowing = false
  /** Why we cut the connection ourselves. */
  #cutWhy: string | null = null
  #attempts = 0
  #reconnects = 0
  #lost = false
  #skipped = 0
  #bytesBefore = 0
  #liveSinceMs = 0

  constructor(options: DestinationOptions) {
    this.outputId = options.outputId
    this.#options = options
    this.#transport = options.transport
    this.#stuck = new StuckQueue(options.stuckMs)
    this.#state = new DestinationState(options.clock, () => this.onStateChange?.(this.status()))
    this.#retry = new RetryRule(options.random ?? Math.random, options.patience)
    if (options.wasLive === true) {
      this.#lost = true
      this.#retry.live()
    }
    this.#demand = new Demand({ clock: options.clock, graceMs: options.idleMs, onGone: () => void this.#letGo() })
    this.#running = this.#run()
  }

  packet(packet: MediaPacket): void {
    this.#demand.feed()
    if (packet.role === 'config') this.#headers.keep(packet)
    const link = this.#link
    if (link === null || !this.#connected || (!this.#flowing && packet.role !== 'key')) {
      this.#notSent(packet)
      return
    }
    const queued = link.queuedBytes
    if (this.#stuck.stuck(packet.arrivedMs, queued, link.bytesSent)) this.#cutStuck(link)
    else if (packet.role === 'key') this.#keyFrame(link, packet, queued)
    else if (this.#gate.takes(packet, queued)) this.#write(link, packet)
    else this.#meter.dropped(packet)
  }

  /** A frame that finds no connection: missed by a destination that was live, skipped by one that is not yet. */
  #notSent(packet: MediaPacket): void {
    if (packet.role !== 'key' && packet.role !== 'delta') return
    if (this.#lost) this.#meter.missed()
    else this.#skipped += 1
  }

  #cutStuck(link: DestinationLink): void {
    const { who, remedy } = this.#transport.stuckWords
    this.#cutWhy = `${who} has taken no data for ${this.#options.stuckMs / 1000} s; it is being ${remedy} anew.`
    link.drop()
  }

  /** Where sending begins, and begins again after a drop. */
  #keyFrame(link: DestinationLink, packet: MediaPacket, queued: number): void {
    this.#gate.limitBytes = queueLimit(this.#options.bitrateKbps?.() ?? null)
    const place = !this.#flowing ? 'first' : this.#gate.dropping ? 'after_drop' : 'next'
    if (!this.#gate.takes(packet, queued)) {
      this.#meter.dropped(packet)
      return
    }
    const unfit = link.begin(this.#headers, packet, place)
    if (unfit !== null) {
      this.#notSent(packet)
      this.#state.become('waiting', unfit, 'unsupported')
      return
    }
    if (!this.#flowing) this.#goLive(packet)
    this.#write(link, packet)
  }

  #write(link: DestinationLink, packet: MediaPacket): void {
    link.write(packet)
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
    if (this.#flowing) this.#link?.flush()
    this.#headers.forget()
    this.#flowing = false
    this.#meter.end()
    this.#demand.idle()
    if (this.#state.now === 'live') this.#state.become('waiting', waitingAfter(reason))
  }

  /** Connects, keeps the connection, and connects again, until closed or given up. */
  async #run(): Promise<void> {
    const signal = this.#end.signal
    // The first change of state must find an output that is fully made.
    await Promise.resolve()
    while (!signal.aborted) {
      if (!this.#demand.wanted) this.#state.become('waiting', 'No stream is coming from vMix.')
      await this.#demand.whenWanted(signal)
      if (signal.aborted) return
      this.#attempts += 1
      if (this.#state.now !== 'retrying') this.#state.become('connecting')
      const { failure, idle } = await this.#session(signal)
      if (signal.aborted) return
      // Closed by ourselves for want of a feed, or by the destination while there was nothing to send.
      if (failure === null) continue
      if (idle) {
        this.#demand.giveUp()
        continue
      }
      if (this.#retry.givesUp(failure.code)) {
        const tries = this.#attempts === 1 ? '' : `Given up after ${this.#attempts} tries. `
        this.#state.become('failed', `${tries}${failure.message}`, failure.code)
        this.#demand.close()
        return
      }
      this.#lose(failure)
      await this.#options.clock.sleep(this.#retry.nextDelayMs(failure.code), signal).catch(() => undefined)
    }
  }

  /** One connection, from its first byte to its end: why it failed or ended, null when we closed it. */
  async #session(signal: AbortSignal): Promise<{ readonly failure: LinkFailure | null; readonly idle: boolean }> {
    const opened = await this.#transport.open(this.#events(), signal)
    if ('failure' in opened) return { failure: opened.failure, idle: false }
    const { link } = opened
    this.#link = link
    if (signal.aborted) await link.close()
    const ended = await link.ended
    const idle = this.#connected && !this.#demand.feeding && this.#state.now === 'waiting'
    this.#disconnected()
    if (this.#link === link) this.#link = null
    this.#bytesBefore += link.bytesSent
    const cut = this.#cutWhy
    this.#cutWhy = null
    return { failure: cut === null ? ended : { code: 'timeout', message: cut }, idle }
  }

  #events(): LinkEvents {
    return {
      connected: () => {
        this.#connected = true
        this.#gate.reset()
        this.#stuck.stuck(this.#options.clock.monotonic(), 0, 0)
        if (this.#state.now !== 'retrying') this.#state.become('waiting', 'Connected; waiting for a key frame.')
      },
      waiting: (why, code) => {
        if (!this.#lost && !this.#end.signal.aborted) this.#state.become('waiting', why, code)
      },
      lost: (failure) => {
        const wasLive = this.#state.now === 'live'
        this.#disconnected()
        if (wasLive || this.#lost) this.#lose(failure)
      },
    }
  }

  /** The other end is gone, whatever becomes of the link. */
  #disconnected(): void {
    if (this.#flowing) this.#retry.lost(this.#options.clock.monotonic() - this.#liveSinceMs)
    this.#flowing = false
    this.#connected = false
    this.#meter.end()
  }

  #lose(failure: LinkFailure): void {
    this.#lost ||= this.#state.now === 'live'
    const suspicion = this.#transport.acceptsAnyKey ? this.#retry.suspicion : null
    this.#state.become('retrying', [failure.message, suspicion].filter((part) => part !== null).join(' '), failure.code)
  }

  /** Says goodbye; nothing more is written from here on. */
  async #letGo(): Promise<void> {
    const link = this.#link
    this.#link = null
    await link?.close()
  }

  status(): OutputStatus {
    const { name, clock } = this.#options
    const { kind, address, keyFingerprint } = this.#transport
    const { state, why, code, since } = this.#state.status()
    return {
      outputId: this.outputId,
      kind,
      name,
      state,
      why,
      code,
      since,
      target: address,
      keyFingerprint,
      attempts: this.#attempts,
      reconnects: this.#reconnects,
      queuedBytes: this.#link?.queuedBytes ?? 0,
      bytesSent: this.#bytesBefore + (this.#link?.bytesSent ?? 0),
      framesSkipped: this.#skipped,
      reading: readingStatus(this.#meter.reading(clock.monotonic(), null), 0),
      health: notJudged,
      file: null,
      ...this.#transport.details(),
    }
  }

  async close(): Promise<OutputStatus> {
    if (this.#flowing) this.#link?.flush()
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
