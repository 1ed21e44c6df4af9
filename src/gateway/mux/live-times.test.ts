import { describe, expect, it } from 'vitest'
import { LiveAudioTimes, LiveVideoTimes } from './live-times.ts'

describe('LiveVideoTimes', () => {
  it('passes regular frames on as they are', () => {
    const times = new LiveVideoTimes()
    const placed = [0, 33, 67, 100].map((dts) => times.place(dts, 67))
    expect(placed.map(({ start }) => start)).toEqual([0, 33, 67, 100])
    expect(placed.map(({ composition }) => composition)).toEqual([67, 67, 67, 67])
    expect(placed.slice(1).map(({ duration }) => duration)).toEqual([33, 34, 33])
  })

  it('never leaps by more than two frames over a gap, and shows each picture when it should be', () => {
    const times = new LiveVideoTimes()
    const stamps = [0, 33, 66, ...Array.from({ length: 60 }, (_, at) => 1066 + at * 33)]
    let last = times.place(-33, 0)
    for (const dts of stamps) {
      const place = times.place(dts, 10)
      expect(place.start + place.composition).toBe(dts + 10)
      expect(place.start).toBeGreaterThan(last.start)
      expect(place.start - last.start).toBeLessThanOrEqual(2 * last.duration)
      last = place
    }
    expect(last.start).toBe(stamps.at(-1))
  })

  it('keeps rising where the times stand still', () => {
    const times = new LiveVideoTimes()
    const starts = [5, 5, 5, 4].map((dts) => times.place(dts, 0).start)
    expect(starts).toEqual([5, 6, 7, 8])
  })
})

describe('LiveAudioTimes', () => {
  it('counts frames that are stamped in whole ms', () => {
    const times = new LiveAudioTimes({ sampleRate: 48_000, samplesPerFrame: 1024 })
    expect([1000, 1021, 1043, 1064, 1085].map((dts) => times.place(dts).start)).toEqual([
      48_000, 49_024, 50_048, 51_072, 52_096,
    ])
  })

  it('follows the stamp where sound is missing or the clock went another way, and never goes back', () => {
    const times = new LiveAudioTimes({ sampleRate: 48_000, samplesPerFrame: 1024 })
    expect([0, 500, 521, 100].map((dts) => times.place(dts).start)).toEqual([0, 24_000, 25_024, 25_025])
  })
})
