import { describe, expect, it } from 'vitest'
import { FailoverRule } from './failover.ts'

describe('FailoverRule', () => {
  it('leaves an address that has failed for so long, counted from the first try', () => {
    const rule = new FailoverRule(3000)
    expect(rule.leftMs(0)).toBe(Infinity)
    rule.tries(1000)
    rule.tries(2000)
    expect(rule.leftMs(2500)).toBe(1500)
    expect([rule.leaves('refused', 3899), rule.leaves('refused', 3901)]).toEqual([false, true])
  })

  it.each(['rejected', 'tls', 'unsupported', 'settings'])('leaves one that does not want us at once (%s)', (code) => {
    const rule = new FailoverRule(3000)
    rule.tries(0)
    expect(rule.leaves(code, 1)).toBe(true)
  })

  it('counts from the loss when it was live, and from the last byte when it was stuck', () => {
    const rule = new FailoverRule(3000)
    rule.tries(0)
    rule.live()
    expect(rule.leftMs(60_000)).toBe(Infinity)
    rule.lost(60_000, 60_000)
    expect(rule.leaves('closed', 62_899)).toBe(false)
    expect(rule.leaves('closed', 63_000)).toBe(true)
    rule.live()
    rule.lost(70_000, 20_000)
    expect(rule.leaves('timeout', 75_000)).toBe(true)
  })

  it('leaves one that goes live and is lost again and again', () => {
    const rule = new FailoverRule(3000)
    rule.live()
    rule.lost(10_000, 500)
    rule.tries(10_200)
    rule.live()
    rule.lost(11_500, 1000)
    expect(rule.leaves('closed', 12_850)).toBe(false)
    rule.live()
    rule.lost(13_100, 500)
    expect(rule.leaves('closed', 13_100)).toBe(true)
  })

  it('begins anew at the other address', () => {
    const rule = new FailoverRule(3000)
    rule.tries(0)
    rule.begin()
    expect(rule.leaves('refused', 5000)).toBe(false)
    rule.tries(5000)
    expect(rule.leaves('refused', 8000)).toBe(true)
  })
})
