import { backoffDelay } from '../../../clock/index.ts'
import type { RtmpErrorCode } from '../../rtmp/index.ts'

/** Tries after which a destination that refuses us is given up, when it has never been live. */
const TRIES_BEFORE_GIVING_UP = 4
/** First wait after a loss: a server that only restarted, or a network that blinked, is back at once. */
const QUICK_MS = 200
/** A connection has to last this long for the waits to begin anew, or one that is cut off at once would be hammered. */
const PROVEN_MS = 10_000
/** Some platforms accept any key and hang up a second later; twice may be chance. */
const SUSPICIOUS = 3

/**
 * When a destination is tried again, and when it is given up. Network trouble is retried for ever, from 0.5 s up to 10 s
 * apart, with jitter. A refused key or a certificate that does not verify is a mistake in the settings: after four tries
 * it is given up, unless it has been live before (then the server may still hold our own lost connection).
 */
export class RetryRule {
  readonly #random: () => number
  #everLive = false
  #refusals = 0
  #step = 0
  #earlyLosses = 0

  constructor(random: () => number) {
    this.#random = random
  }

  /** The destination went live. */
  live(): void {
    this.#everLive = true
    this.#refusals = 0
  }

  /** It was lost after `lastedMs` of being live. */
  lost(lastedMs: number): void {
    if (lastedMs >= PROVEN_MS) {
      this.#step = 0
      this.#earlyLosses = 0
    } else {
      this.#earlyLosses += 1
    }
  }

  /** What is probably wrong with a destination that takes the stream and soon cuts it off, again and again; else null. */
  get suspicion(): string | null {
    if (this.#earlyLosses < SUSPICIOUS) return null
    return `It has accepted the stream and soon hung up ${this.#earlyLosses} times: check the stream key, whether another encoder uses it, and the bitrate.`
  }

  /** A try failed; is it the last? */
  givesUp(code: RtmpErrorCode): boolean {
    if (code === 'rejected' || code === 'tls') this.#refusals += 1
    return !this.#everLive && this.#refusals >= TRIES_BEFORE_GIVING_UP
  }

  /** How long to wait before the next try, ms. */
  nextDelayMs(): number {
    this.#step += 1
    if (this.#everLive && this.#step === 1) return QUICK_MS * (0.5 + this.#random() / 2)
    const attempt = this.#everLive ? this.#step - 1 : this.#step
    return backoffDelay(attempt, { baseMs: 500, capMs: 10_000 }, this.#random())
  }
}
