import { describe, expect, it } from 'vitest'
import { LOOK_MS, SilenceRule } from './silence-rule.ts'

/** Looks as planned, from `fromMs` on. @returns when it was taken for hung, and how long it had been silent */
function looks(rule: SilenceRule, fromMs: number, untilMs: number): { atMs: number; silentMs: number } | null {
  for (let ms = fromMs; ms <= untilMs; ms += LOOK_MS) {
    const silentMs = rule.look(ms)
    if (silentMs !== null) return { atMs: ms, silentMs }
  }
  return null
}

describe('SilenceRule', () => {
  it('takes a gateway for hung that has said nothing for so long', () => {
    const rule = new SilenceRule(10_000, 0)
    rule.heard(200)
    expect(looks(rule, LOOK_MS, 60_000)).toEqual({ atMs: 10_500, silentMs: 10_300 })
  })

  it('never one that speaks, though it takes nearly so long', () => {
    const rule = new SilenceRule(10_000, 0)
    for (let second = 0; second < 3600; second += 9.5) {
      rule.heard(second * 1000)
      expect(looks(rule, second * 1000 + LOOK_MS, second * 1000 + 9500)).toBeNull()
    }
  })

  it('gives one that has not spoken yet as long as it likes', () => {
    expect(looks(new SilenceRule(10_000, 0), 0, 3_600_000)).toBeNull()
  })

  it('counts from anew when its own look was late: then everything stood still', () => {
    const rule = new SilenceRule(10_000, 0)
    rule.heard(0)
    expect(looks(rule, LOOK_MS, 9500)).toBeNull()
    // A laptop slept for eight hours.
    const awakeMs = 8 * 3_600_000
    expect(rule.look(awakeMs)).toBeNull()
    expect(looks(rule, awakeMs + LOOK_MS, awakeMs + 9500)).toBeNull()
    expect(rule.look(awakeMs + 10_000)).toBe(10_000)
  })

  it('ends nothing on a machine that stands still again and again, for as long as it does', () => {
    const rule = new SilenceRule(10_000, 0)
    rule.heard(0)
    // Four seconds of nothing, then one in which the supervisor runs and its gateway does not.
    for (let ms = 0; ms < 3_600_000; ms += 5000) expect(looks(rule, ms, ms + 1000)).toBeNull()
  })

  it('is not misled by looks that are a little late', () => {
    const rule = new SilenceRule(10_000, 0)
    rule.heard(0)
    let hungMs: number | null = null
    for (let ms = 1400; hungMs === null && ms < 60_000; ms += 1400) hungMs = rule.look(ms)
    expect(hungMs).toBe(11_200)
  })
})
