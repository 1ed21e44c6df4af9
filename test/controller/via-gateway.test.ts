import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { StreamingDestinations } from '../../src/destinations/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { eventually, logOf, startShow } from '../support/show.ts'

const to = (port: number, key: string, name: string) => ({
  ...StreamingDestinations.customRtmp(`rtmp://127.0.0.1:${port}/app`, key),
  name,
})

describe('a stream through the gateway', () => {
  it('is media when frames arrive and the destination has taken it; a second one joins the same feed', async () => {
    await using show = await startShow({ gateway: true })
    await using first = await startReceiver({ port: 0, clock: systemClock })
    await using second = await startReceiver({ port: 0, clock: systemClock })
    const result = await show.controller.startRtmpStream(to(first.port, 'a&b=c d+e#f/ü', 'First'))
    expect(result).toMatchObject({ success: true, via: 'gateway', verification: 'media', alreadyLive: false })
    const startsBefore = starts(show.simulator.received)
    expect(await show.controller.startRtmpStream(to(second.port, 'k2', 'Second'))).toMatchObject({ success: true })
    expect(starts(show.simulator.received)).toBe(startsBefore)
    expect(startsBefore).toBe(1)
    await eventually(
      () => [first.framesReceived, second.framesReceived],
      (frames) => frames.every((n) => n > 20),
    )
    expect([first.framesLost, second.framesLost]).toEqual([0, 0])
    expect(first.keys.map((key) => key.reveal())).toEqual(['a&b=c d+e#f/ü'])
    expect(await show.controller.startRtmpStream(to(second.port, 'k2', 'Second'))).toMatchObject({ alreadyLive: true })
    const status = await show.controller.getStreamStatus()
    expect(status).toMatchObject({ streaming: true, streamTime: expect.stringMatching(/^00:00:\d\d$/) })
    expect(status.streamChannels[0]).toMatchObject({
      live: true,
      via: 'gateway',
      destinations: [
        { name: 'First', state: 'live' },
        { name: 'Second', state: 'live' },
      ],
    })
  })

  it('one destination can be stopped, and the others lose nothing; stopping the channel ends all, then vMix', async () => {
    await using show = await startShow({ gateway: true })
    await using first = await startReceiver({ port: 0, clock: systemClock })
    await using second = await startReceiver({ port: 0, clock: systemClock })
    const live = await show.controller.goLive({
      destinations: [to(first.port, '1', 'First'), to(second.port, '2', 'Second')],
    })
    expect(live).toMatchObject({ success: true, destinations: [{ success: true }, { success: true }], recording: null })
    expect(starts(show.simulator.received)).toBe(1)
    const [one] = live.destinations
    const destinationId = one?.success === true ? one.destination.destinationId : ''
    expect(await show.controller.stopStream({ destinationId })).toMatchObject({
      success: true,
      ended: [{ name: 'First' }],
    })
    const atStop = second.framesReceived
    await eventually(
      () => second.framesReceived,
      (frames) => frames > atStop + 20,
    )
    expect(second.framesLost).toBe(0)
    expect(show.simulator.stream(0).live).toBe(true)
    const stopped = await show.controller.stopStream()
    expect(stopped).toMatchObject({ success: true, verification: 'vmix_off', ended: [{ name: 'Second' }] })
    expect(show.simulator.stream(0).live).toBe(false)
  })

  it('a channel set to a named service is stopped again within the wait, and the message says why', async () => {
    await using show = await startShow({
      gateway: true,
      simulator: { faults: ['destination=Twitch'] },
      controller: { waits: { feedMs: 800 } },
    })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const result = await show.controller.startRtmpStream(to(receiver.port, 'k', 'First'))
    expect(result).toMatchObject({ success: false, error: 'not_confirmed', leftOn: [] })
    expect(result.message).toContain('Custom RTMP')
    expect(show.simulator.stream(0).live).toBe(false)
    expect((await show.gateway?.status())?.feeds.flatMap((feed) => feed.outputs)).toEqual([])
  })

  it('"accepts but does nothing" is not_confirmed, and nothing is left on', async () => {
    await using show = await startShow({
      gateway: true,
      simulator: { faults: ['ignore-commands'] },
      controller: { waits: { feedMs: 500, vmixMs: 500 } },
    })
    const result = await show.controller.startRtmpStream(to(9, 'k', 'First'))
    expect(result).toMatchObject({ success: false, error: 'not_confirmed', leftOn: [] })
    expect(result.message).toContain('does not show it on')
  })

  it('a key that the destination rejects is said; the other destination and the feed go on', async () => {
    await using show = await startShow({ gateway: true, controller: { waits: { destinationMs: 15_000 } } })
    await using picky = await startReceiver({ port: 0, clock: systemClock, acceptKey: (_, key) => key === 'right' })
    await using other = await startReceiver({ port: 0, clock: systemClock })
    const live = await show.controller.goLive({
      destinations: [to(picky.port, 'SECRET-wrong', 'Picky'), to(other.port, 'x', 'Other')],
    })
    expect(live.success).toBe(false)
    expect(live.destinations).toMatchObject([{ success: false, error: 'not_confirmed' }, { success: true }])
    expect(JSON.stringify(live)).not.toContain('SECRET')
    await eventually(
      () => other.framesReceived,
      (frames) => frames > 20,
    )
    expect(other.framesLost).toBe(0)
  })

  it('a destination that is away is left to the gateway, which goes on trying, and comes on by itself', async () => {
    await using show = await startShow({ gateway: true, controller: { waits: { destinationMs: 800 } } })
    await using gone = await startReceiver({ port: 0, clock: systemClock })
    const { port } = gone
    await gone.stop()
    const result = await show.controller.startRtmpStream(to(port, 'k', 'Away'))
    expect(result).toMatchObject({ success: false, error: 'not_confirmed' })
    expect(result.success ? [] : result.leftOn).toHaveLength(1)
    expect(show.simulator.stream(0).live).toBe(true)
    await using back = await startReceiver({ port, clock: systemClock })
    await eventually(
      () => back.framesReceived,
      (frames) => frames > 5,
      20_000,
    )
  })

  it('health is measured, with its source and age', async () => {
    await using show = await startShow({ gateway: true })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await show.controller.startRtmpStream(to(receiver.port, 'k', 'First'))
    const health = await eventually(
      () => show.controller.getStreamHealth(),
      ({ healthStatus }) => healthStatus === 'healthy',
      15_000,
    )
    expect(health).toMatchObject({ source: 'gateway', droppedFrames: 0, reasons: [] })
    expect(health.fps).toBeGreaterThan(28)
    expect(health.fps).toBeLessThan(32)
    expect(health.ageMs).toBeLessThan(2000)
    expect(health.channels[0]?.destinations[0]).toMatchObject({ name: 'First', state: 'live', healthStatus: 'healthy' })
  })
})

describe('recording through the gateway', () => {
  it('goes with the show, has the name that was asked for, is never overwritten, and tells its length', async () => {
    await using show = await startShow({ gateway: true })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const live = await show.controller.goLive({
      destinations: [to(receiver.port, 'k', 'First')],
      record: { filename: 'production.mkv', format: 'MKV', quality: 'high' },
    })
    expect(live).toMatchObject({ success: true, recording: { success: true, format: 'MKV', verification: 'media' } })
    await eventually(
      () => receiver.framesReceived,
      (frames) => frames > 60,
    )
    expect(await show.controller.startRecording({ filename: 'other' })).toMatchObject({ error: 'channel_busy' })
    expect(await show.controller.getStreamStatus()).toMatchObject({ recording: true })
    const stopped = await show.controller.stopRecording()
    expect(stopped).toMatchObject({
      success: true,
      recorder: 'gateway',
      duration: expect.stringMatching(/^00:00:0[1-9]$/),
    })
    expect(show.simulator.stream(0).live).toBe(true)
    const again = await show.controller.startRecording({ filename: 'production.mkv' })
    expect(again).toMatchObject({ success: false, error: 'validation_error' })
    expect(again.message).toContain('never overwrites')
    await show.controller.stopStream()
  })

  it('alone brings its own feed up, and stopping the stream ends it', async () => {
    await using show = await startShow({ gateway: true })
    expect(await show.controller.startRecording({ format: 'MP4' })).toMatchObject({
      success: true,
      recorder: 'gateway',
    })
    await systemClock.sleep(1500)
    const stopped = await show.controller.stopStream()
    expect(stopped).toMatchObject({ success: true, recordings: [{ format: 'MP4' }] })
    const recorded = await logOf(show.controller, 'recording_started')
    expect(recorded).toHaveLength(1)
  })
})

describe("vMix's own recorder", () => {
  it('is used when nothing is asked for that vMix cannot be told, and confirmed both ways', async () => {
    await using show = await startShow()
    const started = await show.controller.startRecording()
    expect(started).toMatchObject({ success: true, recorder: 'vmix', verification: 'vmix_on' })
    expect(await show.controller.startRecording()).toMatchObject({
      success: true,
      message: expect.stringContaining('already'),
    })
    await systemClock.sleep(1200)
    const stopped = await show.controller.stopRecording()
    expect(stopped).toMatchObject({ success: true, recorder: 'vmix', verification: 'vmix_off', duration: '00:00:01' })
    const types = (await logOf(show.controller)).map(({ event }) => event.event_type)
    expect(types.filter((type) => type.startsWith('recording'))).toEqual([
      'recording_started',
      'recording_started',
      'recording_stopped',
    ])
  })
})

function starts(received: readonly { readonly function: string | null }[]): number {
  return received.filter((request) => request.function === 'StartStreaming').length
}
