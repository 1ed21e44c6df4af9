import { describe, expect, it } from 'vitest'
import type { MediaPacket } from '../../packet.ts'
import { HeldGroup } from './held-group.ts'

function packet(role: MediaPacket['role'], bytes = 10): MediaPacket {
  const body = Buffer.alloc(bytes)
  return { kind: role === 'audio' ? 'audio' : 'video', role, dtsMs: 0, ctsMs: 0, body, arrivedMs: 0 }
}

describe('HeldGroup', () => {
  it('holds what came since the last key frame, and says how many pictures it gives up', () => {
    const group = new HeldGroup()
    expect(
      [packet('delta'), packet('audio'), packet('key'), packet('audio'), packet('delta')].map((one) => group.keep(one)),
    ).toEqual([1, 0, 0, 0, 0])
    expect(group.keep(packet('key'))).toBe(2)
    group.keep(packet('delta'))
    expect(group.take().map(({ role }) => role)).toEqual(['key', 'delta'])
    expect(group.take()).toEqual([])
    expect(group.drop()).toBe(0)
  })

  it('gives up a group whose codec headers do not hold any more', () => {
    const group = new HeldGroup()
    group.keep(packet('key'))
    expect(group.keep({ ...packet('config'), kind: 'data' })).toBe(0)
    expect(group.keep(packet('config'))).toBe(1)
    expect(group.take()).toEqual([])
  })

  it('gives up a group that is too large, and begins with the next', () => {
    const group = new HeldGroup()
    group.limitBytes = 25
    expect(['key', 'delta', 'delta', 'delta', 'audio'].map((role) => group.keep(packet(role as 'key')))).toEqual([
      0, 0, 3, 1, 0,
    ])
    expect(group.take()).toEqual([])
    expect(group.keep(packet('key'))).toBe(0)
    expect(group.take()).toHaveLength(1)
  })
})
