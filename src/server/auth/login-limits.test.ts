import { describe, expect, it } from 'vitest'
import { LoginLimits } from './login-limits.ts'

describe('wrong tokens', () => {
  it('are free five times, then each waits twice as long as the one before, up to a minute', () => {
    const limits = new LoginLimits()
    const waits: number[] = []
    for (let n = 0; n < 14; n++) {
      limits.failed('192.0.2.1', 0)
      waits.push(limits.waitMs('192.0.2.1', 0) / 1000)
    }
    expect(waits).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60])
    expect(limits.waitMs('192.0.2.2', 0)).toBe(0)
    expect(limits.waitMs('192.0.2.1', 61_000)).toBe(0)
  })

  it('of an address that was quiet for a quarter of an hour, or that came in, begin anew', () => {
    const limits = new LoginLimits()
    for (let n = 0; n < 8; n++) limits.failed('192.0.2.1', 0)
    limits.failed('192.0.2.1', 16 * 60_000)
    expect(limits.waitMs('192.0.2.1', 16 * 60_000)).toBe(0)
    for (let n = 0; n < 8; n++) limits.failed('192.0.2.1', 0)
    limits.succeeded('192.0.2.1')
    expect(limits.waitMs('192.0.2.1', 0)).toBe(0)
  })

  it('from many addresses hold all but those from which somebody came in before, for the rest of the minute', () => {
    const limits = new LoginLimits()
    limits.succeeded('198.51.100.7')
    for (let n = 0; n < 100; n++) limits.failed(`192.0.2.${n}`, 1000)
    expect(limits.waitMs('203.0.113.1', 1000)).toBeGreaterThan(50_000)
    expect(limits.waitMs('198.51.100.7', 1000)).toBe(0)
    expect(limits.waitMs('203.0.113.1', 62_000)).toBe(0)
  })

  it('of one IPv6 network are of one', () => {
    const limits = new LoginLimits()
    for (let n = 0; n < 6; n++) limits.failed(`2001:db8::${n}`, 0)
    expect(limits.waitMs('2001:db8:0:0:9:8:7:6', 0)).toBeGreaterThan(0)
    expect(limits.waitMs('2001:db8:0:1::1', 0)).toBe(0)
  })
})
