import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { StreamingDestinations } from '../../src/destinations/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { eventually, logOf, startShow } from '../support/show.ts'

const to = (port: number) => StreamingDestinations.customRtmp(`rtmp://127.0.0.1:${port}/app`, 'key')

describe('a stream is tried before the show', () => {
  it('arrives at the gateway, is measured, goes to nobody and is off again; intent and outcome are in the log', async () => {
    await using show = await startShow({ gateway: true })
    const result = await show.controller.testStream({ seconds: 2 })
    expect(result).toMatchObject({
      success: true,
      alreadyLive: false,
      width: 640,
      height: 360,
      videoCodec: expect.stringMatching(/^avc1\./),
      audioCodec: 'mp4a.40.2',
      verification: 'media',
      witnessed: true,
    })
    expect(result.success && result.fps).toBeGreaterThan(20)
    expect(show.simulator.stream(0).live).toBe(false)
    // Its key is void: nobody can send to us with what vMix has now.
    expect((await show.gateway?.status())?.feeds).toEqual([])
    const types = (await logOf(show.controller)).map(({ event }) => event.event_type)
    expect(types.filter((type) => type === 'operation_requested' || type === 'stream_tested')).toEqual([
      'operation_requested',
      'stream_tested',
    ])
    expect((await show.controller.getStreamStatus()).streaming).toBe(false)
  })

  it('what is live is measured as it is: nothing is sent to vMix, and the destination loses nothing', async () => {
    await using show = await startShow({ gateway: true })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    expect(await show.controller.startRtmpStream(to(receiver.port))).toMatchObject({ success: true })
    const sent = show.simulator.received.filter((request) => request.function !== null).length
    expect(await show.controller.testStream({ seconds: 1 })).toMatchObject({ success: true, alreadyLive: true })
    expect(show.simulator.received.filter((request) => request.function !== null)).toHaveLength(sent)
    expect(show.simulator.stream(0).live).toBe(true)
    const before = receiver.framesReceived
    await eventually(
      () => receiver.framesReceived,
      (frames) => frames > before + 10,
    )
    expect(receiver.framesLost).toBe(0)
  })

  it('a stream that vMix sends elsewhere is neither tried nor touched', async () => {
    await using show = await startShow({ gateway: true })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await using direct = show.another({ gateway: null })
    expect(await direct.startRtmpStream(to(receiver.port))).toMatchObject({ success: true, via: 'direct' })
    expect(await show.controller.testStream({ seconds: 1 })).toMatchObject({ success: false, error: 'channel_busy' })
    expect(show.simulator.stream(0).live).toBe(true)
  })

  it('a channel set to a named service is found: stopped again within the wait, and the message says why', async () => {
    await using show = await startShow({
      gateway: true,
      simulator: { faults: ['destination=Twitch'] },
      controller: { waits: { feedMs: 800 } },
    })
    const result = await show.controller.testStream()
    expect(result).toMatchObject({ success: false, error: 'not_confirmed', leftOn: [] })
    expect(result.message).toContain('Custom RTMP')
    expect(show.simulator.stream(0).live).toBe(false)
  })

  it('a stop ends it at once', async () => {
    await using show = await startShow({ gateway: true })
    const trying = show.controller.testStream({ seconds: 30 })
    await eventually(
      () => show.simulator.stream(0).live,
      (live) => live,
    )
    expect(await show.controller.stopStream()).toMatchObject({ success: true })
    expect(await trying).toMatchObject({ success: false, error: 'aborted', leftOn: [] })
    expect(show.simulator.stream(0).live).toBe(false)
  })

  it('without a gateway it is unsupported, and a time that cannot be is refused', async () => {
    await using direct = await startShow({})
    expect(await direct.controller.testStream()).toMatchObject({ success: false, error: 'unsupported' })
    await using show = await startShow({ gateway: true })
    expect(await show.controller.testStream({ seconds: 0 })).toMatchObject({ error: 'validation_error' })
    expect(show.simulator.received.filter((request) => request.function !== null)).toEqual([])
  })
})
