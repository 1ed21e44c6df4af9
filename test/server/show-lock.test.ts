import { describe, expect, it } from 'vitest'
import { startShowApi } from './show-api.ts'
import { send } from './api.ts'

const stream = '/instances/studio/streams/0'

describe('the show lock over the API', () => {
  it('a stop is refused with 423 until it is confirmed; who set it is said', async () => {
    await using it = await startShowApi()
    await it.post(`${stream}/start`, { destinations: [{ preset: 'twitch' }] })
    const set = await send(it.api.port, {
      method: 'PUT',
      path: '/api/v1/instances/studio/lock',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ locked: true }),
    })
    expect(JSON.parse(set.text)).toMatchObject({ locked: true, by: 'local' })
    expect(await it.post(`${stream}/stop`)).toMatchObject({ status: 423, body: { code: 'show_locked' } })
    expect(await it.post('/instances/studio/functions', { name: 'StopStreaming', params: { Value: 0 } })).toMatchObject(
      { status: 423 },
    )
    expect(it.show.simulator.stream(0).live).toBe(true)
    expect(await it.post(`${stream}/stop`, { confirmed: true })).toMatchObject({ status: 200 })
    expect(it.show.simulator.stream(0).live).toBe(false)
  })
})
