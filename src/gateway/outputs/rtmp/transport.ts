import type { OutputStatus } from '../../control/messages.ts'
import { RtmpError, publishRtmp } from '../../rtmp/index.ts'
import type { DestinationLink, LinkEvents, LinkFailure, Transport } from '../destination/index.ts'
import { RtmpLink } from './link.ts'
import type { RtmpOutputOptions } from './options.ts'

/**
 * One that was reached before answers soon, or is away: then it is better asked anew than waited for, so that its return is
 * not overlooked. But a line that has become very slow must not be given up.
 */
const ANSWER_MS = 1500
const PATIENT_TRY = 8

/** How a destination is reached by RTMP or RTMPS. */
export class RtmpTransport implements Transport {
  readonly kind = 'rtmp'
  readonly address: string
  readonly keyFingerprint: string | null
  readonly stuckWords = { who: 'The destination', remedy: 'connected' }
  readonly acceptsAnyKey = true
  readonly takesBursts = true
  readonly #options: Pick<RtmpOutputOptions, 'url' | 'key' | 'clock' | 'tls'>
  readonly #closeMs: number
  /** Tries since it was reached; null: it never was. */
  #tries: number | null = null

  constructor(
    options: Pick<RtmpOutputOptions, 'url' | 'key' | 'keyFingerprint' | 'clock' | 'tls' | 'wasLive'>,
    limits: { readonly closeMs: number },
  ) {
    this.address = options.url
    this.keyFingerprint = options.keyFingerprint
    this.#options = options
    this.#closeMs = limits.closeMs
    if (options.wasLive === true) this.#tries = 0
  }

  async open(
    events: LinkEvents,
    signal: AbortSignal,
  ): Promise<{ readonly link: DestinationLink } | { readonly failure: LinkFailure }> {
    const { url, key, clock, tls } = this.#options
    try {
      const publication = await publishRtmp({
        url,
        key,
        clock,
        signal,
        // Whether it is stuck is looked at by the output, with dropped packets too, so not a second time below.
        timeouts: { stallMs: Infinity, closeMs: this.#closeMs, ...this.#answerLimit() },
        ...(tls === undefined ? {} : { tls }),
      })
      this.#tries = 0
      events.connected()
      return { link: new RtmpLink(publication) }
    } catch (cause) {
      if (cause instanceof RtmpError) return { failure: cause }
      const what = 'The connection failed in a way that was not foreseen; please report it.'
      return { failure: new RtmpError('protocol', what, { cause }) }
    }
  }

  #answerLimit(): { readonly answerMs?: number } {
    if (this.#tries === null) return {}
    this.#tries += 1
    return this.#tries % PATIENT_TRY === 0 ? {} : { answerMs: ANSWER_MS }
  }

  details(): Pick<OutputStatus, 'srt'> {
    return {}
  }
}
