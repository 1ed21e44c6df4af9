import { isHeader, StreamHeaders } from './headers.ts'
import type { FeedTap } from './outputs/output.ts'
import type { MediaPacket } from './packet.ts'

interface Tap {
  readonly output: FeedTap
  /** Has had a key frame of the present run of packets. */
  started: boolean
  skipped: number
}

/**
 * One stream of packets, many outputs. Each is given the latest metadata and codec headers, starts at a key frame, and
 * then gets every packet; one that throws is taken off, and the others miss nothing.
 */
export class FanOut {
  /** Replaced, never changed: it may be walked while an output is taken off. */
  #taps: readonly Tap[] = []
  readonly #headers = new StreamHeaders()
  readonly #onBroken: (output: FeedTap, cause: unknown) => void

  /** @param onBroken an output threw: a defect of ours. It is detached before. */
  constructor(onBroken: (output: FeedTap, cause: unknown) => void) {
    this.#onBroken = onBroken
  }

  get outputs(): readonly FeedTap[] {
    return this.#taps.map((tap) => tap.output)
  }

  packet(packet: MediaPacket): void {
    this.#headers.see(packet)
    for (const tap of this.#taps) this.#give(tap, packet)
  }

  /** No packets for now; with the next ones every output waits for a key frame. */
  ended(kind: 'ended' | 'lost'): void {
    this.#headers.forget()
    for (const tap of this.#taps) {
      tap.started = false
      this.#tell(tap, (output) => output.feedEnded(kind))
    }
  }

  /** From here on the output gets everything: headers now where there are any, the rest from the next key frame on. */
  add(output: FeedTap): void {
    const tap: Tap = { output, started: false, skipped: 0 }
    this.#taps = [...this.#taps, tap]
    for (const header of this.#headers.all()) this.#give(tap, header)
  }

  /** Takes an output off, without closing it; null when it is not here. */
  remove(outputId: string): FeedTap | null {
    const gone = this.#taps.find((tap) => tap.output.outputId === outputId)
    this.#taps = this.#taps.filter((tap) => tap !== gone)
    return gone?.output ?? null
  }

  /** Frames that an output missed while it waited for the first key frame. */
  skipped(outputId: string): number {
    return this.#taps.find((tap) => tap.output.outputId === outputId)?.skipped ?? 0
  }

  #give(tap: Tap, packet: MediaPacket): void {
    if (!tap.started && !isHeader(packet)) {
      if (packet.role === 'delta') tap.skipped += 1
      if (packet.role !== 'key') return
      tap.started = true
    }
    try {
      tap.output.packet(packet)
    } catch (cause) {
      this.#takeOff(tap, cause)
    }
  }

  #tell(tap: Tap, what: (output: FeedTap) => void): void {
    try {
      what(tap.output)
    } catch (cause) {
      this.#takeOff(tap, cause)
    }
  }

  #takeOff(tap: Tap, cause: unknown): void {
    this.remove(tap.output.outputId)
    this.#onBroken(tap.output, cause)
  }
}
