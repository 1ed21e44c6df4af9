import { describe, expect, it } from 'vitest'
import { movedSkip } from './moved-skip.ts'

const berlin = (cron: string) => ({ cron, at: null, timeZone: 'Europe/Berlin' })
const once = (at: string) => ({ cron: null, at, timeZone: 'Europe/Berlin' })
const now = Date.parse('2026-12-01T12:00Z')
/** A Sunday, 9:50 on the wall. */
const sunday = Date.parse('2026-12-06T08:50Z')

describe('a time that is left out, where the line is moved', () => {
  it.each([
    ['by five minutes, that day stays left out', berlin('55 9 * * 0'), '2026-12-06T08:55Z'],
    ['to the evening, too', berlin('0 19 * * 0'), '2026-12-06T18:00Z'],
    ['of many a day the nearest is', berlin('0 9-11 * * *'), '2026-12-06T09:00Z'],
    ['to a single time of that day, too', once('2026-12-06T00:00'), '2026-12-05T23:00Z'],
  ])('%s', (_, timing, at) => {
    expect(movedSkip(timing, sunday, now)).toBe(Date.parse(at))
  })

  it.each([
    ['to another day, nothing is left out', berlin('50 9 * * 1')],
    ['to a time that is over, nothing is', once('2026-11-29T09:50')],
  ])('%s', (_, timing) => {
    expect(movedSkip(timing, sunday, now)).toBeNull()
  })

  it('one that is over is forgotten, and what is over that day is not left out', () => {
    expect(movedSkip(berlin('55 9 * * 0'), sunday, sunday)).toBeNull()
    expect(movedSkip(berlin('0 9,12 * * 0'), sunday, sunday - 60_000)).toBe(Date.parse('2026-12-06T11:00Z'))
  })
})
