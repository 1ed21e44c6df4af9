import { array, assert, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dueSince, lookFrom } from './due.ts'
import { nextRun, runsWithin, timingProblem } from './timetable.ts'

const berlin = (given: { readonly cron?: string; readonly at?: string }) => ({
  cron: given.cron ?? null,
  at: given.at ?? null,
  timeZone: 'Europe/Berlin',
})
const at = (text: string) => Date.parse(text)
const shown = (times: readonly number[]) => times.map((time) => new Date(time).toISOString())

describe('a timetable', () => {
  it('a time of the clock on the wall stays that when the clocks are changed', () => {
    const nine = berlin({ cron: '0 9 * * *' })
    expect(shown(runsWithin(nine, at('2026-10-23T12:00Z'), at('2026-10-26T12:00Z'), 9))).toEqual([
      '2026-10-24T07:00:00.000Z',
      '2026-10-25T08:00:00.000Z',
      '2026-10-26T08:00:00.000Z',
    ])
    expect(shown(runsWithin(nine, at('2027-03-26T12:00Z'), at('2027-03-29T12:00Z'), 9))).toEqual([
      '2027-03-27T08:00:00.000Z',
      '2027-03-28T07:00:00.000Z',
      '2027-03-29T07:00:00.000Z',
    ])
  })

  it('a time that is left out in spring comes at three, one that comes twice in autumn comes once', () => {
    const night = berlin({ cron: '30 2 * * *' })
    expect(shown(runsWithin(night, at('2027-03-27T12:00Z'), at('2027-03-28T12:00Z'), 9))).toEqual([
      '2027-03-28T01:00:00.000Z',
    ])
    expect(shown(runsWithin(night, at('2026-10-24T12:00Z'), at('2026-10-25T12:00Z'), 9))).toEqual([
      '2026-10-25T00:30:00.000Z',
    ])
  })

  it('a single time is over once it has been', () => {
    const eve = berlin({ at: '2026-12-24T17:00' })
    expect(nextRun(eve, at('2026-12-01T00:00Z'))).toBe(at('2026-12-24T16:00Z'))
    expect(nextRun(eve, at('2026-12-24T16:00Z'))).toBeNull()
  })

  it('says what belongs there', () => {
    expect(timingProblem(berlin({ cron: '0 9 * * *' }))).toBeNull()
    expect(timingProblem(berlin({ cron: '0 0 9 * * *' }))).toContain('Five fields')
    expect(timingProblem(berlin({ cron: '61 9 * * *' }))).toContain('Five fields')
    expect(timingProblem(berlin({ at: '24.12.2026 17:00' }))).toContain('2026-12-24T17:00')
    expect(timingProblem(berlin({ at: '2026-13-24T17:00' }))).toContain('2026-12-24T17:00')
    expect(timingProblem({ cron: '0 9 * * *', at: null, timeZone: 'Berlin' })).toContain('Europe/Berlin')
  })
})

describe('what is due', () => {
  const nine = berlin({ cron: '0 9 * * *' })
  const time = at('2026-11-22T08:00:00Z')

  it('a run on time is done', () => {
    expect(dueSince(nine, time - 1000, time)).toEqual({ run: time, missed: [], preflight: null })
    expect(dueSince(nine, time, time + 1000)).toEqual({ run: null, missed: [], preflight: null })
  })

  it('one that came while nobody looked is missed, and not done late', () => {
    expect(dueSince(nine, time - 1000, time + 29_000).run).toBe(time)
    expect(dueSince(nine, time - 1000, time + 31_000)).toMatchObject({ run: null, missed: [time] })
  })

  it('after a month off the newest are told, and one that is due now is done', () => {
    const minute = berlin({ cron: '* * * * *' })
    const { run, missed } = dueSince(minute, time - 30 * 86_400_000, time)
    expect(run).toBe(time)
    expect(missed).toHaveLength(19)
    expect(missed.at(-1)).toBe(time - 60_000)
  })

  it('everything is looked at ten minutes before, once', () => {
    expect(dueSince(nine, time - 601_000, time - 600_000).preflight).toBe(time)
    expect(dueSince(nine, time - 600_000, time - 599_000).preflight).toBeNull()
  })

  it('a clock that was put back does nothing twice; one that was far ahead is not waited for', () => {
    expect(dueSince(nine, time + 2000, time - 1000)).toEqual({ run: null, missed: [], preflight: null })
    expect(lookFrom(time + 2000, time - 1000)).toBe(time + 2000)
    expect(lookFrom(time + 86_400_000, time)).toBe(time)
  })

  it('however it is looked, each run is done or missed exactly once', () => {
    const timing = berlin({ cron: '*/7 * * * *' })
    assert(
      property(array(integer({ min: 1, max: 900_000 }), { minLength: 1, maxLength: 60 }), (steps) => {
        let looked = time
        const seen: number[] = []
        for (const step of steps) {
          const { run, missed } = dueSince(timing, looked, looked + step)
          seen.push(...missed, ...(run === null ? [] : [run]))
          looked += step
        }
        expect(seen).toEqual(runsWithin(timing, time, looked, 1e6))
      }),
    )
  })
})
