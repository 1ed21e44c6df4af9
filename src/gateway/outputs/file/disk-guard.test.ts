import { describe, expect, it } from 'vitest'
import { defaultDiskLimits, diskState } from './disk-guard.ts'

const GB = 1_000_000_000
const big = (freeBytes: number) => ({ freeBytes, totalBytes: 1000 * GB })
const state = (freeBytes: number, kbps: number | null = 6000, wasLow = false) =>
  diskState(big(freeBytes), kbps, defaultDiskLimits, wasLow)

describe('diskState', () => {
  it('says nothing while there is room, and how long it lasts', () => {
    expect(state(90.5 * GB)).toEqual({ freeBytes: 90.5 * GB, minutesLeft: 2000, low: false, full: false })
    expect(state(90.5 * GB, null)).toMatchObject({ minutesLeft: null, low: false, full: false })
  })

  it('warns below 5 GB, ends below 500 MB', () => {
    expect(state(4.9 * GB)).toMatchObject({ low: true, full: false })
    expect(state(0.5 * GB)).toMatchObject({ low: true, full: false, minutesLeft: 0 })
    expect(state(0.49 * GB)).toMatchObject({ low: true, full: true })
  })

  it('warns ten minutes before the end, however much that is', () => {
    // 100 Mb/s are 7.5 GB in ten minutes.
    expect(state(7.9 * GB, 100_000)).toMatchObject({ low: true, full: false })
    expect(state(8.1 * GB, 100_000)).toMatchObject({ low: false })
  })

  it('takes a small disk for what it is', () => {
    const limits = defaultDiskLimits
    expect(diskState({ freeBytes: 1_000_000, totalBytes: 2_000_000 }, null, limits, false)).toMatchObject({
      low: false,
    })
    expect(diskState({ freeBytes: 300_000, totalBytes: 2_000_000 }, null, limits, false)).toMatchObject({
      low: true,
      full: false,
    })
    expect(diskState({ freeBytes: 90_000, totalBytes: 2_000_000 }, null, limits, false)).toMatchObject({ full: true })
  })

  it('does not come and go: the warning ends with a tenth more room than it came with', () => {
    expect(state(5.2 * GB, 6000, true).low).toBe(true)
    expect(state(5.2 * GB, 6000, false).low).toBe(false)
    expect(state(5.6 * GB, 6000, true).low).toBe(false)
  })
})
