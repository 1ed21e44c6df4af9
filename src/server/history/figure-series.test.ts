import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FigureSeries } from './figure-series.ts'
import { type KeptFigures, notMeasured, thinned } from './moment.ts'

const figures = (fps: number | null, bitrateKbps: number | null = 6000): KeptFigures => ({
  fps,
  bitrateKbps,
  droppedFrames: 0,
})
const fpsOf = (moments: readonly KeptFigures[]) => moments.map(({ fps }) => fps)

describe('the figures of one stream', () => {
  it('stand as they came, with the digits that they had', () => {
    const series = new FigureSeries()
    series.add(100, { fps: 29.97, bitrateKbps: 123_456, droppedFrames: 5_184_001 })
    expect(series.read('10m', 100)).toEqual({
      stepS: 1,
      moments: [{ at: 100, fps: 29.97, bitrateKbps: 123_456, droppedFrames: 5_184_001 }],
    })
  })

  it('have a gap where nothing came for longer than four seconds, and never a nought', () => {
    const series = new FigureSeries()
    for (const at of [100, 101, 105, 110]) series.add(at, figures(30))
    const { moments } = series.read('10m', 110)
    expect(moments.map(({ at, fps }) => [at, fps])).toEqual([
      [100, 30],
      [101, 30],
      [105, 30],
      [106, null],
      [110, 30],
    ])
  })

  it('break off once, where it is known that nothing comes any more', () => {
    const series = new FigureSeries()
    series.break(99)
    series.add(100, figures(30))
    for (const at of [101, 102, 103]) series.break(at)
    series.add(104, figures(30))
    expect(fpsOf(series.read('10m', 104).moments)).toEqual([30, null, 30])
  })

  it('of the session keep the dip of each ten seconds, a gap of one, and the frames dropped last', () => {
    const series = new FigureSeries()
    for (let at = 0; at < 40; at++) {
      const measured = at === 25 ? notMeasured : { fps: at === 12 ? 3 : 30, bitrateKbps: 6000, droppedFrames: at }
      series.add(at, measured)
    }
    const { stepS, moments } = series.read('session', 40)
    expect([stepS, fpsOf(moments)]).toEqual([10, [30, 3, null, 30]])
    expect(moments.map(({ droppedFrames }) => droppedFrames)).toEqual([9, 19, null, 39])
  })

  it('reach back ten minutes and a day, and take no more room than that', () => {
    const series = new FigureSeries()
    const hours = 30
    for (let at = 0; at < hours * 3600; at++) series.add(at, figures(at % 100))
    const now = hours * 3600
    const recent = series.read('10m', now)
    expect([recent.moments[0]?.at, recent.moments.length]).toEqual([now - 600, 600])
    const session = series.read('session', now)
    expect(session.moments[0]?.at).toBeCloseTo(now - 86_400, -2)
    expect([session.stepS, session.moments.length]).toEqual([120, 720])
  })

  it('are thinned in order, each time of its first, however many there are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.nat(100)), { maxLength: 200 }),
        fc.integer({ min: 1, max: 50 }),
        (values, most) => {
          const moments = values.map((fps, at) => ({ at, ...figures(fps) }))
          const thin = thinned(moments, most)
          expect(thin.length).toBeLessThanOrEqual(most)
          const measured = values.filter((value) => value !== null)
          const left = fpsOf(thin).filter((value) => value !== null)
          // Nothing is made up, and where there is no gap the lowest is still there.
          expect(left.every((value) => measured.includes(value))).toBe(true)
          const lowest = measured.length === values.length ? Math.min(...measured) : Math.min(...left)
          expect(Math.min(...left)).toBe(lowest)
          expect(thin.map(({ at }) => at)).toEqual(thin.map(({ at }) => at).toSorted((a, b) => a - b))
        },
      ),
    )
  })
})
