import { describe, expect, it } from 'vitest'
import { FeedMeter, SendMeter } from './meter.ts'
import type { MediaPacket } from './packet.ts'

interface Source {
  readonly fps: number
  readonly seconds: number
  /** B-frames between two reference frames. */
  readonly bFrames?: number
  /** Arrival jitter, ms, either way. */
  readonly jitterMs?: number
  /** Numbers (in presentation order) that are missing. */
  readonly missing?: (number: number) => boolean
  readonly bytes?: number
}

/** Repeatable noise, so that a failure can be seen again. */
function noise(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648
    return state / 2147483648
  }
}

/** Packets as an encoder with this rate makes them: times rounded to ms, in decode order, arriving in real time. */
function* packets(source: Source): Generator<MediaPacket> {
  const { fps, bFrames = 0, jitterMs = 0, bytes = 1000 } = source
  const random = noise(7)
  const total = Math.round(fps * source.seconds)
  const mini = bFrames + 1
  const delay = bFrames === 0 ? 0 : 1
  let decoded = 0
  // Decode order of one mini group: its last frame (a reference), then those shown before it.
  for (let first = 0; first < total; first += mini) {
    const last = Math.min(first + mini, total) - 1
    const order = [last, ...Array.from({ length: last - first }, (_, at) => first + at)]
    for (const shown of order) {
      const number = decoded++
      if (source.missing?.(shown) === true) continue
      const dtsMs = Math.round((number * 1000) / fps)
      const ptsMs = Math.round(((shown + delay) * 1000) / fps)
      yield {
        kind: 'video',
        role: number === 0 || number % Math.round(fps) === 0 ? 'key' : 'delta',
        dtsMs,
        ctsMs: ptsMs - dtsMs,
        body: Buffer.alloc(bytes),
        arrivedMs: 50_000 + (number * 1000) / fps + (random() * 2 - 1) * jitterMs,
      }
    }
  }
}

function measure(source: Source, promised: number | null): ReturnType<FeedMeter['reading']> {
  const meter = new FeedMeter()
  meter.begin()
  meter.expect(promised)
  let last = 0
  for (const packet of packets(source)) {
    meter.packet(packet)
    last = packet.arrivedMs
  }
  return meter.reading(last, false)
}

const RATES = [25, 30000 / 1001, 30, 50, 60000 / 1001, 60]

describe('FeedMeter', () => {
  for (const fps of RATES) {
    const name = fps.toFixed(2)
    for (const bFrames of [0, 1, 3]) {
      it(`reads ${name} fps and no drops with ${bFrames} B-frames, jitter and times rounded to ms`, () => {
        const reading = measure({ fps, seconds: 20, bFrames, jitterMs: 8 }, fps)
        expect(reading.fps).toBeGreaterThan(fps - 0.6)
        expect(reading.fps).toBeLessThan(fps + 0.6)
        expect(reading.droppedTotal).toBe(0)
        expect(reading.framesTotal).toBe(Math.round(fps * 20))
      })
    }

    it(`counts every frame missing at ${name} fps, alone and in a row, with B-frames`, () => {
      const missing = (number: number): boolean => number % 37 === 20 || (number >= 300 && number < 312)
      const total = Math.round(fps * 20)
      const expected = Array.from({ length: total - 10 }, (_, at) => at).filter(missing).length
      for (const bFrames of [0, 2]) {
        expect(measure({ fps, seconds: 20, bFrames, missing }, fps).droppedTotal).toBe(expected)
      }
    })

    it(`finds ${name} fps by itself when no header promises a rate`, () => {
      const reading = measure({ fps, seconds: 12, jitterMs: 8 }, null)
      expect(reading.expectedFps).toBeGreaterThan(fps * 0.999)
      expect(reading.expectedFps).toBeLessThan(fps * 1.001)
    })
  }

  it('counts nothing missing at 29.97 fps where 30 is promised', () => {
    expect(measure({ fps: 30000 / 1001, seconds: 120 }, 30).droppedTotal).toBe(0)
  })

  it('shows a stream thinned to half its rate as half its rate, and each missing frame', () => {
    const reading = measure({ fps: 30, seconds: 20, missing: (number) => number > 150 && number % 2 === 1 }, 30)
    expect(reading.fps).toBeCloseTo(15, 0)
    // 151, 153, … 597; the last one, 599, shows only when a later frame comes.
    expect(reading.droppedTotal).toBe(224)
    expect(reading.expectedFps).toBe(30)
  })

  it('keeps the highest steady rate when the stream thins out later', () => {
    const thin = (number: number): boolean => number > 300 && number % 2 === 1
    expect(measure({ fps: 30, seconds: 30, missing: thin }, null).expectedFps).toBeCloseTo(30, 1)
  })

  it('forgets drops older than a minute, and keeps the total', () => {
    const reading = measure({ fps: 30, seconds: 90, missing: (number) => number >= 60 && number < 70 }, 30)
    expect(reading.droppedTotal).toBe(10)
    expect(reading.droppedLastMinute).toBe(0)
  })

  it('measures bitrate over complete seconds, and the key-frame interval', () => {
    const reading = measure({ fps: 25, seconds: 10, bytes: 20_000 }, 25)
    expect(reading.bitrateKbps).toBeCloseTo(4000, -1)
    expect(reading.bitrateLastMinuteKbps).toBeCloseTo(4000, -1)
    expect(reading.keyFrameIntervalMs).toBe(1000)
  })

  it('knows no rate before the first complete second, and none after the end: never zero', () => {
    const meter = new FeedMeter()
    meter.begin()
    expect(meter.reading(1, false)).toMatchObject({ fps: null, bitrateKbps: null, uptimeMs: null })
    let last = 0
    for (const packet of packets({ fps: 30, seconds: 0.5 })) {
      meter.packet(packet)
      last = packet.arrivedMs
    }
    expect(meter.reading(last, false).fps).toBeNull()
    expect(meter.reading(last + 1000, false).fps).not.toBeNull()
    meter.end()
    expect(meter.reading(last + 2000, false)).toMatchObject({ fps: null, uptimeMs: null, framesTotal: 15 })
  })

  it('reads 0 fps while connected and silent, and leaves nothing of what is over a minute old', () => {
    const meter = new FeedMeter()
    meter.begin()
    for (const packet of packets({ fps: 30, seconds: 10 })) meter.packet(packet)
    expect(meter.reading(50_000 + 20_000, true)).toMatchObject({ fps: 0, stalled: true })
    expect(meter.reading(50_000 + 500_000, true)).toMatchObject({ fps: 0, bitrateLastMinuteKbps: 0 })
  })

  it('takes a jump of the source clock for a jump, not for a million missing frames', () => {
    const meter = new FeedMeter()
    meter.begin()
    meter.expect(30)
    const body = Buffer.alloc(10)
    for (const [number, dtsMs] of [0, 33, 67, 4_000_000, 4_000_033, 5, 38, 72].entries()) {
      meter.packet({
        kind: 'video',
        role: number === 0 ? 'key' : 'delta',
        dtsMs,
        ctsMs: 0,
        body,
        arrivedMs: number * 33,
      })
    }
    expect(meter.reading(300, false).droppedTotal).toBe(0)
  })
})

describe('SendMeter', () => {
  it('measures what was sent, and counts only dropped pictures', () => {
    const meter = new SendMeter()
    let last = 0
    for (const packet of packets({ fps: 30, seconds: 6, bytes: 5000 })) {
      if (last === 0) meter.begin(packet.arrivedMs)
      last = packet.arrivedMs
      if (packet.dtsMs >= 3000 && packet.dtsMs < 4000) meter.dropped(packet)
      else meter.sent(packet)
      meter.dropped({ ...packet, kind: 'audio', role: 'audio' })
    }
    expect(meter.reading(last, 30)).toMatchObject({ framesTotal: 150, droppedTotal: 30, droppedLastMinute: 30 })
  })

  it('keeps totals over a reconnection while rates begin anew', () => {
    const meter = new SendMeter()
    meter.begin(50_000)
    for (const packet of packets({ fps: 30, seconds: 3 })) meter.sent(packet)
    meter.end()
    expect(meter.reading(60_000, 30)).toMatchObject({ fps: null, framesTotal: 90, uptimeMs: null })
    meter.begin(60_000)
    expect(meter.reading(60_500, 30)).toMatchObject({ fps: null, framesTotal: 90, uptimeMs: 500 })
  })
})
