import { describe, expect, it } from 'vitest'
import { FrameCount } from './frame-count.ts'
import { LastSeconds } from './last-seconds.ts'

function counted(...numbers: readonly number[]): FrameCount {
  const count = new FrameCount()
  for (const number of numbers) count.frame(number)
  return count
}

describe('FrameCount', () => {
  it('counts holes, late frames and duplicates apart', () => {
    expect(counted(5, 6, 7)).toMatchObject({ received: 3, lost: 0, firstNumber: 5, lastNumber: 7 })
    expect(counted(0, 1, 5, 6)).toMatchObject({ received: 4, lost: 3, outOfOrder: 0, duplicates: 0 })
    expect(counted(0, 2, 1, 3)).toMatchObject({ received: 4, lost: 0, outOfOrder: 1, duplicates: 0 })
    expect(counted(0, 1, 1, 2)).toMatchObject({ received: 4, lost: 0, outOfOrder: 0, duplicates: 1 })
  })

  it('after a new publish goes on with the numbers, or begins anew', () => {
    const count = counted(0, 1, 2)
    count.newPublish(10)
    count.frame(10)
    expect(count.lost).toBe(7)
    count.newPublish(0)
    count.frame(0)
    expect(count).toMatchObject({ lost: 7, duplicates: 0, received: 5, lastNumber: 0 })
  })

  it('stays bounded, whatever number comes', () => {
    expect(counted(0, Number.MAX_SAFE_INTEGER).lost).toBe(Number.MAX_SAFE_INTEGER - 1)
  })
})

describe('LastSeconds', () => {
  it('is unknown in the first second, then measures the last two', () => {
    const recent = new LastSeconds()
    for (let n = 0; n < 20; n++) recent.add(n * 40, 5000, true)
    expect(recent.rates(800)).toEqual({ fps: null, kbps: null })
    for (let n = 20; n < 300; n++) recent.add(n * 40, 5000, true)
    const { fps, kbps } = recent.rates(299 * 40)
    expect(Math.abs((fps ?? 0) - 25)).toBeLessThan(1)
    expect(Math.abs((kbps ?? 0) - 1000)).toBeLessThan(30)
    expect(recent.rates(299 * 40 + 5000)).toEqual({ fps: 0, kbps: 0 })
  })
})
