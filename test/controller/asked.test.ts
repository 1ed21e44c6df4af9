import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { eventually, logOf, startShow } from '../support/show.ts'
import { expectTidyLog, outputsOf } from './looks.ts'

const to = (port: number, key = 'k') => ({ rtmpUrl: `rtmp://127.0.0.1:${port}/app`, streamKey: key })
const nowhere = to(9)
const short = { vmixMs: 500, feedMs: 1000, destinationMs: 1000 }

describe('what is asked for', () => {
  it.each([undefined, null, 7, '', {}, [], 'x'.repeat(100_000), '\0', 'rtmp://', 'rtmp://[::1'])(
    'a URL of %j is an answer, not an exception',
    async (rtmpUrl) => {
      await using show = await startShow()
      const request = JSON.parse(JSON.stringify({ rtmpUrl, streamKey: 'k' }))
      expect(await show.controller.startRtmpStream(request)).toMatchObject({
        success: false,
        error: 'validation_error',
      })
      expect(await show.controller.goLive({ destinations: [request] })).toMatchObject({ success: false })
      expect(show.simulator.received).toEqual([])
    },
  )

  it.each([undefined, null, 7, {}, { env: '' }, 'x'.repeat(100_000), '\ud800'])(
    'a key of %j is an answer, not an exception',
    async (streamKey) => {
      await using show = await startShow({ controller: { waits: short } })
      const request = { ...nowhere, streamKey: streamKey as unknown as string }
      expect(await show.controller.startRtmpStream(request)).toMatchObject({ success: false })
      expect(show.simulator.stream(0).live).toBe(false)
    },
  )

  it.each([{ format: 7 }, { filename: 7 }, { filename: {} }, { quality: [] }, { recorder: null }, { folder: 7 }])(
    'a recording of %j is an answer, not an exception',
    async (record) => {
      await using show = await startShow({ gateway: true, controller: { waits: short } })
      const request = JSON.parse(JSON.stringify(record))
      expect(await show.controller.startRecording(request)).toMatchObject({ success: false, error: 'validation_error' })
    },
  )

  it('names of up to 100 characters do for a whole show through the gateway', async () => {
    await using show = await startShow({ gateway: true })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const operationId = 'n'.repeat(100)
    const live = await show.controller.goLive({
      operationId,
      destinations: [to(receiver.port, 'a'), to(receiver.port, 'b')],
      record: {},
    })
    expect(live).toMatchObject({ success: true, operationId })
    expect(await show.controller.goLive({ operationId: 'n'.repeat(101), destinations: [nowhere] })).toMatchObject({
      success: false,
      destinations: [{ error: 'validation_error' }],
    })
    await expectTidyLog(show)
  })

  it('a name that is in the log is refused under a name of its own, so that no operation has two outcomes', async () => {
    await using show = await startShow()
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const start = { ...to(receiver.port), operationId: 'the-start' }
    expect(await show.controller.startRtmpStream(start)).toMatchObject({ success: true })
    const again = await show.controller.startRtmpStream(start)
    expect(again).toMatchObject({ success: false, error: 'validation_error' })
    expect(again.message).toContain('the-start')
    const ofIt = (await logOf(show.controller)).filter(({ event }) => event.operation_id === 'the-start')
    expect(ofIt.map(({ event }) => event.event_type)).toEqual(['operation_requested', 'stream_started'])
    const refusals = await logOf(show.controller, 'stream_start_failed')
    expect(refusals.map(({ event }) => event.params?.['given_operation_id'])).toEqual(['the-start'])
  })

  it('a key that stands in the URL is shown nowhere either, and reaches vMix as it was given', async () => {
    await using show = await startShow({ gateway: true })
    await using direct = await startShow()
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const request = { ...to(receiver.port), rtmpUrl: `rtmp://127.0.0.1:${receiver.port}/app?key=SECRET-in-url` }
    const said: unknown[] = []
    for (const { controller } of [show, direct]) {
      expect(await controller.startRtmpStream(request)).toMatchObject({ success: true })
      // The gateway refuses what it sends to already, and says where that is.
      said.push(await controller.startRtmpStream({ ...request, channel: 1 }))
      said.push(await controller.getStreamStatus(), await controller.getStreamHealth())
      await eventually(
        () => receiver.framesReceived,
        (frames) => frames > 5,
      )
      said.push(await controller.stopStream())
    }
    expect(JSON.stringify(said)).not.toContain('SECRET')
  })

  it('the same destination twice in one show is one destination', async () => {
    await using show = await startShow({ gateway: true })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const live = await show.controller.goLive({ destinations: [to(receiver.port), to(receiver.port)] })
    expect(live).toMatchObject({ success: true, destinations: [{ success: true }, { success: true }] })
    expect(await outputsOf(show)).toHaveLength(1)
    expect(receiver.keys).toHaveLength(1)
  })
})
