import { describe, expect, it } from 'vitest'
import { backoffDelay, formatDuration, systemClock } from './index.ts'

describe('backoffDelay', () => {
  it('doubles from the base to the cap, the upper half random', () => {
    const options = { baseMs: 500, capMs: 4000 }
    expect([1, 2, 3, 4, 5, 99].map((attempt) => backoffDelay(attempt, options, 0))).toEqual([
      250, 500, 1000, 2000, 2000, 2000,
    ])
    expect(backoffDelay(4, options, 0.999)).toBeLessThan(4000)
  })
})

describe('formatDuration', () => {
  it('prints HH:MM:SS and keeps long shows whole', () => {
    expect([0, 59.9, 930, 86_399, 360_000].map(formatDuration)).toEqual([
      '00:00:00',
      '00:00:59',
      '00:15:30',
      '23:59:59',
      '100:00:00',
    ])
  })
})

describe('systemClock.sleep', () => {
  it('takes a time that no timer can hold for a long one', async () => {
    const over = new AbortController()
    let slept = false
    const sleeping = systemClock.sleep(1e10, over.signal).then(() => (slept = true))
    await systemClock.sleep(20)
    over.abort()
    await expect(sleeping).rejects.toBe(over.signal.reason)
    expect(slept).toBe(false)
  })

  it('rejects with the reason when the signal is aborted, before and during', async () => {
    const reason = new Error('enough')
    await expect(systemClock.sleep(10_000, AbortSignal.abort(reason))).rejects.toBe(reason)
    const controller = new AbortController()
    const sleeping = systemClock.sleep(10_000, controller.signal)
    controller.abort(reason)
    await expect(sleeping).rejects.toBe(reason)
  })
})
