import { describe, expect, it } from 'vitest'
import { moment } from './time-argument.ts'

describe('a moment as it is typed', () => {
  it.each([
    ['2026-11-22', '2026-11-22T00:00:00.000Z'],
    ['2026-11-22T19:30', '2026-11-22T19:30:00.000Z'],
    ['2026-11-22 19:30:05', '2026-11-22T19:30:05.000Z'],
    ['2026-11-22T19:30:05.250Z', '2026-11-22T19:30:05.250Z'],
    ['2026-11-22T20:30+01:00', '2026-11-22T19:30:00.000Z'],
  ])('%s is %s, whatever the machine’s own zone', (text, expected) => {
    expect(new Date(moment(text)).toISOString()).toBe(expected)
  })

  it.each([
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
  ])('%s is so long ago', (text, ms) => {
    expect(Math.abs(Date.now() - ms - moment(text))).toBeLessThan(5000)
  })

  it.each([
    '',
    'yesterday',
    '2026-13-01',
    '2026-02-30',
    '2026-11-31T10:00Z',
    '2026-02-29',
    '2026-11-22T25:00',
    '19:30',
    '-2h',
    '2 h',
    '1e3s',
  ])('%j is none', (text) => {
    expect(() => moment(text)).toThrow('It is a time')
  })
})
