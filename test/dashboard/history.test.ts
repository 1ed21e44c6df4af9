import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { earlierIn } from '../../dashboard/state/earlier.ts'
import { Histories } from '../../dashboard/state/histories.ts'
import { History } from '../../dashboard/state/history.ts'
import { liveStream } from './entities.ts'

function recent(points = 100): History {
  return new History({ figures: 1, points, full: 'slide', stepS: 1, gapS: 4 })
}

describe('the figures of a graph', () => {
  it('stand as they came', () => {
    const history = recent()
    for (const at of [10, 11, 12]) history.add(at, [at * 2])
    expect(history.series()).toEqual({ at: [10, 11, 12], values: [[20, 22, 24]] })
    expect(history.series(11).at).toEqual([11, 12])
  })

  it('have a gap where nothing came, and never a nought', () => {
    const history = recent()
    history.add(10, [5])
    history.add(20, [6])
    expect(history.series()).toEqual({ at: [10, 11, 20], values: [[5, null, 6]] })
  })

  it('break off where the connection was lost, once', () => {
    const history = recent()
    history.add(10, [5])
    history.break(12)
    history.break(13)
    history.add(14, [6])
    expect(history.series()).toEqual({ at: [10, 12, 14], values: [[5, null, 6]] })
  })

  it('what was not measured is a gap too', () => {
    const history = recent()
    history.add(10, [5])
    history.add(11, [null])
    expect(history.series().values).toEqual([[5, null]])
  })

  it('of several within one step the newest counts, and a clock that was set back ruins nothing', () => {
    const history = recent()
    history.add(10, [5])
    history.add(10.3, [6])
    history.add(4, [7])
    history.add(11.2, [8])
    expect(history.series()).toEqual({ at: [10, 11.2], values: [[6, 8]] })
  })

  it('the last ten minutes slide, the session is thinned, its dips and gaps stay', () => {
    const sliding = recent(3)
    const session = new History({ figures: 1, points: 8, full: 'thin', stepS: 1, gapS: 4 })
    for (let at = 0; at < 30; at++) {
      sliding.add(at, [at])
      session.add(at, [at === 5 ? 1 : 30])
    }
    expect(sliding.series().at).toEqual([27, 28, 29])
    expect(session.series().at[0]).toBe(0)
    expect(session.series().values[0]).toContain(1)
  })

  it('of a stretch that the server has kept stand between what is older and newer here', () => {
    const history = recent()
    for (const at of [1, 2]) history.add(at, [1])
    history.break(3)
    for (const at of [7, 9, 20, 21.5]) history.add(at, [2])
    const kept = [10, 11, 12, 20.4].map((at) => ({ at, values: [at === 12 ? null : 3] }))
    history.insert(kept, 1)
    expect(history.series()).toEqual({
      at: [1, 2, 3, 7, 9, 10, 11, 12, 20.4, 21.5],
      values: [[1, 1, null, 2, 2, 3, 3, null, 3, 2]],
    })
    history.insert([], 1)
    expect(history.series().at).toHaveLength(10)
  })

  it('of a session keep a dip, and a gap, that is shorter than its step', () => {
    const session = new History({ figures: 1, points: 100, full: 'thin', stepS: 2, gapS: 4 })
    session.insert([{ at: 0, values: [30] }], 10)
    for (let at = 1; at < 40; at++) session.add(at, [at === 15 ? 3 : at === 25 ? null : 30])
    expect(session.series()).toEqual({ at: [0, 9, 18, 27, 36], values: [[30, 3, null, 30, 30]] })
  })

  it('stay bounded and in order, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: -5, max: 20, noNaN: true }), fc.option(fc.nat())), { maxLength: 300 }),
        fc.constantFrom('slide', 'thin'),
        (steps, full) => {
          const history = new History({ figures: 1, points: 20, full, stepS: 1, gapS: 4 })
          let at = 1000
          for (const [step, value] of steps) history.add((at += step), [value])
          const { at: times, values } = history.series()
          expect(times.length).toBeLessThanOrEqual(20)
          expect(values[0]?.length).toBe(times.length)
          expect(times).toEqual(times.toSorted((a, b) => a - b))
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('the figures of all streams', () => {
  it('are asked for once for each stream and range that somebody looks at, and again after a break', async () => {
    const asked: string[] = []
    const histories = new Histories((key, range) => {
      asked.push(`${key} ${range}`)
      return Promise.resolve(range === 'recent' ? { stepS: 1, samples: [{ at: 5, values: [4000, 30] }] } : null)
    })
    const stream = liveStream(0, [])
    const key = `stream:${stream.instance}/0`
    histories.take([stream], 20)
    for (let n = 0; n < 3; n++) histories.ask(key, 'recent')
    histories.ask(key, 'session')
    await Promise.resolve()
    expect(asked).toEqual([`${key} recent`, `${key} session`])
    expect(histories.of(key).recent.series().at).toEqual([5, 6, 20])
    expect(histories.of(key).session.series().at).toEqual([20])
    histories.askAgain()
    histories.ask(key, 'recent')
    expect(asked).toHaveLength(3)
  })

  it('come by how long ago, whatever clock the tablet has; what is no history is none', () => {
    const body = { stepSeconds: 10, secondsAgo: [20, 10, 0], bitrateKbps: [1, null, 3], fps: [30, 'x', 29.97] }
    expect(earlierIn(body, 1000)).toEqual({
      stepS: 10,
      samples: [
        { at: 980, values: [1, 30] },
        { at: 990, values: [null, null] },
        { at: 1000, values: [3, 29.97] },
      ],
    })
    expect(earlierIn({ stepSeconds: 1, secondsAgo: [0] }, 5)).toEqual({
      stepS: 1,
      samples: [{ at: 5, values: [null, null] }],
    })
    for (const none of [
      {},
      { stepSeconds: 1 },
      { stepSeconds: '1', secondsAgo: [] },
      { stepSeconds: 1, secondsAgo: [null] },
    ])
      expect(earlierIn(none, 0)).toBeNull()
  })
})
