import { describe, expect, it } from 'vitest'
import type { VMixState } from '../../vmix/index.ts'
import { clockLine } from './clock.ts'
import { diskLine } from './disk.ts'
import { soundLine } from './sound.ts'
import { uploadLine } from './upload.ts'

describe('the lights of a preflight', () => {
  it('upload: less than the show needs is red, less than half as much again yellow', () => {
    const light = (kbps: number, needed: number | null, isAtMost = false) =>
      uploadLine({ kbps, isAtMost }, needed).light
    expect([light(9999, 10_000), light(10_000, 10_000), light(14_999, 10_000), light(15_000, 10_000)]).toEqual([
      'red',
      'yellow',
      'yellow',
      'green',
    ])
    expect(light(1_000_000, null)).toBe('yellow')
    // It may be much less than that, so it is never green.
    expect([light(9999, 10_000, true), light(10_000, 10_000, true), light(99_000, 10_000, true)]).toEqual([
      'red',
      'yellow',
      'yellow',
    ])
  })

  it('disk: room for the whole show is green, less yellow, next to none red', () => {
    // 3 h at 6000 kb/s are 8.1 GB.
    const light = (free: number) => diskLine('show', free, { hours: 3, kbps: null }).light
    expect([light(8.2e9), light(8e9), light(0.4e9)]).toEqual(['green', 'yellow', 'red'])
    expect(diskLine('show', 8e9, { hours: 3, kbps: 3000 }).light).toBe('green')
  })

  it("clock: behind the log's newest entry is red, also where it is synchronised", () => {
    const light = (synchronised: boolean | null, newest: number | null) =>
      clockLine({ synchronised, by: null }, newest, 100_000).light
    expect([light(true, 99_000), light(true, 101_000), light(true, 110_000)]).toEqual(['green', 'green', 'red'])
    expect([light(false, null), light(null, null)]).toEqual(['yellow', 'yellow'])
  })

  it('sound: one look with sound is enough; silence is yellow, muted red, and what is not told is not guessed', () => {
    const looked = (...masters: readonly (Partial<Record<'muted' | 'meters', unknown>> | null)[]) =>
      soundLine(masters.map((master) => ({ audio: { master, buses: [] } }) as unknown as VMixState)).light
    expect(looked({ muted: false, meters: [0, 0] }, { muted: false, meters: [0.1, 0] })).toBe('green')
    expect(looked({ muted: false, meters: [0, 0] }, { muted: false, meters: [0, 0] })).toBe('yellow')
    expect(looked({ muted: false, meters: [0.1, 0] }, { muted: true, meters: [0.1, 0] })).toBe('red')
    expect(looked(null)).toBe('yellow')
    expect(looked({ muted: false, meters: [null, null] })).toBe('yellow')
  })
})
