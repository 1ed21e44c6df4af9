import { describe, expect, it } from 'vitest'
import { defaultRestartLimits, RestartRule } from './restart-rule.ts'

describe('RestartRule', () => {
  it('waits longer with each death in a row, and gives up at the fifth within a minute', () => {
    const rule = new RestartRule(defaultRestartLimits, () => 0.999_999)
    expect(
      [0, 1000, 2000, 3000, 4000].map((ms) => rule.died(ms)).map((ms) => (ms === null ? null : Math.round(ms))),
    ).toEqual([100, 200, 400, 800, null])
  })

  it('never gives up one that dies more rarely', () => {
    const rule = new RestartRule(defaultRestartLimits, () => 0)
    for (let death = 0; death < 100; death++) expect(rule.died(death * 16_000)).toBeLessThan(5000)
  })

  it('forgets what is long ago', () => {
    const rule = new RestartRule(defaultRestartLimits, () => 0)
    for (const ms of [0, 1, 2, 3]) rule.died(ms)
    expect(rule.died(60_004)).toBe(50)
  })
})
