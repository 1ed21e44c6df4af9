import { readFrameMark, type FrameMark } from '../../src/gateway/index.ts'

const PACKET = 188

/** One PES packet of an elementary stream, as it arrived. */
export interface Unit {
  readonly pid: number
  /** 90 kHz, 33 bits. */
  readonly pts: number
  readonly dts: number
  readonly randomAccess: boolean
  readonly data: Buffer
}

/** Reads a transport stream strictly and from whoever wrote it: what a receiver of ours would see. */
export class TransportStreamReader {
  readonly units: Unit[] = []
  /** Clocks in order, 27 MHz / 300. */
  readonly clocks: number[] = []
  /** Identifiers of the tables' packets. */
  readonly tables: number[] = []
  /** Everything that is not as it must be. */
  readonly faults: string[] = []
  packets = 0
  #rest: Buffer = Buffer.alloc(0)
  readonly #counters = new Map<number, number>()
  readonly #open = new Map<number, { parts: Buffer[]; randomAccess: boolean }>()

  push(bytes: Buffer): void {
    const all = Buffer.concat([this.#rest, bytes])
    let at = 0
    for (; at + PACKET <= all.length; at += PACKET) this.#packet(all.subarray(at, at + PACKET))
    this.#rest = all.subarray(at)
  }

  /** What is not finished by another unit is finished now. */
  end(): this {
    if (this.#rest.length > 0) this.faults.push(`${this.#rest.length} bytes at the end are no packet`)
    for (const pid of this.#open.keys()) this.#finish(pid)
    return this
  }

  /** The simulator's marks of all pictures, in order. */
  marks(): FrameMark[] {
    return this.units.flatMap((unit) => markOf(unit.data) ?? [])
  }

  #packet(packet: Buffer): void {
    this.packets++
    if (packet[0] !== 0x47) return void this.faults.push(`packet ${this.packets}: no sync byte`)
    const pid = packet.readUInt16BE(1) & 0x1fff
    const begins = ((packet[1] ?? 0) & 0x40) !== 0
    const control = ((packet[3] ?? 0) >> 4) & 3
    const counter = (packet[3] ?? 0) & 0x0f
    const hasPayload = (control & 1) !== 0
    const before = this.#counters.get(pid)
    const expected = before === undefined ? counter : hasPayload ? (before + 1) & 0x0f : before
    if (counter !== expected)
      this.faults.push(`packet ${this.packets}: counter of ${pid} is ${counter}, not ${expected}`)
    this.#counters.set(pid, counter)
    let start = 4
    let randomAccess = false
    if ((control & 2) !== 0) {
      const length = packet[4] ?? 0
      start = 5 + length
      if (start > PACKET || (!hasPayload && start !== PACKET))
        this.faults.push(`packet ${this.packets}: adaptation field`)
      if (length > 0) {
        randomAccess = ((packet[5] ?? 0) & 0x40) !== 0
        if (((packet[5] ?? 0) & 0x10) !== 0) this.clocks.push(packet.readUInt32BE(6) * 2 + ((packet[10] ?? 0) >> 7))
      }
    }
    if (!hasPayload) return
    if (pid === 0 || pid === 0x1000) {
      this.tables.push(pid)
      return
    }
    if (begins) {
      this.#finish(pid)
      this.#open.set(pid, { parts: [], randomAccess })
    }
    this.#open.get(pid)?.parts.push(Buffer.from(packet.subarray(start)))
  }

  #finish(pid: number): void {
    const open = this.#open.get(pid)
    if (open === undefined) return
    this.#open.delete(pid)
    const pes = Buffer.concat(open.parts)
    if (pes.readUIntBE(0, 3) !== 1) return void this.faults.push(`${pid}: no PES start code`)
    const length = pes.readUInt16BE(4)
    const headEnd = 9 + (pes[8] ?? 0)
    if (length !== 0 && length + 6 !== pes.length) this.faults.push(`${pid}: PES length ${length} of ${pes.length - 6}`)
    const pts = stamp(pes, 9)
    const dts = ((pes[7] ?? 0) & 0x40) === 0 ? pts : stamp(pes, 14)
    this.units.push({ pid, pts, dts, randomAccess: open.randomAccess, data: pes.subarray(headEnd) })
  }
}

function stamp(pes: Buffer, at: number): number {
  const high = ((pes[at] ?? 0) >> 1) & 7
  const middle = pes.readUInt16BE(at + 1) >> 1
  const low = pes.readUInt16BE(at + 3) >> 1
  return high * 2 ** 30 + middle * 2 ** 15 + low
}

/** NAL units of a byte stream, without start codes. */
export function nalUnits(data: Buffer): Buffer[] {
  const starts: number[] = []
  for (let at = data.indexOf('000001', 0, 'hex'); at !== -1; at = data.indexOf('000001', at + 3, 'hex'))
    starts.push(at + 3)
  return starts.map((start, index) => {
    const next = starts[index + 1]
    if (next === undefined) return data.subarray(start)
    const end = data[next - 4] === 0 ? next - 4 : next - 3
    return data.subarray(start, end)
  })
}

function markOf(data: Buffer): FrameMark | null {
  for (const nal of nalUnits(data)) {
    if (((nal[0] ?? 0) & 0x1f) !== 6) continue
    const body = Buffer.alloc(9 + nal.length)
    body.writeUInt32BE(nal.length, 5)
    nal.copy(body, 9)
    const mark = readFrameMark(body)
    if (mark !== null) return mark
  }
  return null
}
