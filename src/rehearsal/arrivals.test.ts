import { describe, expect, it } from 'vitest'
import { Arrivals } from './arrivals.ts'

const body = Buffer.alloc(1000)

/** 50 pictures a second from `fromMs` on, every 25th a key frame. */
function arrive(arrivals: Arrivals, fromMs: number, frames: number): number {
  let at = fromMs
  for (let n = 0; n < frames; n++, at += 20) arrivals.add({ role: n % 25 === 0 ? 'key' : 'delta', body, arrivedMs: at })
  return at
}

describe('what has arrived', () => {
  it('is unknown while nothing has, whatever else came', () => {
    const arrivals = new Arrivals()
    expect(arrivals.figures(1000, true)).toBeNull()
    arrivals.add({ role: 'config', body, arrivedMs: 1000 })
    expect(arrivals.figures(3000, true)).toBeNull()
  })

  it('is counted, pictures and key frames', () => {
    const arrivals = new Arrivals()
    const end = arrive(arrivals, 5000, 100)
    arrivals.add({ role: 'audio', body, arrivedMs: end })
    expect(arrivals.figures(end + 40, true)).toMatchObject({ frames: 100, keyFrames: 4, lastMs: 40 })
  })

  it('has a rate from its second second on, wherever in it somebody asks', () => {
    const arrivals = new Arrivals()
    expect(arrive(arrivals, 10_010, 45)).toBe(10_910)
    expect(arrivals.figures(10_910, true)).toMatchObject({ fps: null, bitrateKbps: null })
    for (let end = arrive(arrivals, 10_910, 100); end < 20_000; end = arrive(arrivals, end, 7)) {
      const { fps, bitrateKbps } = arrivals.figures(end, true) ?? {}
      expect(fps).toBeGreaterThan(47)
      expect(fps).toBeLessThan(53)
      expect(bitrateKbps).toBeGreaterThan(376)
      expect(bitrateKbps).toBeLessThan(424)
    }
  })

  it('falls to zero while somebody is connected and sends nothing, and is unknown when nobody is', () => {
    const arrivals = new Arrivals()
    const end = arrive(arrivals, 0, 200)
    expect(arrivals.figures(end + 10_000, true)).toMatchObject({ frames: 200, fps: 0, bitrateKbps: 0, lastMs: 10_020 })
    expect(arrivals.figures(end + 10_000, false)).toMatchObject({ frames: 200, fps: null, bitrateKbps: null })
  })

  it('counts on over a break, which is no part of the rate after it', () => {
    const arrivals = new Arrivals()
    arrive(arrivals, 0, 100)
    arrivals.newPublish()
    const end = arrive(arrivals, 60_000, 200)
    const { frames, fps } = arrivals.figures(end, true) ?? {}
    expect(frames).toBe(300)
    expect(Math.round(fps ?? 0)).toBe(50)
  })
})
