import { describe, expect, it, vi } from 'vitest'
import { Broadcast } from './broadcast.ts'
import type { VMixEvent } from './event.ts'

const event = (value: number): VMixEvent => ({ type: 'activator', name: 'Input', input: 1, value, atMs: 0 })
const make = (queueLimit = 3) => new Broadcast({ queueLimit, state: () => null, nowMs: () => 5 })
const values = async (queue: AsyncIterable<VMixEvent>) => {
  const seen: unknown[] = []
  for await (const one of queue) seen.push(one.type === 'activator' ? one.value : one)
  return seen
}

describe('listeners of a watcher', () => {
  it('hear the type that they asked for, until they are taken away', () => {
    const broadcast = make()
    const [mine, other, all] = [vi.fn(), vi.fn(), vi.fn()]
    broadcast.on('activator', mine)
    broadcast.on('activator', mine)
    broadcast.on('tally', other)
    broadcast.onAny(all)
    broadcast.tell(event(1))
    broadcast.off('activator', mine)
    broadcast.off('program', other)
    broadcast.tell(event(2))
    broadcast.offAny(all)
    expect([mine.mock.calls.length, other.mock.calls.length, all.mock.calls.length]).toEqual([1, 0, 2])
    expect(broadcast.size).toBe(1)
  })

  it('that throw keep no other from hearing', () => {
    const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    const broadcast = make()
    const other = vi.fn()
    broadcast.onAny(() => {
      throw new Error('mine')
    })
    broadcast.onAny(other)
    broadcast.tell(event(1))
    expect(other).toHaveBeenCalledOnce()
    expect(warning).toHaveBeenCalledOnce()
    warning.mockRestore()
  })

  it('that iterate get what comes while they wait, and what waits after the end', async () => {
    const broadcast = make()
    const queue = broadcast.iterate(event(0))
    const seen = values(queue)
    await Promise.resolve()
    broadcast.tell(event(1))
    broadcast.tell(event(2))
    broadcast.end()
    expect(await seen).toEqual([0, 1, 2])
    expect(await values(broadcast.iterate(event(7)))).toEqual([7])
  })

  it('that are too slow are told how many events they miss, where they are missing', async () => {
    const broadcast = make(2)
    const queue = broadcast.iterate(null)
    for (let i = 1; i <= 5; i++) broadcast.tell(event(i))
    const first = [await queue.next(), await queue.next(), await queue.next()].map(({ value }) => value)
    expect(first).toEqual([event(1), event(2), { type: 'dropped', count: 3, state: null, atMs: 5 }])
    broadcast.tell(event(6))
    expect((await queue.next()).value).toEqual(event(6))
  })

  it('that leave their loop leave nothing behind', async () => {
    const broadcast = make()
    const queue = broadcast.iterate(event(0))
    for await (const one of queue) {
      expect(one).toEqual(event(0))
      break
    }
    broadcast.tell(event(1))
    expect(broadcast.size).toBe(0)
    expect(await queue.next()).toEqual({ done: true, value: undefined })
  })
})
