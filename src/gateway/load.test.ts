import { describe, expect, it } from 'vitest'
import { systemClock } from '../clock/index.ts'
import { EventLoopLoad } from './load.ts'

function block(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until) continue
}

describe('EventLoopLoad', () => {
  it('tells once how long the event loop stood still, however often it is asked, and keeps it for the status', async () => {
    using load = new EventLoopLoad(systemClock)
    await systemClock.sleep(250)
    load.read()
    block(600)
    await systemClock.sleep(250)
    expect(load.late()).toBeGreaterThan(400)
    // Not a turn of the loop later.
    expect(load.late()).toBe(0)
    expect(load.read().delayMaxMs).toBeGreaterThan(400)
    expect(load.read().delayP99Ms).toBeGreaterThan(400)
  })

  it('forgets what is older than ten seconds', async () => {
    let now = 0
    using load = new EventLoopLoad({ monotonic: () => now })
    await systemClock.sleep(250)
    block(600)
    await systemClock.sleep(250)
    load.late()
    const { delayMaxMs } = load.read()
    expect(delayMaxMs).toBeGreaterThan(400)
    now = 10_000
    expect(load.read().delayMaxMs).toBe(0)
  })
})
