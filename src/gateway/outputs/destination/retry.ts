import { backoffDelay } from '../../../clock/index.ts'

/** Refusals after which a destination is given up. */
export interface Patience {
  /** When it has never been live. Default 4. */
  readonly refusals: number
  /** When it has been: the server may still hold our own lost connection. Default: never given up. */
  readonly refusalsOnceLive: number
}

const DEFAULT_PATIENCE: Patience = { refusals: 4, refusalsOnceLive: Infinity }
/** What is refused, and not only not reached. */
const REFUSALS: ReadonlySet<string> = new Set(['rejected', 'tls'])
/** What no second try changes: nothing here can do it, or what was asked for cannot be. */
const HOPELESS: ReadonlySet<string> = new Set(['unsupported', 'settings'])
/** First wait after a loss: a server that only restarted, or a network that blinked, is back at once. */
const QUICK_MS = 200
/** A connection has to last this long for the waits to begin anew, or one that is cut off at once would be hammered. */
const PROVEN_MS = 10_000
/** Some platforms accept any key and hang up a second later; twice may be chance. */
const SUSPICIOUS = 3

/** Nobody is there: a try is a packet that nobody answers, or one name asked for. It burdens no platform. */
const NOT_REACHED: ReadonlySet<string> = new Set(['refused', 'unreachable', 'dns', 'timeout'])
/** Somebody is there and not ready: a proxy whose server is away, a certificate that is being renewed. */
const NOT_READY: ReadonlySet<string> = new Set(['closed', 'tls', 'protocol'])
/** Accepted and soon cut off so often: it is not away, it does not want us, or not so. */
const UNWANTED = 2
/** With a key frame each second, a destination that comes back is live again within two. */
const BACK_SOON_MS = 800
const AT_MOST_MS = 10_000
/** About five minutes of them: what accepts and is not ready for so long is not about to be, and each try costs it work. */
const SOON_READY_TRIES = 500

/**
 * When a destination is tried again, and when it is given up. Network trouble is retried for ever, with jitter. One that was
 * live and is away is tried at most 0.8 s apart, so that it is live again soon after it is back: for as long as nobody is
 * there, and for about five minutes where somebody accepts and is not ready. One that was never live, that turns us away,
 * or that accepts and cuts off again and again, is tried from 0.5 s up to 10 s apart: platforms block who hammers. A refused
 * key or a certificate that does not verify is a mistake in the settings: after some tries it is given up.
 */
export class RetryRule {
  readonly #random: () => number
  readonly #patience: Patience
  #everLive = false
  #refusals = 0
  #step = 0
  /** In a row. */
  #notReady = 0
  #earlyLosses = 0

  constructor(random: () => number, patience: Partial<Patience> = {}) {
    this.#random = random
    this.#patience = { ...DEFAULT_PATIENCE, ...patience }
  }

  /** The destination went live. */
  live(): void {
    this.#everLive = true
    this.#refusals = 0
    this.#notReady = 0
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
  givesUp(code: string): boolean {
    if (HOPELESS.has(code)) return true
    if (REFUSALS.has(code)) this.#refusals += 1
    const { refusals, refusalsOnceLive } = this.#patience
    return this.#refusals >= (this.#everLive ? refusalsOnceLive : refusals)
  }

  /** How long to wait before the next try, after one that failed with `code`, ms. */
  nextDelayMs(code: string): number {
    this.#step += 1
    this.#notReady = NOT_READY.has(code) ? this.#notReady + 1 : 0
    if (this.#everLive && this.#step === 1) return QUICK_MS * (0.5 + this.#random() / 2)
    const attempt = this.#everLive ? this.#step - 1 : this.#step
    return backoffDelay(
      attempt,
      { baseMs: 500, capMs: this.#backSoon(code) ? BACK_SOON_MS : AT_MOST_MS },
      this.#random(),
    )
  }

  #backSoon(code: string): boolean {
    if (!this.#everLive) return false
    if (NOT_REACHED.has(code)) return true
    return NOT_READY.has(code) && this.#earlyLosses < UNWANTED && this.#notReady <= SOON_READY_TRIES
  }
}
