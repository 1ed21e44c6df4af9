import type { LookupAddress, LookupOptions } from 'node:dns'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../clock/index.ts'
import { keptLookup } from './kept-lookup.ts'

/** A system that finds names when the test says so, and a clock that stands still. */
function stage() {
  const time = { now: 0 }
  const asked: ((error: Error | null, addresses: readonly LookupAddress[]) => void)[] = []
  const lookup = keptLookup({ ...systemClock, monotonic: () => time.now }, (_, found) => asked.push(found))
  const look = (options: LookupOptions = {}) =>
    new Promise((resolve) => lookup('vmix-pc', options, (error, ...found) => resolve(error?.message ?? found)))
  return { time, asked, look }
}

const four = { address: '192.168.1.20', family: 4 }
const six = { address: 'fd00::20', family: 6 }

describe('names that are kept', () => {
  it('are asked for once, and then nobody waits any more, also where the system does not answer', async () => {
    const { time, asked, look } = stage()
    const both = [look(), look({ all: true })]
    asked[0]?.(null, [four, six])
    expect(await Promise.all(both)).toEqual([[four.address, 4], [[four, six]]])
    time.now = 60_000
    expect(await look()).toEqual([four.address, 4])
    time.now = 90_000
    expect([await look(), await look({ family: 6 })]).toEqual([
      [four.address, 4],
      [six.address, 6],
    ])
    expect(asked.length).toBe(2)
  })

  it('follow a machine that has moved', async () => {
    const { time, asked, look } = stage()
    const first = look()
    asked[0]?.(null, [four])
    await first
    time.now = 6000
    await look()
    asked[1]?.(null, [{ address: '192.168.1.21', family: 4 }])
    expect(await look()).toEqual(['192.168.1.21', 4])
  })

  it('that are not found are said to be so, and asked for again', async () => {
    const { asked, look } = stage()
    const first = look()
    asked[0]?.(new Error('getaddrinfo ENOTFOUND vmix-pc'), [])
    expect(await first).toBe('getaddrinfo ENOTFOUND vmix-pc')
    const second = look({ family: 6 })
    asked[1]?.(null, [four])
    expect(await second).toBe('getaddrinfo ENOTFOUND vmix-pc')
  })
})
