import { describe, expect, it } from 'vitest'
import type { MediaPacket } from '../../packet.ts'
import { MAX_QUEUE_BYTES, MIN_QUEUE_BYTES, QueueGate, StuckQueue, queueLimit } from './queue.ts'

function packet(role: MediaPacket['role']): MediaPacket {
  return { kind: role === 'audio' ? 'audio' : 'video', role, dtsMs: 0, ctsMs: 0, body: Buffer.alloc(1), arrivedMs: 0 }
}

describe('queueLimit', () => {
  it('holds two seconds of the stream, within its bounds', () => {
    expect(queueLimit(8000)).toBe(2_000_000)
    expect(queueLimit(null)).toBe(MIN_QUEUE_BYTES)
    expect(queueLimit(900_000)).toBe(MAX_QUEUE_BYTES)
  })
})

describe('QueueGate', () => {
  it('drops up to a key frame once full, sound too, and flows again at a key frame with room', () => {
    const gate = new QueueGate()
    gate.limitBytes = 100
    const seen = [
      ['delta', 100],
      ['delta', 101],
      ['delta', 90],
      ['audio', 90],
      ['key', 90],
      ['audio', 50],
      ['delta', 10],
      ['key', 50],
      ['delta', 60],
    ] as const
    expect(seen.map(([role, queued]) => gate.takes(packet(role), queued))).toEqual([
      true,
      false,
      false,
      false,
      false,
      true,
      false,
      true,
      true,
    ])
  })
})

describe('StuckQueue', () => {
  it('is stuck only when bytes wait and none leaves', () => {
    const queue = new StuckQueue(5000)
    expect(queue.stuck(1000, 10, 500)).toBe(false)
    expect(queue.stuck(5900, 10, 500)).toBe(false)
    expect(queue.stuck(5950, 10, 501)).toBe(false)
    expect(queue.stuck(10_900, 10, 501)).toBe(false)
    expect(queue.stuck(10_951, 10, 501)).toBe(true)
    expect(queue.stuck(10_952, 0, 501)).toBe(false)
  })

  it('counts from when bytes began to wait, however long all was well before', () => {
    const queue = new StuckQueue(5000)
    expect(queue.stuck(0, 0, 100)).toBe(false)
    expect(queue.stuck(60_000, 0, 100)).toBe(false)
    expect(queue.stuck(60_001, 10, 100)).toBe(false)
    expect(queue.stuck(65_002, 10, 100)).toBe(true)
  })
})
