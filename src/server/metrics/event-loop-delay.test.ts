import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { EventLoopDelay } from './event-loop-delay.ts'

describe('the delay of the event loop', () => {
  it('is not known before the first tick, then what goes beyond the planned distance, and begins anew when it was told', async () => {
    using delay = new EventLoopDelay()
    expect(delay.take()).toBeNull()
    await sleep(100)
    const end = performance.now() + 300
    while (performance.now() < end);
    await sleep(60)
    const late = delay.take()
    expect(late).toBeGreaterThan(0.25)
    expect(delay.take()).toBeNull()
    // A loop that has nothing to do is not said to be as late as the ticks lie apart.
    let least = Number.POSITIVE_INFINITY
    for (let n = 0; n < 20; n++) {
      await sleep(100)
      least = Math.min(least, delay.take() ?? least)
    }
    expect(least).toBeLessThan(0.015)
  })
})
