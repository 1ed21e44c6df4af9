import { describe, expect, it } from 'vitest'

interface LiveEdge {
  readonly edgeS: number | null
  picture(dtsMs: number, ctsMs: number): void
  waited(nowMs: number): void
  look(currentS: number, nowMs: number): { readonly rate: number; readonly seekS: number | null }
}

// What the browser loads is no part of the program's own types.
const path = new URL('../../../assets/preview/live-edge.js', import.meta.url).href
const { LiveEdge } = (await import(path)) as { readonly LiveEdge: new () => LiveEdge }

/** Looks every 50 ms while playback stays so far behind a feed of 30 pictures a second. */
function rateAt(slackS: number): number {
  const edge = new LiveEdge()
  let rate = 1
  for (let nowMs = 0; nowMs <= 600; nowMs += 50) {
    edge.picture(10_000 + nowMs, 0)
    rate = edge.look(10 + nowMs / 1000 - slackS, nowMs).rate
  }
  return rate
}

describe('LiveEdge', () => {
  it('does nothing before a picture has come', () => {
    expect(new LiveEdge().look(0, 0)).toEqual({ rate: 1, seekS: null })
  })

  it('leaps to the newest picture from afar, also from the beginning', () => {
    const edge = new LiveEdge()
    edge.picture(3_600_000, 0)
    const { seekS } = edge.look(0, 0)
    expect(seekS).toBeGreaterThan(3599.9)
    expect(seekS).toBeLessThan(3600)
  })

  it('catches up when behind, slows down when too near, and leaves it alone between', () => {
    expect([0.5, 0.1, 0.03, -0.02].map(rateAt)).toEqual([1.15, 1.05, 1, 0.95])
  })

  it('counts only what is complete: with reordered pictures the newest shown time is still to be filled up', () => {
    const edge = new LiveEdge()
    // I P B B P B B: decode times 0, 33, …; shown three frames after they are decoded, one, or at once.
    for (const [dts, cts] of [
      [0, 67],
      [33, 133],
      [67, 33],
      [100, 0],
      [133, 133],
    ] as const)
      edge.picture(dts, cts)
    expect(edge.edgeS).toBe(0.133)
  })

  it('keeps more in hand after playback had to wait, once for each wait, and returns by and by', () => {
    const edge = new LiveEdge()
    const aim = (nowMs: number): number => {
      edge.picture(100_000, 0)
      return 100 - (edge.look(0, nowMs).seekS ?? 0)
    }
    const first = aim(0)
    edge.waited(1000)
    edge.waited(1010)
    edge.waited(1020)
    const then = aim(1050)
    expect(then - first).toBeCloseTo(0.03, 2)
    for (let nowMs = 2000; nowMs < 20_000; nowMs += 50) aim(nowMs)
    expect(aim(20_000)).toBeCloseTo(first, 5)
  })
})
