import type { MediaReading } from '../health/index.ts'
import { PresentationGaps } from './gaps.ts'
import type { MediaPacket } from './packet.ts'
import { SteadyRate } from './rate.ts'
import { SecondsWindow } from './seconds.ts'

/** Complete seconds over which the present rate is taken: short enough to follow, long enough for a 2 s key-frame interval. */
const PRESENT_SECONDS = 4

/** A frame rate that a header may promise and we believe. */
function plausible(fps: number | null): number | null {
  return fps !== null && fps >= 1 && fps <= 300 ? fps : null
}

/**
 * Measures a feed from its packets as they arrive: rates by arrival, missing frames by gaps in presentation time. Cheap
 * per packet, in fixed memory. Times are on the monotonic clock, ms.
 *
 * @example
 * meter.begin(packet.arrivedMs); meter.expect(29.97)
 * meter.packet(packet)
 * meter.reading(clock.monotonic(), false).fps // 29.97
 */
export class FeedMeter {
  readonly #window = new SecondsWindow()
  readonly #gaps = new PresentationGaps()
  #steady = new SteadyRate()
  #promised: number | null = null
  #began = false
  #upSinceMs: number | null = null
  #frames = 0
  #dropped = 0
  #lastKeyDts: number | null = null
  #keyIntervalMs: number | null = null

  /** A publish begins: everything is counted anew. */
  begin(): void {
    this.#gaps.reset()
    this.#steady = new SteadyRate()
    this.#promised = null
    this.#began = false
    this.#upSinceMs = null
    this.#frames = 0
    this.#dropped = 0
    this.#lastKeyDts = null
    this.#keyIntervalMs = null
  }

  /** The frame rate that the stream's own headers promise; null when they promise none. */
  expect(fps: number | null): void {
    this.#promised = plausible(fps)
  }

  /** What is compared with: the headers' rate, else the highest steady one. */
  get expectedFps(): number | null {
    return this.#promised ?? this.#steady.fps
  }

  packet(packet: MediaPacket): void {
    const at = packet.arrivedMs
    const frame = packet.role === 'key' || packet.role === 'delta'
    if (!this.#began) {
      if (packet.role !== 'key') return
      this.#began = true
      this.#upSinceMs = at
      this.#window.begin(at)
    }
    this.#window.add(at, frame ? 1 : 0, packet.body.length)
    if (!frame) return
    this.#frames += 1
    this.#steady.frame(this.#window.second, packet.dtsMs)
    const expected = this.expectedFps
    const missing = this.#gaps.frame(packet.dtsMs, packet.ctsMs, expected === null ? null : 1000 / expected)
    if (missing > 0) {
      this.#dropped += missing
      this.#window.drop(at, missing)
    }
    if (packet.role === 'key') {
      if (this.#lastKeyDts !== null) this.#keyIntervalMs = packet.dtsMs - this.#lastKeyDts
      this.#lastKeyDts = packet.dtsMs
    }
  }

  /** The publisher is gone: what it delivered stays to be read, rates and uptime do not. */
  end(): void {
    this.#upSinceMs = null
  }

  reading(nowMs: number, stalled: boolean): MediaReading {
    const up = this.#upSinceMs
    return {
      ...rates(this.#window, up === null ? null : nowMs),
      atMs: nowMs,
      expectedFps: this.expectedFps,
      framesTotal: this.#frames,
      droppedTotal: this.#dropped,
      keyFrameIntervalMs: this.#keyIntervalMs,
      uptimeMs: up === null ? null : nowMs - up,
      stalled,
    }
  }
}

/**
 * Figures of one output: what it sent, what its queue dropped, and what it missed while it was lost. Totals run on over reconnections, rates and uptime
 * begin anew with each.
 */
export class SendMeter {
  readonly #window = new SecondsWindow()
  #upSinceMs: number | null = null
  #frames = 0
  #dropped = 0
  #lastKeyDts: number | null = null
  #keyIntervalMs: number | null = null

  /** The first key frame is being sent. */
  begin(atMs: number): void {
    this.#upSinceMs = atMs
    this.#lastKeyDts = null
    this.#window.begin(atMs)
  }

  /** Nothing is sent any more: the destination is lost, or the output closed. */
  end(): void {
    this.#upSinceMs = null
  }

  /** One packet was handed to the destination. */
  sent(packet: MediaPacket): void {
    const role = packet.role
    if (role === 'delta') {
      this.#frames += 1
      this.#window.add(packet.arrivedMs, 1, packet.body.length)
    } else if (role === 'key') {
      this.#frames += 1
      this.#window.add(packet.arrivedMs, 1, packet.body.length)
      if (this.#lastKeyDts !== null) this.#keyIntervalMs = packet.dtsMs - this.#lastKeyDts
      this.#lastKeyDts = packet.dtsMs
    } else {
      this.#window.add(packet.arrivedMs, 0, packet.body.length)
    }
  }

  /** One packet was dropped because the queue was full; only video frames count. */
  dropped(packet: MediaPacket): void {
    if (packet.role !== 'key' && packet.role !== 'delta') return
    this.#dropped += 1
    this.#window.drop(packet.arrivedMs, 1)
  }

  /**
   * Video frames never went out because the destination was lost. They count in the total, which is shown; the last
   * minute, which is judged, tells how it is now: being lost has a verdict of its own.
   */
  missed(frames: number): void {
    this.#dropped += frames
  }

  reading(nowMs: number, expectedFps: number | null): MediaReading {
    const up = this.#upSinceMs
    return {
      ...rates(this.#window, up === null ? null : nowMs),
      atMs: nowMs,
      expectedFps,
      framesTotal: this.#frames,
      droppedTotal: this.#dropped,
      keyFrameIntervalMs: this.#keyIntervalMs,
      uptimeMs: up === null ? null : nowMs - up,
      stalled: false,
    }
  }
}

type Rates = Pick<MediaReading, 'fps' | 'bitrateKbps' | 'bitrateLastMinuteKbps' | 'droppedLastMinute'>

/** @param nowMs null when it is not up: then nothing is measured, and nothing is zero */
function rates(window: SecondsWindow, nowMs: number | null): Rates {
  if (nowMs === null) return { fps: null, bitrateKbps: null, bitrateLastMinuteKbps: null, droppedLastMinute: 0 }
  window.roll(nowMs)
  const present = window.last(PRESENT_SECONDS)
  const minute = window.last(60)
  return {
    fps: present.seconds === 0 ? null : present.frames / present.seconds,
    bitrateKbps: present.seconds === 0 ? null : (present.bytes * 8) / 1000 / present.seconds,
    bitrateLastMinuteKbps: minute.seconds === 0 ? null : (minute.bytes * 8) / 1000 / minute.seconds,
    droppedLastMinute: window.droppedLastMinute(),
  }
}
