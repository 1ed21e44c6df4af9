import { backoffDelay } from '../../clock/index.ts'

export interface ReadTimes {
  /** Between reads where nothing tells of changes, ms. */
  readonly pollMs: number
  /** Between reads while vMix tells of changes itself, for what it tells nothing of, ms. */
  readonly slowPollMs: number
  /** From the beginning of one read to the next in the long run, however much happens, ms. */
  readonly minGapMs: number
}

/** A cut, or a handful of changes, is seen at once: so many reads may follow each other at a fifth of the gap. */
const BURST = 8
/** An activator may come a moment before the document shows what it tells of ([?]): it is read once more after this. */
const SETTLE_MS = 250
/** While somebody waits for something to show. */
const WAITING_MS = 150
const SLOWEST_MS = 10_000
const RETRY = { baseMs: 100, capMs: 2000 }
/** A port that refuses costs nothing to ask, and vMix is probably being restarted. */
const RETRY_REFUSED = { baseMs: 100, capMs: 400 }

/**
 * When the state is to be read next. Pure: times come in. One read at a time; what happens while one runs leads to one
 * more after it. A vMix that answers slowly, twice in a row, is asked less often: it spends at most a quarter of its time on polls, and
 * half on reads that something called for.
 */
export class ReadSchedule {
  readonly #times: ReadTimes
  /** Whether activators come, so that polling may be slow. */
  pushed = false
  /** How many wait for something to show. */
  waiting = 0
  #began = Number.NEGATIVE_INFINITY
  #ended = Number.NEGATIVE_INFINITY
  #wanted = true
  #settleAt = Number.POSITIVE_INFINITY
  /** Reads that may still be hurried; grows by one with each gap. */
  #credit = BURST
  #intervalMs = 0
  #failing = false
  /** How long the last two reads took: one that was slow alone says more of the network, or of us, than of vMix. */
  #took: readonly [number, number] = [0, 0]

  constructor(times: ReadTimes) {
    this.#times = times
  }

  /** Something may have changed. */
  want(now: number, options: { readonly settle: boolean }): void {
    this.#wanted = true
    if (options.settle) this.#settleAt = now + SETTLE_MS
  }

  begin(now: number): void {
    this.#credit = Math.min(BURST, this.#credit + (now - this.#began) / this.#times.minGapMs) - 1
    this.#began = now
    this.#wanted = false
    if (this.#settleAt <= now) this.#settleAt = Number.POSITIVE_INFINITY
  }

  succeeded(now: number, random: number): void {
    this.#ended = now
    this.#took = [this.#took[1], now - this.#began]
    this.#failing = false
    // A tenth more or less, so that many watchers of one machine do not ask at the same moment.
    this.#intervalMs = (this.pushed ? this.#times.slowPollMs : this.#times.pollMs) * (0.9 + random / 5)
  }

  /** @param failures how many in a row */
  failed(now: number, failures: number, refused: boolean, random: number): void {
    this.#ended = now
    this.#failing = true
    this.#intervalMs = backoffDelay(failures, refused ? RETRY_REFUSED : RETRY, random)
  }

  /** Time at which the next read is due; may be past. */
  next(): number {
    const tookMs = Math.min(...this.#took)
    const { minGapMs } = this.#times
    const gapMs = Math.min(SLOWEST_MS, Math.max(this.#credit >= 1 ? minGapMs / 5 : minGapMs, 2 * tookMs))
    const intervalMs = this.waiting > 0 ? Math.min(this.#intervalMs, WAITING_MS) : this.#intervalMs
    // After a failure the length of the try says nothing of vMix's work.
    const poll = this.#failing
      ? this.#ended + this.#intervalMs
      : this.#began + Math.min(Math.max(SLOWEST_MS, this.#intervalMs), Math.max(intervalMs, 4 * tookMs))
    const called = this.#wanted ? this.#began + gapMs : Math.max(this.#settleAt, this.#began + gapMs)
    return Math.min(poll, called)
  }
}
