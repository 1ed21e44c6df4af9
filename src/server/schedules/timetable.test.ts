import { describe, expect, it } from 'vitest'
import { nextRuns, timingProblem, wallClock } from './timetable.ts'

const berlin = (cron: string) => ({ cron, at: null, timeZone: 'Europe/Berlin' })
const walls = (cron: string, from: string, count: number) =>
  nextRuns(berlin(cron), Date.parse(from), count).map((ms) => wallClock(ms, 'Europe/Berlin'))

describe('what would run when', () => {
  it('shows how the clock on the wall goes through both changes of it', () => {
    expect(walls('30 2 * * *', '2026-03-28T00:00:00Z', 3)).toEqual([
      '2026-03-28T02:30:00+01:00',
      // Left out on this day: it comes at the hour's new beginning.
      '2026-03-29T03:00:00+02:00',
      '2026-03-30T02:30:00+02:00',
    ])
    expect(walls('30 2 * * *', '2026-10-24T00:00:00Z', 3)).toEqual([
      '2026-10-24T02:30:00+02:00',
      // Comes twice on this day, and counts once, the first time.
      '2026-10-25T02:30:00+02:00',
      '2026-10-26T02:30:00+01:00',
    ])
    expect(wallClock(Date.parse('2026-01-01T00:00:00Z'), 'UTC')).toBe('2026-01-01T00:00:00+00:00')
  })

  it('is one time for what is done once, and none where that is over', () => {
    const once = { cron: null, at: '2026-12-24T17:00', timeZone: 'Europe/Berlin' }
    expect(nextRuns(once, Date.parse('2026-11-01T00:00:00Z'), 5)).toEqual([Date.parse('2026-12-24T16:00:00Z')])
    expect(nextRuns(once, Date.parse('2027-11-01T00:00:00Z'), 5)).toEqual([])
  })

  it('what never comes is a mistake, and not a plan', () => {
    expect(timingProblem(berlin('0 0 31 2 *'))).toMatch(/never comes/)
    expect(timingProblem(berlin('0 0 29 2 *'))).toBeNull()
  })
})
