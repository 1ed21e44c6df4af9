import { describe, expect, it } from 'vitest'
import { nextRound } from './rounds.ts'

describe('nextRound', () => {
  it('is that of the next verdict while pictures arrive', () => {
    expect(nextRound(5000, 5000, 6000, 6380)).toBe(6000)
    expect(nextRound(5000, 5000, 6000, Infinity)).toBe(6000)
  })

  it('comes before a check can find something, so that the check itself is known to be on time', () => {
    expect(nextRound(5000, 5000, 6000, 5700)).toBe(5600)
  })

  it('comes ten times a second while something may be found at any moment', () => {
    expect(nextRound(5000, 5000, 6000, 5050)).toBe(5100)
    expect(nextRound(5010, 5000, 6000, -Infinity)).toBe(5100)
  })

  it('comes soon, and not at once, after one that was late', () => {
    expect(nextRound(5400, 5000, 6400, -Infinity)).toBe(5450)
  })
})
