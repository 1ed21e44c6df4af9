import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareHealth, createHealthJudge, type HealthSample, type MediaReading } from './index.ts'

const rates = [25, 29.97, 30, 50, 59.94, 60]
const recommendations = [null, { min: 3000, max: 6000 }]

interface Moment {
  readonly fps: number
  readonly dropped: number
  readonly kbps: number
  readonly lateMs: number
  readonly connected: boolean
  readonly stalled: boolean
  readonly repeat: number
}
const moment = fc.record<Moment>({
  fps: fc.double({ min: 0, max: 61, noNaN: true }),
  dropped: fc.integer({ min: 0, max: 1500 }),
  kbps: fc.integer({ min: 0, max: 6000 }),
  lateMs: fc.constantFrom(0, 0, 0, 400),
  connected: fc.constantFrom(true, true, true, false),
  stalled: fc.constantFrom(false, false, false, true),
  repeat: fc.integer({ min: 1, max: 60 }),
})
/** How much worse each figure of the other run is. */
const harm = fc.record({
  fps: fc.double({ min: 0, max: 1, noNaN: true }),
  dropped: fc.integer({ min: 0, max: 1000 }),
  kbps: fc.double({ min: 0, max: 1, noNaN: true }),
})

function sample(atMs: number, at: Moment, expectedFps: number): HealthSample {
  const reading: MediaReading = {
    atMs,
    fps: at.fps,
    expectedFps,
    bitrateKbps: at.kbps,
    bitrateLastMinuteKbps: 4000,
    framesTotal: 1,
    droppedTotal: at.dropped,
    droppedLastMinute: at.dropped,
    keyFrameIntervalMs: 1000,
    uptimeMs: 90_000,
    stalled: at.stalled,
  }
  return {
    atMs,
    reading: at.connected ? reading : null,
    live: at.connected,
    shouldBeLive: true,
    eventLoopLateMs: at.lateMs,
  }
}

it('worse figures never give a better verdict, at any moment of any history', () => {
  const history = fc.array(fc.tuple(moment, harm), { minLength: 1, maxLength: 12 })
  const property = fc.property(
    history,
    fc.constantFrom(...rates),
    fc.constantFrom(...recommendations),
    (moments, expectedFps, recommendedKbps) => {
      const [better, worse] = [createHealthJudge({ recommendedKbps }), createHealthJudge({ recommendedKbps })]
      let atMs = 0
      for (const [at, by] of moments) {
        const harmed = {
          ...at,
          fps: at.fps * (1 - by.fps),
          dropped: at.dropped + by.dropped,
          kbps: at.kbps * (1 - by.kbps),
        }
        for (let i = 0; i < at.repeat; i++) {
          atMs += 250
          const a = better.judge(sample(atMs, at, expectedFps))
          const b = worse.judge(sample(atMs, harmed, expectedFps))
          expect(compareHealth(b.healthStatus, a.healthStatus)).toBeGreaterThanOrEqual(0)
        }
      }
    },
  )
  fc.assert(property, { numRuns: 400 })
})

it('whatever happened before, ten clean seconds and a sample make it healthy, and six bad ones make it not', () => {
  const property = fc.property(
    fc.array(moment, { maxLength: 12 }),
    fc.constantFrom(...rates),
    (moments, expectedFps) => {
      const judge = createHealthJudge()
      let atMs = 0
      const go = (at: Moment, ms: number) => {
        let last = judge.judge(sample(atMs, at, expectedFps))
        for (const end = atMs + ms; atMs < end; ) last = judge.judge(sample((atMs += 250), at, expectedFps))
        return last.healthStatus
      }
      const fine: Moment = {
        fps: expectedFps,
        dropped: 0,
        kbps: 4000,
        lateMs: 0,
        connected: true,
        stalled: false,
        repeat: 1,
      }
      for (const at of moments) go(at, at.repeat * 250)
      expect(go(fine, 10_250)).toBe('healthy')
      expect(go({ ...fine, fps: expectedFps / 2 }, 6000)).toBe('critical')
      expect(go(fine, 9000)).toBe('critical')
      expect(go(fine, 1250)).toBe('healthy')
    },
  )
  fc.assert(property, { numRuns: 300 })
})
