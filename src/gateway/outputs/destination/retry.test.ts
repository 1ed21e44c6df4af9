import { describe, expect, it } from 'vitest'
import { RetryRule } from './retry.ts'

const delays = (rule: RetryRule, count: number, code = 'refused'): number[] =>
  Array.from({ length: count }, () => rule.nextDelayMs(code))

describe('RetryRule', () => {
  it('waits 0.5 s at first and 10 s at most, the upper half random', () => {
    expect(delays(new RetryRule(() => 0), 8)).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000, 5000])
    expect(Math.max(...delays(new RetryRule(() => 0.999), 20))).toBeLessThanOrEqual(10_000)
  })

  it('tries quickly after a loss, but not again and again when it is cut off at once', () => {
    const rule = new RetryRule(() => 0)
    rule.live()
    rule.lost(60_000)
    expect(delays(rule, 2)).toEqual([100, 250])
    rule.live()
    rule.lost(50)
    expect(rule.nextDelayMs('closed')).toBe(400)
    rule.live()
    rule.lost(10_000)
    expect(rule.nextDelayMs('closed')).toBe(100)
  })

  it.each([
    ['refused', 10_000],
    ['unreachable', 10_000],
    ['dns', 10_000],
    ['timeout', 10_000],
    ['closed', 500],
    ['tls', 500],
    ['protocol', 500],
  ])(
    'one that was live and is away (%s) is tried at least every 0.8 s: for ever when nobody is there, else for minutes',
    (code, tries) => {
      const rule = new RetryRule(() => 0.999_999)
      rule.live()
      rule.lost(60_000)
      expect(Math.max(...delays(rule, tries, code))).toBeLessThanOrEqual(800)
      const least = new RetryRule(() => 0)
      least.live()
      least.lost(60_000)
      expect(Math.min(...delays(least, tries, code).slice(2))).toBe(400)
    },
  )

  it.each(['closed', 'tls', 'protocol'])(
    'one that accepts and is not ready (%s) for minutes is left alone then',
    (code) => {
      const rule = new RetryRule(() => 0.999_999)
      rule.live()
      rule.lost(60_000)
      const minutes = delays(rule, 500, code).reduce((sum, ms) => sum + ms, 0) / 60_000
      expect(minutes).toBeGreaterThan(4)
      expect(delays(rule, 100, code).map((ms) => Math.round(ms / 1000))).toEqual(Array.from({ length: 100 }, () => 10))
      // Somebody else is there now, or it was not for a while.
      delays(rule, 1)
      expect(rule.nextDelayMs(code)).toBeLessThanOrEqual(800)
      // Once it was back for long, it all begins anew.
      rule.live()
      rule.lost(60_000)
      expect(rule.nextDelayMs(code)).toBeLessThanOrEqual(200)
    },
  )

  it.each(['rejected', 'process', 'address'])(
    'one that says no (%s) is left alone more and more, once live too',
    (code) => {
      const rule = new RetryRule(() => 0)
      rule.live()
      rule.lost(60_000)
      expect(delays(rule, 7, code)).toEqual([100, 250, 500, 1000, 2000, 4000, 5000])
    },
  )

  it('one that accepts and cuts off again and again is left alone more and more, unless it is away', () => {
    const rule = new RetryRule(() => 0)
    for (let times = 0; times < 4; times++) {
      rule.live()
      rule.lost(500)
      rule.nextDelayMs('closed')
    }
    expect(delays(rule, 4, 'closed')).toEqual([2000, 4000, 5000, 5000])
    expect(delays(rule, 1, 'refused')).toEqual([400])
  })

  it('gives a refused key up after four tries, network trouble never', () => {
    const refused = new RetryRule(Math.random)
    expect([1, 2, 3, 4].map(() => refused.givesUp('rejected'))).toEqual([false, false, false, true])
    const away = new RetryRule(Math.random)
    expect(Array.from({ length: 1000 }, () => away.givesUp('refused'))).not.toContain(true)
  })

  it('suspects the key of one that accepts and soon hangs up, again and again', () => {
    const rule = new RetryRule(Math.random)
    for (const lastedMs of [500, 900]) {
      rule.live()
      rule.lost(lastedMs)
    }
    expect(rule.suspicion).toBeNull()
    rule.lost(700)
    expect(rule.suspicion).toContain('check the stream key')
    rule.lost(60_000)
    expect(rule.suspicion).toBeNull()
  })

  it('does not give up one that has been live', () => {
    const rule = new RetryRule(Math.random)
    rule.live()
    expect(Array.from({ length: 100 }, () => rule.givesUp('rejected'))).not.toContain(true)
  })

  it('gives up at once where it is told to, and after some more refusals once it was live', () => {
    const strict = { refusals: 1, refusalsOnceLive: 3 }
    expect(new RetryRule(Math.random, strict).givesUp('rejected')).toBe(true)
    const once = new RetryRule(Math.random, strict)
    once.live()
    expect([1, 2, 3].map(() => once.givesUp('rejected'))).toEqual([false, false, true])
  })
})
