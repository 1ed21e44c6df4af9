import type { OutputStatus } from '../../control/messages.ts'
import { StreamHeaders } from '../../headers.ts'
import { SendMeter } from '../../meter.ts'
import type { MediaPacket } from '../../packet.ts'
import { notJudged, readingStatus } from '../../status.ts'
import { Demand, DestinationState, QueueGate, queueLimit, RetryRule, StuckQueue } from '../destination/index.ts'
import type { Output } from '../output.ts'
import { SrtError } from './errors.ts'
import { LinkMeter } from './link-figures.ts'
import type { LinkEvents, SrtLink } from './link.ts'
import { openLink } from './open-link.ts'
import { srtOutputLimits, type SrtOutputLimits, type SrtOutputOptions } from './options.ts'
import { srtStatus } from './status.ts'
import { TsStream } from './ts-stream.ts'

/** A wrong passphrase is wrong: trying again changes nothing. One that was right may be while the receiver is set up anew. */
const PATIENCE = { refusals: 1, refusalsOnceLive: 5 }
/** A listener's port stays open: whoever calls can only be waited for. As long as a timer can be. */
const FOR_EVER_MS = 2 ** 31 - 1

/**
 * Sends a feed by SRT, as a transport stream: it calls a receiver, again and again where it must, or waits to be called.
 * The connection is in a process of its own. When that takes less than comes, whole groups of pictures are dropped.
 *
 * `live` means that the receiver is connected and a key frame was sent. A listener that nobody has called is `waiting`.
 */
export class SrtOutput implements Output {
  readonly outputId: string
  onStateChange: ((status: OutputStatus) => void) | null = null
  readonly #options: SrtOutputOptions
  readonly #limits: SrtOutputLimits
  readonly #state: DestinationState
  readonly #demand: Demand
  readonly #retry: RetryRule
  readonly #headers = new StreamHeaders()
  readonly #stream = new TsStream()
  readonly #gate = new QueueGate()
  readonly #stuck: StuckQueue
  readonly #meter = new SendMeter()
  readonly #link = new LinkMeter()
  readonly #end = new AbortController()
  readonly #running: Promise<void>
  #open: SrtLink | null = null
  #connected = false
  #peer: string | null = null
  /** A key frame was sent on this connection and for this publish. */
  #flowing = false
  #cutWhy: string | null = null
  #attempts = 0
  #reconnects = 0
  #lost = false
  #skipped = 0
  #bytesBefore = 0
  #liveSinceMs = 0

  constructor(options: SrtOutputOptions) {
    this.outputId = options.outputId
    this.#options = options
    this.#limits = srtOutputLimits(options.limits)
    this.#stuck = new StuckQueue(this.#limits.stuckMs)
    this.#state = new DestinationState(options.clock, () => this.onStateChange?.(this.status()))
    this.#retry = new RetryRule(options.random ?? Math.random, PATIENCE)
    this.#demand = new Demand({
      clock: options.clock,
      graceMs: options.mode === 'listener' ? FOR_EVER_MS : this.#limits.idleMs,
      onGone: () => void this.#letGo(),
    })
    this.#running = this.#run()
  }

  packet(packet: MediaPacket): void {
    this.#demand.feed()
    if (packet.role === 'config') {
      this.#headers.keep(packet)
      if (packet.kind !== 'data') this.#stream.headersChanged()
      return
    }
    const link = this.#open
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

  #cutStuck(link: SrtLink): void {
    this.#cutWhy = `The process that sends has taken no data for ${this.#limits.stuckMs / 1000} s; it is being started anew.`
    link.drop()
  }

  /** Where sending begins, and begins again after a drop; a receiver can join at each. */
  #keyFrame(link: SrtLink, packet: MediaPacket, queued: number): void {
    this.#gate.limitBytes = queueLimit(this.#options.bitrateKbps?.() ?? null)
    if (!this.#gate.takes(packet, queued)) {
      this.#meter.dropped(packet)
      return
    }
    if (!this.#stream.begin(this.#headers)) {
      this.#notSent(packet)
      this.#state.become(
        'waiting',
        'The picture is not H.264, which is what goes out by SRT. Set vMix’s encoder to H.264.',
        'unsupported',
      )
      return
    }
    if (!this.#flowing) this.#goLive(packet)
    this.#write(link, packet)
  }

  #write(link: SrtLink, packet: MediaPacket): void {
    const bytes = this.#stream.take(packet)
    if (bytes !== null) link.write(bytes)
    this.#meter.sent(packet)
  }

  #goLive(packet: MediaPacket): void {
    this.#flowing = true
    this.#stream.forget()
    this.#attempts = 0
    this.#liveSinceMs = packet.arrivedMs
    if (this.#lost) this.#reconnects += 1
    this.#lost = false
    this.#retry.live()
    this.#meter.begin(packet.arrivedMs)
    this.#state.become('live')
  }

  feedEnded(reason: 'ended' | 'lost'): void {
    const rest = this.#stream.flush()
    if (rest !== null && this.#flowing) this.#open?.write(rest)
    this.#headers.forget()
    this.#stream.headersChanged()
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
      const error = await this.#session()
      if (signal.aborted) return
      // Closed by ourselves for want of a feed, or by the receiver while there was nothing to send.
      if (error === null) continue
      if (!this.#demand.feeding && this.#state.now === 'waiting' && error.code === 'closed') {
        this.#demand.giveUp()
        continue
      }
      if (error.code === 'unsupported' || error.code === 'settings' || this.#retry.givesUp(error.code)) {
        this.#state.become('failed', error.message, error.code)
        this.#demand.close()
        return
      }
      this.#lose(error)
      await this.#options.clock.sleep(this.#retry.nextDelayMs(), signal).catch(() => undefined)
    }
  }

  /** One process, from its start to its end; answers why it ended, null when we closed it. */
  async #session(): Promise<SrtError | null> {
    let link: SrtLink
    try {
      link = await openLink(this.#options, this.#events(), this.#limits)
    } catch (cause) {
      return cause instanceof SrtError
        ? cause
        : new SrtError('process', 'Sending by SRT could not be begun.', { cause })
    }
    this.#open = link
    if (this.#end.signal.aborted) await link.close()
    const error = await link.ended
    this.#disconnected()
    if (this.#open === link) this.#open = null
    this.#bytesBefore += link.bytesSent
    const cut = this.#cutWhy
    this.#cutWhy = null
    return cut === null ? error : new SrtError('timeout', cut)
  }

  #events(): LinkEvents {
    return {
      listening: () => {
        if (this.#lost || this.#end.signal.aborted) return
        this.#state.become('waiting', `Nobody has called ${this.#options.address} yet.`, 'nobody_called')
      },
      connected: (peer) => {
        this.#connected = true
        this.#peer = peer
        this.#gate.reset()
        this.#stuck.stuck(this.#options.clock.monotonic(), 0, 0)
        if (this.#state.now !== 'retrying') this.#state.become('waiting', 'Connected; waiting for a key frame.')
      },
      lost: (error) => {
        const wasLive = this.#state.now === 'live'
        this.#disconnected()
        if (wasLive || this.#lost)
          this.#lose(new SrtError(error.code, `${error.message} Waiting for it to call again.`))
      },
      counters: (counters) => this.#link.see(counters, this.#options.clock.monotonic()),
    }
  }

  /** The connection is gone, whatever becomes of the process. */
  #disconnected(): void {
    if (this.#flowing) this.#retry.lost(this.#options.clock.monotonic() - this.#liveSinceMs)
    this.#flowing = false
    this.#connected = false
    this.#peer = null
    this.#link.end()
    this.#meter.end()
  }

  #lose(error: SrtError): void {
    this.#lost ||= this.#state.now === 'live'
    this.#state.become('retrying', error.message, error.code)
  }

  /** Says goodbye; nothing more is written from here on. */
  async #letGo(): Promise<void> {
    const link = this.#open
    this.#open = null
    await link?.close()
  }

  status(): OutputStatus {
    const { name, address, keyFingerprint, clock } = this.#options
    const { state, why, code, since } = this.#state.status()
    return {
      outputId: this.outputId,
      kind: 'srt',
      name,
      state,
      why,
      code,
      since,
      target: address,
      keyFingerprint,
      attempts: this.#attempts,
      reconnects: this.#reconnects,
      queuedBytes: this.#open?.queuedBytes ?? 0,
      bytesSent: this.#bytesBefore + (this.#open?.bytesSent ?? 0),
      framesSkipped: this.#skipped,
      reading: readingStatus(this.#meter.reading(clock.monotonic(), null), 0),
      health: notJudged,
      file: null,
      srt: srtStatus(this.#options, this.#link.figures(), this.#peer),
    }
  }

  async close(): Promise<OutputStatus> {
    const rest = this.#stream.flush()
    if (rest !== null && this.#flowing) this.#open?.write(rest)
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
