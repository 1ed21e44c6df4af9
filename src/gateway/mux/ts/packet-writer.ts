export const PACKET_BYTES = 188
const HEAD_BYTES = 4
const SYNC = 0x47
/** Length, flags and the clock: what an adaptation field with a PCR takes. */
const CLOCK_BYTES = 8
const RANDOM_ACCESS = 0x40
const HAS_CLOCK = 0x10

/** Numbers of a stream's clocks are counted in 90 kHz and wrap at 2^33. */
export const CLOCK_WRAP = 2 ** 33

/** What the first packet of a PES packet carries beside it. */
export interface PacketMarks {
  /** The programme clock reference, in 90 kHz, or null. */
  readonly clock: number | null
  /** Decoding can start here. */
  readonly randomAccess: boolean
}

/**
 * Cuts what it is given into transport packets (ISO/IEC 13818-1, 2.4.3) with one continuity counter per identifier, into a
 * buffer that whoever takes it owns.
 */
export class PacketWriter {
  readonly #counters = new Map<number, number>()
  #out: Buffer = Buffer.allocUnsafe(64 * 1024)
  #length = 0

  /** Everything written since the last time. */
  take(): Buffer {
    const taken = Buffer.from(this.#out.subarray(0, this.#length))
    this.#length = 0
    return taken
  }

  /** A table: one packet that is ready but for its counter. */
  table(pid: number, packet: Buffer): void {
    const start = this.#room(1)
    packet.copy(this.#out, start)
    this.#out[start + 3] = 0x10 | this.#next(pid)
  }

  /** A packet with nothing but the clock; it does not count. */
  clock(pid: number, clock: number): void {
    const start = this.#room(1)
    this.#head(start, pid, false, 0x20 | this.#last(pid))
    this.#adaptation(start + HEAD_BYTES, PACKET_BYTES - HEAD_BYTES, { clock, randomAccess: false })
  }

  /** One PES packet, head and content, over as many packets as it takes; the last one is filled up. */
  pes(pid: number, head: Buffer, content: Buffer, marks: PacketMarks): void {
    const total = head.length + content.length
    let done = 0
    while (done < total) {
      const first = done === 0
      const start = this.#room(1)
      const marked = first && (marks.clock !== null || marks.randomAccess)
      const least = marked ? (marks.clock === null ? 2 : CLOCK_BYTES) : 0
      const bytes = Math.min(total - done, PACKET_BYTES - HEAD_BYTES - least)
      const adaptation = PACKET_BYTES - HEAD_BYTES - bytes
      this.#head(start, pid, first, (adaptation > 0 ? 0x30 : 0x10) | this.#next(pid))
      if (adaptation > 0) this.#adaptation(start + HEAD_BYTES, adaptation, marked ? marks : null)
      this.#copy(head, content, done, bytes, start + HEAD_BYTES + adaptation)
      done += bytes
    }
  }

  #copy(head: Buffer, content: Buffer, from: number, bytes: number, to: number): void {
    const ofHead = Math.max(0, Math.min(bytes, head.length - from))
    if (ofHead > 0) head.copy(this.#out, to, from, from + ofHead)
    const at = from + ofHead - head.length
    if (bytes > ofHead) content.copy(this.#out, to + ofHead, at, at + bytes - ofHead)
  }

  #head(at: number, pid: number, begins: boolean, last: number): void {
    const out = this.#out
    out[at] = SYNC
    out[at + 1] = (begins ? 0x40 : 0) | (pid >> 8)
    out[at + 2] = pid & 0xff
    out[at + 3] = last
  }

  /** An adaptation field of exactly `bytes`, its own length included. */
  #adaptation(at: number, bytes: number, marks: PacketMarks | null): void {
    const out = this.#out
    out[at] = bytes - 1
    if (bytes === 1) return
    const clock = marks?.clock ?? null
    out[at + 1] = (marks?.randomAccess === true ? RANDOM_ACCESS : 0) | (clock === null ? 0 : HAS_CLOCK)
    let next = at + 2
    if (clock !== null) {
      out.writeUInt32BE(Math.floor(clock / 2), next)
      // The lowest bit, six reserved ones, and an extension of 0: our clock's step is 1/90,000 s.
      out[next + 4] = ((clock % 2) << 7) | 0x7e
      out[next + 5] = 0
      next += 6
    }
    out.fill(0xff, next, at + bytes)
  }

  #next(pid: number): number {
    const counter = this.#counters.get(pid) ?? 0
    this.#counters.set(pid, (counter + 1) & 0x0f)
    return counter
  }

  #last(pid: number): number {
    return ((this.#counters.get(pid) ?? 0) + 15) & 0x0f
  }

  /** Where so many more packets go. */
  #room(packets: number): number {
    const start = this.#length
    const needed = start + packets * PACKET_BYTES
    if (needed > this.#out.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.#out.length * 2))
      this.#out.copy(larger, 0, 0, start)
      this.#out = larger
    }
    this.#length = needed
    return start
  }
}
