import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WitnessEvent } from '../../witness/index.ts'
import { Bursts } from './bursts.ts'

const happening = (key: string, call: string, atMs: number) => ({
  key,
  eventType: 'function_called',
  actor: 'proxy:a',
  params: { call },
  result: { success: true },
  call,
  atMs,
})

describe('Bursts', () => {
  it('tells the first at once, and what follows as first, last and count', () => {
    const events: WitnessEvent[] = []
    const bursts = new Bursts({ windowMs: 100, maxOpen: 10, emit: (event) => events.push(event) })
    for (let at = 0; at < 50; at += 10) bursts.add(happening('fader', `v${at}`, at), at)
    bursts.add(happening('other', 'cut', 50), 50)
    expect(events.map(({ params }) => params)).toEqual([{ call: 'v0' }, { call: 'cut' }])
    bursts.look(99)
    expect(events.length).toBe(2)
    bursts.look(100)
    expect(events[2]).toMatchObject({
      params: {
        call: 'v40',
        burst: {
          count: 4,
          first_call: 'v10',
          first_at: '1970-01-01T00:00:00.010Z',
          last_at: '1970-01-01T00:00:00.040Z',
        },
      },
    })
    // The hand is still on it: the next window follows, and ends when nothing came in it.
    bursts.add(happening('fader', 'v110', 110), 110)
    bursts.look(200)
    expect(events[3]?.params).toEqual({ call: 'v110' })
    bursts.look(400)
    expect([events.length, bursts.open]).toEqual([4, 0])
  })

  it('loses nothing, however many controls and windows there are (property)', () => {
    const step = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      wait: fc.integer({ min: 0, max: 60 }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        let counted = 0
        const bursts = new Bursts({
          windowMs: 100,
          maxOpen: 3,
          emit: ({ params }) => {
            const { burst } = params as { burst?: { count: number } }
            counted += burst?.count ?? 1
          },
        })
        let now = 0
        for (const { key, wait } of steps) {
          now += wait
          bursts.add(happening(key, key, now), now)
          expect(bursts.open).toBeLessThanOrEqual(3)
          bursts.look(now)
        }
        bursts.end()
        expect(counted).toBe(steps.length)
      }),
    )
  })
})
