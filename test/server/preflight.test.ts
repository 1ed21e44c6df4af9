import { describe, expect, it } from 'vitest'
import { logOf } from '../support/show.ts'
import { plantedKey, startShowApi } from './show-api.ts'

const path = '/instances/studio/streams/0/preflight'

describe('a preflight over the API', () => {
  it('tries the stream to nobody, under the name of who asked; a key that stands twice is red, and is not said', async () => {
    await using it = await startShowApi({ gateway: true })
    const good = await it.post(path, { destinations: [{ preset: 'twitch' }] })
    expect(good).toMatchObject({ status: 200, body: { ready: true, witnessed: true } })
    expect([it.receiver.framesReceived, it.show.simulator.stream(0).live]).toEqual([0, false])
    expect(it.looks()).toBe(1)
    const twice = await it.post(path, { destinations: [{ preset: 'twitch' }, { preset: 'twitch' }], tryStream: false })
    expect(twice).toMatchObject({ status: 200, body: { ready: false } })
    const log = await logOf(it.show.controller)
    const done = log.filter(
      ({ event }) => event.event_type.startsWith('preflight') || event.event_type === 'stream_tested',
    )
    expect(done.map(({ event }) => `${event.actor} ${event.event_type}`)).toEqual([
      'local stream_tested',
      'local preflight_done',
      'local preflight_done',
    ])
    expect(JSON.stringify([good.text, twice.text, log])).not.toContain(plantedKey)
  })
})
