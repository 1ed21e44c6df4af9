import { describe, expect, it } from 'vitest'
import { explainGap } from '../../bench/soak/explain.ts'
import { judgeMemory, type Sample } from '../../bench/soak/memory.ts'
import type { GatewayEvent } from '../../src/gateway/index.ts'
import { FrameGaps, type FrameGap } from '../support/frame-gaps.ts'

const MB = 1_048_576
const gap: FrameGap = { before: 10, after: 50, beforeMs: 100_000, afterMs: 101_300, missing: 39 }
const place = { outputId: 'a1', channel: 0 }

function event(kind: GatewayEvent['kind'], atMs: number, more: Partial<GatewayEvent> = {}): GatewayEvent {
  return {
    version: 1,
    journalId: 'j',
    seq: 1,
    at: new Date(atMs).toISOString(),
    kind,
    instance: 'soak',
    channel: 0,
    outputId: null,
    name: null,
    message: 'said',
    code: null,
    health: null,
    ...more,
  }
}

describe('the soak', () => {
  it('finds missing frames, counts one that comes again, and not one that comes late', () => {
    const gaps = new FrameGaps()
    for (const [number, atMs] of [
      [0, 0],
      [1, 33],
      [4, 133],
      [4, 140],
      [3, 150],
      [5, 3000],
    ] as const) {
      gaps.frame(number, atMs)
    }
    expect(gaps.gaps.map(({ before, after, missing }) => [before, after, missing])).toEqual([[1, 4, 2]])
    expect([gaps.received, gaps.again, gaps.lastNumber]).toEqual([6, 1, 5])
  })

  it.each([
    ['the output was lost', event('output.lost', 100_100, { outputId: 'a1' }), true],
    ['its feed was lost', event('feed.lost', 100_100), true],
    ['another output was lost', event('output.lost', 100_100, { outputId: 'a2' }), false],
    ['another feed was lost', event('feed.lost', 100_100, { channel: 1 }), false],
    ['it was lost a minute before', event('output.lost', 40_000, { outputId: 'a1' }), false],
    ['it recovered', event('output.recovered', 101_300, { outputId: 'a1' }), false],
  ])('an event explains a gap or not: %s', (_what, one, explains) => {
    expect(explainGap(gap, place, [one]).by !== null).toBe(explains)
  })

  it('frames that a slow receiver made us drop are explained by the verdict that says so', () => {
    const health = (code: string): GatewayEvent['health'] => ({
      before: { healthStatus: 'healthy', reasons: [] },
      after: { healthStatus: 'warning', reasons: [{ code, status: 'warning', message: '', action: '' }] },
    })
    const changed = (code: string) => event('health.changed', 100_500, { outputId: 'a1', health: health(code) })
    expect(explainGap(gap, place, [changed('frames_dropped')]).by?.kind).toBe('health.changed')
    expect(explainGap(gap, place, [changed('bitrate_low')]).by).toBeNull()
  })

  it('memory that grows is seen, a warm-up and noise are not', () => {
    const samples = (held: (at: number) => number): Sample[] =>
      Array.from({ length: 100 }, (_, at) => ({
        atMs: at * 36_000,
        rss: 0,
        held: held(at),
        handles: 0,
        files: null,
        cpuMs: 0,
      }))
    expect(judgeMemory(samples((at) => 40 * MB + at * MB)).grows).toBe(true)
    expect(judgeMemory(samples((at) => 40 * MB + Math.min(at, 15) * 4 * MB)).grows).toBe(false)
    expect(judgeMemory(samples((at) => 40 * MB + (at % 10) * 3 * MB)).grows).toBe(false)
    expect(judgeMemory(samples((at) => 40 * MB + at * MB)).heldPerHour / MB).toBeCloseTo(100, 0)
  })
})
