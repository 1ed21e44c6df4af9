/** What libsrt has counted on a connection until now. */
export interface LossCounts {
  /** Packets sent, those that were sent again among them. */
  readonly sent: number
  readonly sentAgain: number
  /** Loss reports that the receiver sent, and the packets that they listed. */
  readonly reports: number
  readonly listed: number
  readonly rttMs: number
}

interface Look {
  readonly atMs: number
  readonly passedMs: number
  readonly reports: number
  readonly listed: number
  sentAgain: number
  readonly rttMs: number
}

/** A receiver lists all that it misses so often at most (libsrt's `m_iMinNakInterval_us`), and twice in a round trip. */
const LIST_MS = 20
/** A report and what is sent again wait this long in the two programs; libsrt's round trip does not tell of it. */
const HELD_UP_MS = 4
const QUIET_AFTER_MS = 5000
/** Over how long the rate of losses is told that the next report is judged by. */
const MEMORY_MS = 10_000
/** So much of a round trip after a packet was sent again, libsrt begins to believe that it was lost again: 1 − 4 × its variation. */
const SOONEST_AGAIN = 0.1
const SURELY_AGAIN = 0.6

/**
 * How many packets the line has lost, of what libsrt counts. It counts what receivers report, and what it sends again; both
 * are more, by up to two thirds: a receiver reports a gap at once, and then, about twice in each round trip, lists all that
 * it still misses, so that a packet that has long been sent again, and is under way, is listed again and often sent again.
 * Looked at often, the two kinds of report are told apart: a list holds all that was found lost within the last round trip,
 * and what it holds beside that is lost anew. Where a report could be either, it counts by how likely each is.
 */
export class LossEstimate {
  #last: LossCounts = { sent: 0, sentAgain: 0, reports: 0, listed: 0, rttMs: 0 }
  #lastMs: number
  /** What was lost within the last round trip; sent again, and not there yet. */
  #underWay: { readonly atMs: number; readonly packets: number }[] = []
  /** What was last reported; it is judged a look later, because libsrt may still be sending it again. */
  #open: Look | null = null
  #listedAllMs = Number.NEGATIVE_INFINITY
  #reportedMs = Number.NEGATIVE_INFINITY
  /** Of the last seconds, each weighing less the older it is. */
  readonly #recent = { lost: 0, sent: 0, ms: 0 }
  #lost = 0

  /** @param atMs when the connection began */
  constructor(atMs: number) {
    this.#lastMs = atMs
  }

  /** Since the connection began; an estimate, and so not whole. */
  get packetsLost(): number {
    return this.#lost
  }

  /** Nothing was reported lately: it need not be looked at so often. */
  get quiet(): boolean {
    return this.#lastMs - this.#reportedMs > QUIET_AFTER_MS
  }

  /** To be called some 100 times a second, or 20 times while it is quiet. */
  see(counts: LossCounts, atMs: number): void {
    const passedMs = atMs - this.#lastMs
    const listed = counts.listed - this.#last.listed
    const sentAgain = counts.sentAgain - this.#last.sentAgain
    this.#age(counts.sent - this.#last.sent, passedMs)
    if (this.#open !== null) {
      this.#open.sentAgain = Math.min(this.#open.listed, this.#open.sentAgain + Math.max(0, sentAgain - listed))
      this.#judge(this.#open)
      this.#open = null
    }
    if (listed > 0) {
      this.#reportedMs = atMs
      const reports = Math.max(1, counts.reports - this.#last.reports)
      const { rttMs } = counts
      this.#open = { atMs, passedMs, reports, listed, sentAgain: Math.min(sentAgain, listed), rttMs }
    }
    this.#last = counts
    this.#lastMs = atMs
  }

  #age(sent: number, ms: number): void {
    const kept = Math.exp(-ms / MEMORY_MS)
    this.#recent.lost *= kept
    this.#recent.sent = this.#recent.sent * kept + sent
    this.#recent.ms = this.#recent.ms * kept + ms
  }

  #judge(look: Look): void {
    while ((this.#underWay[0]?.atMs ?? Infinity) <= look.atMs - look.rttMs - HELD_UP_MS) this.#underWay.shift()
    const underWay = this.#underWay.reduce((sum, { packets }) => sum + packets, 0)
    const listsAll = this.#chanceOfList(look, underWay)
    // The time to the next list runs from the last one, or from the first packet that is missed.
    if (underWay < 0.5 || listsAll > 0.5) this.#listedAllMs = look.atMs
    const packets = Math.max(0, Math.min(look.listed - listsAll * underWay, look.sentAgain))
    if (packets === 0) return
    this.#underWay.push({ atMs: look.atMs, packets })
    this.#lost += packets
    this.#recent.lost += packets
  }

  /** How likely it is, 0 to 1, that one of these reports was a list of all that is missed, what is under way among it. */
  #chanceOfList({ atMs, passedMs, reports, listed, sentAgain, rttMs }: Look, underWay: number): number {
    if (underWay < 0.5) return 0
    // Not sent again: libsrt knows that it has just done so.
    if (sentAgain < listed) return 1
    const listEveryMs = Math.max(LIST_MS, rttMs / 2)
    if (atMs + passedMs - this.#listedAllMs < listEveryMs * 0.9) return 0
    const { lost, sent, ms } = this.#recent
    const share = Math.max(0.005, lost / Math.max(200, sent))
    const lossesNow = (passedMs * Math.max(1, lost)) / Math.max(2000, ms)
    const youngest = (atMs - (this.#underWay.at(-1)?.atMs ?? 0)) / rttMs
    const oldEnough = Math.max(0, Math.min(1, (youngest - SOONEST_AGAIN) / (SURELY_AGAIN - SOONEST_AGAIN)))
    const beyond = listed - underWay - (reports - 1)
    const fits = beyond >= 0 ? share ** beyond : Math.exp(-(beyond ** 2) / (0.3 * Math.max(1, underWay)))
    const gapsOnly = lossesNow ** reports * share ** Math.max(0, listed - reports)
    const withList = (passedMs / listEveryMs) * lossesNow ** (reports - 1) * fits * oldEnough
    const either = gapsOnly + withList
    return either > 0 ? withList / either : 1
  }
}
