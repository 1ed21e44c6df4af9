import { describe, expect, it } from 'vitest'
import type { MediaPacket } from '../../packet.ts'
import { PacketQueue, type QueueItem } from './packet-queue.ts'

function packet(role: MediaPacket['role'], bytes: number, dtsMs = 0): MediaPacket {
  const kind = role === 'audio' ? 'audio' : 'video'
  return { kind, role, dtsMs, ctsMs: 0, body: Buffer.alloc(bytes), arrivedMs: 0 }
}

function drain(queue: PacketQueue): QueueItem[] {
  const items: QueueItem[] = []
  for (let item = queue.next(); item !== null; item = queue.next()) items.push(item)
  return items
}

describe('PacketQueue', () => {
  it('gives packets and marks back in order, and counts their bytes', () => {
    const queue = new PacketQueue(1000, () => undefined)
    const [a, b] = [packet('key', 100), packet('delta', 50)]
    queue.push(a)
    queue.mark()
    queue.push(b)
    expect(queue.bytes).toBe(150)
    expect(drain(queue)).toEqual([a, 'feed-ended', b])
    expect(queue.bytes).toBe(0)
  })

  it('when full, drops to the next key frame that finds it half empty, sound too, headers never', () => {
    const dropped: MediaPacket[] = []
    const queue = new PacketQueue(1000, (one) => dropped.push(one))
    const kept = [packet('key', 600), packet('delta', 300)]
    const lost = [packet('delta', 200), packet('audio', 10), packet('delta', 10), packet('key', 90)]
    const header = packet('config', 50)
    for (const one of [...kept, ...lost, header]) queue.push(one)
    expect(dropped).toEqual(lost)
    expect(drain(queue)).toEqual([...kept, header])
    const after = [packet('delta', 10), packet('key', 90), packet('delta', 10)]
    for (const one of after) queue.push(one)
    expect(dropped).toEqual([...lost, after[0]])
    expect(drain(queue)).toEqual(after.slice(1))
  })

  it('never holds more than its limit, however long nobody takes', () => {
    let dropped = 0
    const queue = new PacketQueue(100_000, () => dropped++)
    for (let index = 0; index < 50_000; index++) queue.push(packet(index % 30 === 0 ? 'key' : 'delta', 100, index))
    expect(queue.bytes).toBeLessThanOrEqual(100_000)
    expect(drain(queue)).toHaveLength(50_000 - dropped)
  })

  it('counts all that waits as dropped when nothing will be written any more', () => {
    const dropped: MediaPacket[] = []
    const queue = new PacketQueue(1000, (one) => dropped.push(one))
    queue.push(packet('key', 100))
    queue.mark()
    queue.push(packet('delta', 100))
    queue.discard()
    expect(dropped).toHaveLength(2)
    expect([queue.bytes, queue.next()]).toEqual([0, null])
  })

  it('stays in order over thousands of packets taken while others come', () => {
    const queue = new PacketQueue(1e9, () => undefined)
    const seen: number[] = []
    for (let index = 0; index < 5000; index++) {
      queue.push(packet('delta', 1, index))
      if (index % 3 === 0) continue
      const item = queue.next()
      if (item !== null && typeof item !== 'string') seen.push(item.dtsMs)
    }
    for (const item of drain(queue)) if (typeof item !== 'string') seen.push(item.dtsMs)
    expect(seen).toEqual(Array.from({ length: 5000 }, (_, index) => index))
  })
})
