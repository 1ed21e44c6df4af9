import { describe, expect, it } from 'vitest'
import type { MediaPacket } from '../../packet.ts'
import { CommonStarts } from './common-start.ts'

const packet = (dtsMs: number, arrivedMs: number): MediaPacket => ({
  kind: 'video',
  role: 'key',
  dtsMs,
  ctsMs: 0,
  body: Buffer.alloc(1),
  arrivedMs,
})

describe('a common start', () => {
  it('places each feed by when its first frame arrived, whatever its own times are', () => {
    const start = new CommonStarts().find('show', 1000)
    expect(start.offsetOf('a/0', packet(500_000, 1200))).toBe(200)
    expect(start.offsetOf('a/1', packet(77, 2900))).toBe(1900)
  })

  it('keeps sound and picture of a feed together: the second goes by the feed’s times, not by its arrival', () => {
    const start = new CommonStarts().find('show', 1000)
    expect(start.offsetOf('a/0', packet(5000, 1200))).toBe(200)
    expect(start.offsetOf('a/0', packet(5021, 1400))).toBe(221)
    expect(start.offsetOf('a/0', packet(4700, 1400))).toBe(0)
  })

  it('is found by its name, and forgotten when there are many newer ones', () => {
    const starts = new CommonStarts()
    const first = starts.find('show', 1000)
    expect(starts.find('show', 9000)).toBe(first)
    for (let number = 0; number < 64; number++) starts.find(`other-${number}`, 0)
    expect(starts.find('show', 9000)).not.toBe(first)
  })
})
