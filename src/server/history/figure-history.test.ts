import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { streamOf } from '../../../test/server/api.ts'
import type { Clock } from '../../clock/index.ts'
import { Board } from '../board/index.ts'
import type { StreamView } from '../view/index.ts'
import { FigureHistory } from './figure-history.ts'

/** Goes on when it is told to; the clock on the wall may be set. */
class SteppedClock implements Clock {
  wallMs = Date.parse('2026-11-23T00:00:00Z')
  #monotonic = 50_000
  #wake: () => void = () => undefined

  now(): number {
    return this.wallMs
  }

  monotonic(): number {
    return this.#monotonic
  }

  async sleep(_ms: number, signal?: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve
      signal?.addEventListener('abort', () => resolve())
    })
  }

  /** So many seconds, with what the history looks at in each. */
  async pass(seconds: number, each: () => void): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      each()
      this.#monotonic += 1000
      this.wallMs += 1000
      this.#wake()
      await sleep(0)
    }
  }
}

function opened(most?: number) {
  const clock = new SteppedClock()
  const board = new Board()
  const onDefect = (error: unknown): void => {
    throw error
  }
  const history = new FigureHistory({ board, clock, onDefect, ...(most === undefined ? {} : { most }) })
  let n = 0
  /** As a desk puts it each second: its time moves on. */
  const put = (instance = 'studio', given: Partial<StreamView> = {}): void =>
    board.put({ ...streamOf(instance, (n += 1)), ...given })
  return { clock, board, history, put, [Symbol.dispose]: () => history[Symbol.dispose]() }
}

const nothing = { ...streamOf('', 0).figures, fps: null, bitrateKbps: null, droppedFrames: null, uptimeSeconds: null }

describe('the history of figures', () => {
  it('has what was measured of a stream and of each destination, by how long ago', async () => {
    using it = opened()
    await it.clock.pass(3, () => it.put())
    expect(it.history.read('studio', 0, null, '10m')).toEqual({
      nowMs: it.clock.wallMs,
      stepS: 1,
      moments: [2, 1, 0].map((secondsAgo) => ({ secondsAgo, fps: 30, bitrateKbps: 6000, droppedFrames: 0 })),
      destinations: ['d1'],
    })
    expect(it.history.read('studio', 0, 'd1', '10m').moments).toHaveLength(3)
    expect(it.history.read('studio', 1, null, '10m').moments).toEqual([])
    expect(it.history.read('studio', 0, 'd2', 'session').moments).toEqual([])
  })

  it('has a gap while the gateway was away, and while nobody looked', async () => {
    using it = opened()
    await it.clock.pass(2, () => it.put())
    await it.clock.pass(3, () => it.put('studio', { figures: nothing, destinations: [] }))
    await it.clock.pass(2, () => it.put())
    await it.clock.pass(8, () => undefined)
    await it.clock.pass(2, () => it.put())
    const { moments } = it.history.read('studio', 0, null, '10m')
    expect(moments.map(({ secondsAgo, fps }) => [secondsAgo, fps])).toEqual([
      [16, 30],
      [15, 30],
      [14, null],
      [11, 30],
      [10, 30],
      [9, null],
      [1, 30],
      [0, 30],
    ])
    const sent = it.history.read('studio', 0, 'd1', '10m').moments
    expect(sent.map(({ fps }) => fps)).toEqual([30, 30, null, 30, 30, null, 30, 30])
  })

  it('is not bent by a clock that is set', async () => {
    using it = opened()
    await it.clock.pass(2, () => it.put())
    it.clock.wallMs -= 3_600_000
    await it.clock.pass(2, () => it.put())
    const { nowMs, moments } = it.history.read('studio', 0, null, '10m')
    expect([nowMs, moments.map(({ secondsAgo }) => secondsAgo)]).toEqual([it.clock.wallMs, [3, 2, 1, 0]])
  })

  it('keeps nothing of what was never measured', async () => {
    using it = opened()
    await it.clock.pass(2, () => it.put('studio', { figures: nothing, destinations: [] }))
    expect(it.history.read('studio', 0, null, '10m').moments).toEqual([])
    await it.clock.pass(1, () => it.put())
    expect(it.history.read('studio', 0, null, '10m').moments).toHaveLength(1)
  })

  it('ends where a vMix was taken away, and goes on where it comes back', async () => {
    using it = opened()
    await it.clock.pass(2, () => it.put())
    await it.clock.pass(1, () => it.board.remove('stream:studio/0'))
    await it.clock.pass(1, () => it.put())
    const { moments } = it.history.read('studio', 0, null, '10m')
    expect(moments.map(({ fps }) => fps)).toEqual([30, 30, null, 30])
  })

  it('has room for so many, and lets those go that are silent for longest', async () => {
    using it = opened(3)
    const [destination] = streamOf('', 0).destinations
    const to = (destinationId: string) => ({
      destinations: destination === undefined ? [] : [{ ...destination, destinationId }],
    })
    for (const id of ['a', 'b', 'c', 'd']) await it.clock.pass(1, () => it.put('studio', to(id)))
    expect(it.history.read('studio', 0, null, '10m')).toMatchObject({ destinations: ['c', 'd'] })
    for (const name of ['two', 'three', 'four', 'five']) {
      await it.clock.pass(1, () => it.put(name, { destinations: [] }))
    }
    const kept = ['studio', 'two', 'three', 'four', 'five'].filter(
      (name) => it.history.read(name, 0, null, '10m').moments.length > 0,
    )
    expect(kept).toEqual(['three', 'four', 'five'])
  })
})
