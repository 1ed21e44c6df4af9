import { describe, expect, it } from 'vitest'
import type { MediaPacket } from '../../packet.ts'
import { SplitRule, type SplitLimits } from './split-rule.ts'

const packet = (role: 'key' | 'delta', dtsMs: number, bytes: number): MediaPacket => ({
  kind: 'video',
  role,
  dtsMs,
  ctsMs: 0,
  body: Buffer.alloc(bytes),
  arrivedMs: 0,
})

/** Decode times at which parts begin, of a stream with a key frame each `keyMs`; each group has `groupBytes`. */
function splits(limits: SplitLimits, keyMs: number, groupBytes: number, groups: number): number[] {
  const rule = new SplitRule(limits)
  const found: number[] = []
  for (let group = 0; group < groups; group++) {
    const key = packet('key', Math.floor(group * keyMs), groupBytes / 2)
    if (group === 0 || rule.due(key)) {
      found.push(key.dtsMs)
      rule.begin(key)
    }
    rule.see(key)
    rule.see(packet('delta', key.dtsMs + 33, groupBytes / 2))
  }
  return found
}

describe('SplitRule', () => {
  it('ends a part at the first key frame after its time', () => {
    expect(splits({ seconds: 5, bytes: null }, 2000, 100, 10)).toEqual([0, 6000, 12_000, 18_000])
    expect(splits({ seconds: 4, bytes: null }, 2000, 100, 6)).toEqual([0, 4000, 8000])
  })

  it('takes a key frame that is a moment early, as at 29.97 frames a second', () => {
    expect(splits({ seconds: 4, bytes: null }, 1998.6, 100, 6)).toEqual([0, 3997, 7994])
  })

  it('ends a part before it would be longer than its bytes', () => {
    // Two groups of 400,000 are below a million, a third would not be.
    expect(splits({ seconds: null, bytes: 1_000_000 }, 1000, 400_000, 7)).toEqual([0, 2000, 4000, 6000])
  })

  it('gives each group a part of its own where one is longer than the limit', () => {
    expect(splits({ seconds: null, bytes: 1000 }, 1000, 400_000, 3)).toEqual([0, 1000, 2000])
  })

  it('takes whichever limit comes first, and never splits without one', () => {
    expect(splits({ seconds: 3, bytes: 1_000_000 }, 1000, 400_000, 5)).toEqual([0, 2000, 4000])
    expect(splits({ seconds: 1, bytes: 100_000_000 }, 1000, 400_000, 3)).toEqual([0, 1000, 2000])
    expect(splits({ seconds: null, bytes: null }, 1000, 400_000, 100)).toEqual([0])
  })
})
