import type { MediaPacket } from '../gateway/index.ts'

/** What a receiver has got, counted where it arrived. */
export interface Arrived {
  /** Pictures, key frames among them. */
  readonly frames: number
  readonly keyFrames: number
  /** Of the last two seconds; null where it is not arriving, and in its first second. */
  readonly fps: number | null
  readonly bitrateKbps: number | null
  /** Since the last of it arrived, ms. */
  readonly lastMs: number
}

const slotMs = 250
const slots = 8

/** Counts pictures and bytes, in total and of the last two seconds, in fixed memory. */
export class Arrivals {
  #frames = 0
  #keyFrames = 0
  #beganMs: number | null = null
  #lastMs = 0
  /** Number of the running slot; those before it are in the rings. */
  #slot = 0
  readonly #framesIn = new Float64Array(slots + 1)
  readonly #bytesIn = new Float64Array(slots + 1)

  get frames(): number {
    return this.#frames
  }

  add({ role, body, arrivedMs }: Pick<MediaPacket, 'role' | 'body' | 'arrivedMs'>): void {
    this.#roll(arrivedMs)
    this.#beganMs ??= arrivedMs
    this.#lastMs = arrivedMs
    const at = this.#slot % (slots + 1)
    this.#bytesIn[at] = (this.#bytesIn[at] ?? 0) + body.length
    if (role !== 'key' && role !== 'delta') return
    this.#frames += 1
    if (role === 'key') this.#keyFrames += 1
    this.#framesIn[at] = (this.#framesIn[at] ?? 0) + 1
  }

  /** A publisher came anew: what was before it is no part of its rate. */
  newPublish(): void {
    this.#beganMs = null
    this.#framesIn.fill(0)
    this.#bytesIn.fill(0)
  }

  /** Null while nothing has arrived. @param isPublishing somebody is connected and sends, or should */
  figures(nowMs: number, isPublishing: boolean): Arrived | null {
    if (this.#frames === 0) return null
    const totals = { frames: this.#frames, keyFrames: this.#keyFrames, lastMs: Math.max(0, nowMs - this.#lastMs) }
    this.#roll(nowMs)
    const begunMs = this.#beganMs === null ? 0 : nowMs - this.#beganMs
    if (!isPublishing || begunMs < 1000) return { ...totals, fps: null, bitrateKbps: null }
    const [running, now] = [this.#slot % (slots + 1), nowMs % slotMs]
    // The running slot is left out, or the rate would depend on where in it somebody asked.
    const spanMs = Math.min(slots * slotMs, begunMs - now)
    const sum = (ring: Float64Array) => ring.reduce((total, each, at) => (at === running ? total : total + each), 0)
    return {
      ...totals,
      fps: (sum(this.#framesIn) * 1000) / spanMs,
      bitrateKbps: (sum(this.#bytesIn) * 8) / spanMs,
    }
  }

  #roll(nowMs: number): void {
    const slot = Math.floor(nowMs / slotMs)
    for (let next = Math.max(this.#slot + 1, slot - slots); next <= slot; next++) {
      this.#framesIn[next % (slots + 1)] = 0
      this.#bytesIn[next % (slots + 1)] = 0
    }
    this.#slot = Math.max(this.#slot, slot)
  }
}
