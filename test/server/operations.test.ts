import { describe, expect, it } from 'vitest'
import { eventually, logOf } from '../support/show.ts'
import { send } from './api.ts'
import { plantedKey, startShowApi } from './show-api.ts'

const start = '/instances/studio/streams/0/start'
const stop = '/instances/studio/streams/0/stop'
const twitch = { destinations: [{ preset: 'twitch' }] }

describe('going live over the API', () => {
  it('starts and stops, under the name of who asked, with the key nowhere', async () => {
    await using it = await startShowApi()
    const started = await it.post(start, twitch, { 'idempotency-key': 'go-1' })
    expect(started).toMatchObject({
      status: 200,
      body: {
        success: true,
        operationId: 'go-1',
        destinations: [{ success: true, via: 'direct', destination: { destinationId: 'twitch' } }],
      },
    })
    expect(started.text).not.toContain(plantedKey)
    await eventually(
      () => it.receiver.framesReceived,
      (frames) => frames > 5,
    )
    expect(it.receiver.keys.map((key) => key.reveal())).toEqual([`${plantedKey}-Twitch`])
    const stopped = await it.post(stop)
    expect(stopped).toMatchObject({ status: 200, body: { success: true, verification: 'vmix_off' } })
    expect(it.looks()).toBe(2)
    const log = await logOf(it.show.controller)
    expect(JSON.stringify(log)).not.toContain(plantedKey)
    expect(log.filter(({ event }) => event.actor === 'local').map(({ event }) => event.event_type)).toEqual([
      'operation_requested',
      'stream_started',
      'operation_requested',
      'stream_stopped',
    ])
  })

  it('the same again is carried out once, also while it is under way; something else under its name is refused', async () => {
    await using it = await startShowApi()
    const key = { 'idempotency-key': 'go-2' }
    const [one, two] = await Promise.all([it.post(start, twitch, key), it.post(start, twitch, key)])
    expect(one.body).toEqual(two.body)
    expect(one.status).toBe(200)
    expect((await it.post(start, twitch, key)).body).toEqual(one.body)
    expect(await it.post(start, { destinations: [{ preset: 'youtube' }] }, key)).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_used' },
    })
    expect(await it.post(stop, {}, key)).toMatchObject({ status: 422 })
    expect(await it.post(start, twitch, { 'idempotency-key': 'not a name' })).toMatchObject({
      status: 422,
      body: { code: 'bad_idempotency_key' },
    })
    expect((await logOf(it.show.controller, 'stream_started')).length).toBe(1)
  })

  it('a dry run says what would be sent, and sends nothing', async () => {
    await using it = await startShowApi()
    const dry = await it.post(start, { ...twitch, dryRun: true })
    expect(dry).toMatchObject({
      status: 200,
      body: {
        wouldSend: [
          { to: 'vmix', what: expect.stringMatching(/^StreamingSetURL 0,rtmp:/) },
          { to: 'vmix', what: 'StreamingSetKey 0,[secret]' },
          { to: 'vmix', what: 'StartStreaming 0' },
        ],
        problems: [],
      },
    })
    expect(dry.text).not.toContain(plantedKey)
    const missing = await it.post(start, {
      destinations: [{ rtmpUrl: 'http://nonsense', key: { env: 'NOBODY_SET_THIS' } }],
      dryRun: true,
    })
    expect(missing.body['problems']).toMatchObject([{ message: expect.stringContaining('NOBODY_SET_THIS') }])
    expect(await it.post(stop, { dryRun: true })).toMatchObject({
      body: { wouldSend: [{ to: 'vmix', what: 'StopStreaming 0' }] },
    })
    expect(it.show.simulator.received.filter((request) => request.function !== null)).toEqual([])
    expect(await logOf(it.show.controller, 'operation_requested')).toEqual([])
  })

  it('what fails is a problem with our code, our status and its result', async () => {
    await using it = await startShowApi()
    const busy = await it.post(start, { destinations: [{ preset: 'twitch' }, { preset: 'youtube' }] })
    expect(busy).toMatchObject({
      status: 501,
      headers: { 'content-type': 'application/problem+json' },
      body: {
        code: 'unsupported',
        status: 501,
        operationId: expect.any(String),
        result: { destinations: [{ success: false }, { success: false }] },
      },
    })
    expect(await it.post(start, { destinations: [{ preset: 'nobody' }] })).toMatchObject({
      status: 422,
      body: { code: 'unknown_preset' },
    })
    expect(await it.post('/instances/nobody/streams/0/start', twitch)).toMatchObject({
      status: 404,
      body: { code: 'unknown_instance' },
    })
    expect(await it.post('/instances/studio/streams/9/start', twitch)).toMatchObject({ status: 422 })
    expect(await it.post('/instances/studio/streams/0/slate')).toMatchObject({
      status: 501,
      body: { code: 'unsupported' },
    })
    expect(await it.post(start, { destinations: [] })).toMatchObject({ status: 422 })
    await it.show.simulator[Symbol.asyncDispose]()
    expect(await it.post(start, twitch)).toMatchObject({
      status: 502,
      body: { code: 'connection_error', result: { destinations: [{ success: false, leftOn: [] }] } },
    })
  })

  it('only an admin names a destination by its address: it would let anybody send out what a file holds', async () => {
    await using it = await startShowApi()
    const { token } = await it.api.tokens.add({ name: 'Op', role: 'operator', expiresInDays: 1 })
    const headers = { authorization: `Bearer ${token.reveal()}` }
    const body = {
      destinations: [{ rtmpUrl: `rtmp://127.0.0.1:${it.receiver.port}/app`, key: { file: '/etc/hostname' } }],
    }
    expect(await it.post(start, body, headers)).toMatchObject({ status: 403, body: { code: 'not_allowed' } })
    expect(await it.post(start, { ...body, dryRun: true }, headers)).toMatchObject({ status: 403 })
    expect(await it.post(start, twitch, headers)).toMatchObject({ status: 200 })
    const started = await logOf(it.show.controller, 'stream_started')
    expect(started.map(({ event }) => event.actor)).toEqual(['Op'])
  })
})

describe('a stop', () => {
  it.each([
    ['an empty body that is said to be JSON', { 'content-type': 'application/json' }],
    ['no body at all', {}],
  ])('goes out with %s', async (_, headers) => {
    await using it = await startShowApi()
    await it.post(start, twitch)
    const { token } = await it.api.tokens.add({ name: 'Op', role: 'operator', expiresInDays: 1 })
    const stopped = await send(it.api.port, {
      method: 'POST',
      path: `/api/v1${stop}`,
      headers: { ...headers, authorization: `Bearer ${token.reveal()}` },
    })
    expect(stopped).toMatchObject({ status: 200, text: expect.stringContaining('"verification":"vmix_off"') })
  })

  it('of one destination that is not sent as JSON is refused, and not taken for a stop of all', async () => {
    await using it = await startShowApi()
    await it.post(start, twitch)
    const { token } = await it.api.tokens.add({ name: 'Op', role: 'operator', expiresInDays: 1 })
    const headers = { authorization: `Bearer ${token.reveal()}`, 'content-type': 'text/plain' }
    const body = '{"destinationId":"youtube"}'
    expect(await send(it.api.port, { method: 'POST', path: `/api/v1${stop}`, headers, body })).toMatchObject({
      status: 415,
    })
    expect((await it.show.controller.getStreamStatus()).streaming).toBe(true)
  })
})

describe('recording over the API', () => {
  it("starts and stops vMix's own recorder", async () => {
    await using it = await startShowApi()
    expect(await it.post('/instances/studio/recordings/start')).toMatchObject({
      status: 200,
      body: { recorder: 'vmix', verification: 'vmix_on' },
    })
    expect(await it.post('/instances/studio/recordings/stop', { recordingId: 'vmix' })).toMatchObject({
      status: 200,
      body: { recorder: 'vmix' },
    })
  })

  it('takes no folder: where files are written is not for the network to say', async () => {
    await using it = await startShowApi()
    expect(await it.post('/instances/studio/recordings/start', { folder: '/etc' })).toMatchObject({ status: 422 })
    expect(
      await it.post('/instances/studio/recordings/start', { filename: '../../x.mp4', recorder: 'gateway' }),
    ).toMatchObject({
      status: expect.any(Number),
      body: { code: expect.stringMatching(/validation_error|unsupported|configuration_error/) },
    })
  })
})
