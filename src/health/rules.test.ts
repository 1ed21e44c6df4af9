import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  HEALTH_LIMITS,
  HEALTH_REASON_CODES,
  createHealthJudge,
  type HealthJudgeOptions,
  type HealthVerdict,
  type MediaReading,
} from './index.ts'
import { GOOD_READING } from '../../test/support/good-reading.ts'

/** The verdict on a reading that has lasted long enough to count. */
function lasting(reading: Partial<MediaReading>, options: HealthJudgeOptions = {}): HealthVerdict {
  const judge = createHealthJudge(options)
  let verdict: HealthVerdict | null = null
  for (let atMs = 0; atMs <= HEALTH_LIMITS.degradedAfterMs; atMs += 250) {
    verdict = judge.judge({ atMs, reading: { ...GOOD_READING, ...reading, atMs }, live: true, shouldBeLive: true })
  }
  if (verdict === null) throw new Error('no sample')
  return verdict
}
const codes = (verdict: HealthVerdict) => verdict.reasons.map((reason) => reason.code)

describe('frames per second', () => {
  it.each([
    [25, 29 / 30, 25 / 30],
    [29.97, 29 / 30, 25 / 30],
    [30, 29 / 30, 25 / 30],
    [50, 29 / 30, 25 / 30],
    [59.94, 29 / 30, 25 / 30],
    [60, 29 / 30, 25 / 30],
  ])('at %s: healthy from 29/30 on, warning from 25/30 on, critical below', (expectedFps, healthy, warning) => {
    const at = (fps: number) => lasting({ fps, expectedFps }).healthStatus
    expect(at(expectedFps)).toBe('healthy')
    expect(at(expectedFps * healthy + 0.001)).toBe('healthy')
    expect(at(expectedFps * healthy - 0.001)).toBe('warning')
    expect(at(expectedFps * warning + 0.001)).toBe('warning')
    expect(at(expectedFps * warning - 0.001)).toBe('critical')
    expect(at(0)).toBe('critical')
  })

  it('is exact at the limits of 30 and 60', () => {
    expect(lasting({ fps: 29 }).healthStatus).toBe('healthy')
    expect(lasting({ fps: 25 }).healthStatus).toBe('warning')
    expect(lasting({ fps: 58, expectedFps: 60 }).healthStatus).toBe('healthy')
    expect(lasting({ fps: 50, expectedFps: 60 }).healthStatus).toBe('warning')
  })

  it('is compared with what the caller expects, before what the stream promises', () => {
    expect(lasting({ fps: 30, expectedFps: 30 }, { expectedFps: 60 }).healthStatus).toBe('critical')
  })

  it('that is no number is never healthy', () => {
    expect(lasting({ fps: Number.NaN }).healthStatus).toBe('critical')
    expect(lasting({ expectedFps: Number.NaN }).healthStatus).toBe('unknown')
    expect(lasting({ droppedLastMinute: Number.NaN }).healthStatus).toBe('critical')
  })
})

describe('frames missing in the last minute', () => {
  it.each([
    [25, 83, 84, 416, 417],
    [29.97, 99, 100, 499, 500],
    [30, 99, 100, 499, 500],
    [50, 166, 167, 833, 834],
    [59.94, 199, 200, 998, 999],
    [60, 199, 200, 999, 1000],
  ])('at %s: %s healthy, %s and %s warning, %s critical', (expectedFps, healthy, first, last, critical) => {
    const at = (droppedLastMinute: number) => lasting({ fps: expectedFps, expectedFps, droppedLastMinute }).healthStatus
    expect(at(healthy)).toBe('healthy')
    expect(at(first)).toBe('warning')
    expect(at(last)).toBe('warning')
    expect(at(critical)).toBe('critical')
  })

  it('are judged, and the total since the start is not', () => {
    expect(lasting({ droppedTotal: 100_000, droppedLastMinute: 3 }).healthStatus).toBe('healthy')
  })
})

describe('bitrate', () => {
  const recommendedKbps = { min: 3000, max: 6000 }

  it('alone is never critical, however low', () => {
    expect(lasting({ bitrateKbps: 0, bitrateLastMinuteKbps: 0 }, { recommendedKbps }).healthStatus).toBe('warning')
    expect(lasting({ bitrateKbps: 0, droppedLastMinute: 1 }).healthStatus).toBe('warning')
  })

  it('that falls while every frame arrives is a quiet picture, not a fault', () => {
    expect(lasting({ bitrateKbps: 150 }).healthStatus).toBe('healthy')
    expect(lasting({ bitrateKbps: 150 }, { recommendedKbps }).healthStatus).toBe('healthy')
  })

  it('that falls far below its own last minute while frames are missing is a warning', () => {
    expect(codes(lasting({ bitrateKbps: 999, droppedLastMinute: 1 }))).toEqual(['bitrate_low'])
    expect(lasting({ bitrateKbps: 1000, droppedLastMinute: 1 }).healthStatus).toBe('healthy')
  })

  it('that falls below half of the recommended minimum while frames are missing is a warning', () => {
    const at = (bitrateKbps: number) => codes(lasting({ bitrateKbps, droppedLastMinute: 1 }, { recommendedKbps }))
    expect(at(1499)).toEqual(['bitrate_low'])
    expect(at(1500)).toEqual([])
  })

  it('that never came near the recommendation is a warning, once there was a whole minute', () => {
    const low = { bitrateKbps: 1200, bitrateLastMinuteKbps: 1200 }
    expect(codes(lasting(low, { recommendedKbps }))).toEqual(['bitrate_below_recommendation'])
    expect(codes(lasting({ ...low, uptimeMs: 59_000 }, { recommendedKbps }))).toEqual([])
  })

  it('far above the recommendation is a warning', () => {
    const at = (kbps: number) => codes(lasting({ bitrateKbps: kbps, bitrateLastMinuteKbps: kbps }, { recommendedKbps }))
    expect(at(7501)).toEqual(['bitrate_above_recommendation'])
    expect(at(7500)).toEqual([])
  })

  it('not measured is no reason', () => {
    const none = { bitrateKbps: null, bitrateLastMinuteKbps: null, droppedLastMinute: 1 }
    expect(lasting(none).healthStatus).toBe('healthy')
    expect(lasting(none, { recommendedKbps }).healthStatus).toBe('healthy')
  })
})

it('every reason says what is and what to do', () => {
  const verdict = lasting(
    { fps: 26, droppedLastMinute: 700, bitrateKbps: 100, bitrateLastMinuteKbps: 1000 },
    { recommendedKbps: { min: 3000, max: 6000 } },
  )
  expect(codes(verdict)).toEqual(['frames_dropped', 'fps_low', 'bitrate_low', 'bitrate_below_recommendation'])
  for (const reason of verdict.reasons) {
    expect(reason.message).toMatch(/^\S.*\.$/)
    expect(reason.action).toMatch(/^[A-Z].*\.$/)
  }
  expect(verdict.reasons[0]?.message).toBe('700 frames are missing in the last minute.')
  expect(verdict.reasons[1]?.message).toBe('26 frames per second instead of 30.')
})

it('docs/health.md explains every reason, and no other', () => {
  const page = readFileSync(new URL('../../docs/health.md', import.meta.url), 'utf8')
  const table = page.slice(page.indexOf('## The reasons'), page.indexOf('## In a program'))
  const explained = [...table.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1])
  expect(explained).toHaveLength(HEALTH_REASON_CODES.length)
  expect(new Set(explained)).toEqual(new Set(HEALTH_REASON_CODES))
})
