import type { OutputStatus } from '../../control/messages.ts'
import type { StreamHeaders } from '../../headers.ts'
import type { MediaPacket } from '../../packet.ts'
import type { DestinationLink, KeyFramePlace, LinkEvents, LinkFailure, Transport } from '../destination/index.ts'
import { SrtError } from './errors.ts'
import { LinkMeter } from './link-figures.ts'
import type { CarrierEvents, CarrierLink } from './link.ts'
import { openLink } from './open-link.ts'
import { RefusedCallers } from './refused-callers.ts'
import type { SrtOutputLimits, SrtOutputOptions } from './options.ts'
import { srtStatus } from './status.ts'
import { TsStream } from './ts-stream.ts'

/**
 * How a destination is reached by SRT, as a transport stream: it is called, or it calls. The connection is in a process of
 * its own. A listener that nobody has called is `waiting`.
 */
export class SrtTransport implements Transport {
  readonly kind = 'srt'
  readonly address: string
  readonly keyFingerprint: string | null
  readonly stuckWords = { who: 'The process that sends', remedy: 'started' }
  readonly acceptsAnyKey = false
  readonly takesBursts = false
  readonly #options: SrtOutputOptions
  readonly #limits: SrtOutputLimits
  readonly #stream = new TsStream()
  readonly #figures = new LinkMeter()
  readonly #refused = new RefusedCallers()
  #peer: string | null = null

  constructor(options: SrtOutputOptions, limits: SrtOutputLimits) {
    this.address = options.address
    this.keyFingerprint = options.keyFingerprint
    this.#options = options
    this.#limits = limits
  }

  /** One process, which tries to connect until it is connected or ends. */
  async open(events: LinkEvents): Promise<{ readonly link: DestinationLink } | { readonly failure: LinkFailure }> {
    try {
      const carrier = await openLink(this.#options, this.#carrierEvents(events), this.#limits)
      void carrier.ended.then(() => this.#gone())
      return { link: new SrtLink(carrier, this.#stream) }
    } catch (cause) {
      const known = cause instanceof SrtError
      return { failure: known ? cause : new SrtError('process', 'Sending by SRT could not be begun.', { cause }) }
    }
  }

  #carrierEvents(events: LinkEvents): CarrierEvents {
    return {
      listening: () => events.waiting(this.#nobody(), 'nobody_called'),
      said: (text) => {
        if (this.#refused.hear(text)) events.waiting(this.#nobody(), 'nobody_called')
      },
      connected: (peer) => {
        this.#refused.forget()
        this.#peer = peer
        events.connected()
      },
      lost: ({ code, message }) => {
        this.#gone()
        events.lost({ code, message: `${message} Waiting for it to call again.` })
      },
      counters: (counters) => this.#figures.see(counters, this.#options.clock.monotonic()),
    }
  }

  #nobody(): string {
    const refused = this.#refused.status()
    const so = refused === null ? '' : ` A caller was refused: ${refused.why} (tried ${refused.tries} ×).`
    return `Nobody has called ${this.#options.address} yet.${so}`
  }

  #gone(): void {
    this.#peer = null
    this.#figures.end()
  }

  details(): Pick<OutputStatus, 'srt'> {
    return { srt: srtStatus(this.#options, this.#figures.figures(), this.#peer, this.#refused.status()) }
  }
}

class SrtLink implements DestinationLink {
  readonly ended: Promise<LinkFailure | null>
  readonly #carrier: CarrierLink
  readonly #stream: TsStream

  constructor(carrier: CarrierLink, stream: TsStream) {
    this.#carrier = carrier
    this.#stream = stream
    this.ended = carrier.ended
  }

  get queuedBytes(): number {
    return this.#carrier.queuedBytes
  }

  get bytesSent(): number {
    return this.#carrier.bytesSent
  }

  /** A receiver can join at each key frame: each has all that it needs. */
  begin(headers: StreamHeaders, _keyFrame: MediaPacket, place: KeyFramePlace): string | null {
    if (!this.#stream.begin(headers)) {
      return 'The picture is neither H.264 nor HEVC, which is what goes out by SRT. Set the encoder to one of them.'
    }
    if (place === 'first') this.#stream.forget()
    return null
  }

  write(packet: MediaPacket): void {
    const bytes = this.#stream.take(packet)
    if (bytes !== null) this.#carrier.write(bytes)
  }

  flush(): void {
    const rest = this.#stream.flush()
    if (rest !== null) this.#carrier.write(rest)
  }

  drop(): void {
    this.#carrier.drop()
  }

  close(): Promise<void> {
    return this.#carrier.close()
  }
}
