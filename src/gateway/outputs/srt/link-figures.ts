import type { SrtCounters } from './process-messages.ts'

/** Over how long loss is told, ms: long enough to be a rate, short enough to be now. */
const WINDOW_MS = 10_000

interface Sample {
  readonly atMs: number
  readonly sent: number
  readonly retransmitted: number
  readonly lost: number
  readonly dropped: number
}

const NOTHING: Omit<Sample, 'atMs'> = { sent: 0, retransmitted: 0, lost: 0, dropped: 0 }

/** What one connection's line is like now. */
export interface LinkFigures {
  readonly atMs: number
  readonly rttMs: number
  readonly latencyMs: number
  /**
   * Of the packets sent in the last ten seconds, in percent; null before there were any. What was sent again although it
   * had arrived, or was under way, counts neither as lost nor as sent: its loss would be noticed by nobody.
   */
  readonly lossPercent: number | null
  /** Packets that the sender gave up in the last ten seconds, because they were too late. */
  readonly droppedRecently: number
  readonly sendBufferMs: number
  readonly bandwidthKbps: number
  readonly packetsSent: number
  readonly packetsRetransmitted: number
  /** By the line, of both kinds; see `LossEstimate`. */
  readonly packetsLost: number
  readonly packetsDropped: number
}

/** Makes rates of what libsrt counts. Totals go on over connections, rates begin anew with each. */
export class LinkMeter {
  #samples: Sample[] = []
  #last: { readonly atMs: number; readonly counters: SrtCounters } | null = null
  #before = { sent: 0, retransmitted: 0, lost: 0, dropped: 0 }

  /** A connection is over: its totals are kept. */
  end(): void {
    const counters = this.#last?.counters
    if (counters !== undefined) {
      this.#before.sent += counters.packetsSent
      this.#before.retransmitted += counters.packetsRetransmitted
      this.#before.lost += counters.packetsLost
      this.#before.dropped += counters.packetsDropped
    }
    this.#last = null
    this.#samples = []
  }

  see(counters: SrtCounters, atMs: number): void {
    this.#last = { atMs, counters }
    this.#samples.push({
      atMs,
      sent: counters.packetsSent,
      retransmitted: counters.packetsRetransmitted,
      lost: counters.packetsLost,
      dropped: counters.packetsDropped,
    })
    // One that is older than the window stays: the window begins at it.
    while ((this.#samples[1]?.atMs ?? Infinity) <= atMs - WINDOW_MS) this.#samples.shift()
  }

  /** Null while there is no connection, or nothing was counted on it. */
  figures(): LinkFigures | null {
    const last = this.#last
    const first = this.#samples[0]
    const newest = this.#samples.at(-1)
    if (last === null || first === undefined || newest === undefined) return null
    const since = this.#samples.length === 1 ? NOTHING : first
    const lost = newest.lost - since.lost
    const judged = newest.sent - since.sent - (newest.retransmitted - since.retransmitted) + lost
    const { counters } = last
    return {
      atMs: last.atMs,
      rttMs: Math.round(counters.rttMs * 10) / 10,
      latencyMs: counters.latencyMs,
      lossPercent: judged <= 0 ? null : Math.round((lost / judged) * 1000) / 10,
      droppedRecently: newest.dropped - since.dropped,
      sendBufferMs: counters.sendBufferMs,
      bandwidthKbps: counters.bandwidthKbps,
      packetsSent: this.#before.sent + counters.packetsSent,
      packetsRetransmitted: this.#before.retransmitted + counters.packetsRetransmitted,
      packetsLost: Math.round(this.#before.lost + counters.packetsLost),
      packetsDropped: this.#before.dropped + counters.packetsDropped,
    }
  }
}
