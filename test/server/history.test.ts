import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { eventually } from '../support/show.ts'
import { send, streamOf } from './api.ts'
import { startShowApi } from './show-api.ts'

const values = z.array(z.number().nullable())
const history = z.object({
  now: z.iso.datetime(),
  stepSeconds: z.number(),
  secondsAgo: z.array(z.number().min(0)),
  fps: values,
  bitrateKbps: values,
  droppedFrames: values,
  destinations: z.array(z.string()),
})

describe('the history over the API', () => {
  it('shows who comes late what was measured, of the stream and of a destination, with the gap', async () => {
    await using it = await startShowApi()
    const { board } = it.api
    const read = async (query = '') => history.parse((await it.get(`/instances/studio/streams/0/history${query}`)).body)
    expect(await read()).toMatchObject({ stepSeconds: 1, secondsAgo: [], fps: [], destinations: [] })
    const nothing = { ...streamOf('', 0).figures, fps: null, bitrateKbps: null, droppedFrames: null }
    const measured = async (wanted: (fps: readonly (number | null)[]) => boolean) =>
      eventually(read, ({ fps }) => wanted(fps))
    board.put(streamOf('studio', 1))
    await measured((fps) => fps.length > 0)
    board.put({ ...streamOf('studio', 2), figures: nothing, destinations: [] })
    await measured((fps) => fps.at(-1) === null)
    for (let n = 3; (await read()).fps.at(-1) !== 30; n++) {
      board.put(streamOf('studio', n))
      await sleep(50)
    }
    const all = await read('?range=10m')
    expect(all.fps).toEqual([30, null, 30])
    expect(all.bitrateKbps).toEqual([6000, null, 6000])
    expect(all.secondsAgo).toEqual(all.secondsAgo.toSorted((a, b) => b - a))
    expect(Math.abs(Date.parse(all.now) - Date.now())).toBeLessThan(30_000)
    expect(all.destinations).toEqual(['d1'])
    expect((await read('?destination=d1')).bitrateKbps).toEqual([6000, null, 6000])
    expect((await read('?destination=d2')).fps).toEqual([])
    const session = await read('?range=session')
    expect([session.stepSeconds, session.fps.length > 0]).toEqual([10, true])
  })

  it('is refused for a vMix, a channel or a range that there is not', async () => {
    await using it = await startShowApi()
    const status = async (path: string) => (await send(it.api.port, { path: `/api/v1/instances/${path}` })).status
    expect(await status('nobody/streams/0/history')).toBe(404)
    expect(await status('studio/streams/5/history')).toBe(422)
    expect(await status('studio/streams/0/history?range=1y')).toBe(422)
    expect(await status(`studio/streams/0/history?destination=${'x'.repeat(201)}`)).toBe(422)
  })
})
