import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { StreamingDestinations } from '../../src/destinations/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { eventually, logOf, startShow } from '../support/show.ts'

const url = (port: number) => `rtmp://127.0.0.1:${port}/app`

describe('a stream that vMix sends itself', () => {
  it('is confirmed as vmix_on, never as media, and the key arrives as it was given', async () => {
    await using show = await startShow()
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const key = 'SECRET-a&b=c d+e#f'
    const result = await show.controller.startRtmpStream({
      ...StreamingDestinations.customRtmp(url(receiver.port), key),
      channel: 0,
    })
    expect(result).toMatchObject({ success: true, channel: 0, via: 'direct', verification: 'vmix_on', witnessed: true })
    await eventually(
      () => receiver.framesReceived,
      (frames) => frames > 10,
    )
    expect(receiver.keys.map((secret) => secret.reveal())).toContain(key)
    expect(receiver.framesLost).toBe(0)
    expect(JSON.stringify(result)).not.toContain('SECRET')
  })

  it('three channels go to three receivers with three keys, and stopping the second leaves the others', async () => {
    await using show = await startShow()
    await using stack = new AsyncDisposableStack()
    const receivers = await Promise.all([0, 1, 2].map(() => startReceiver({ port: 0, clock: systemClock })))
    for (const receiver of receivers) stack.use(receiver)
    const results = await Promise.all(
      receivers.map((receiver, channel) =>
        show.controller.startRtmpStream({
          ...StreamingDestinations.customRtmp(url(receiver.port), `key-${channel}`),
          channel,
        }),
      ),
    )
    expect(results.every((result) => result.success)).toBe(true)
    for (const [channel, receiver] of receivers.entries()) {
      await eventually(
        () => receiver.framesReceived,
        (frames) => frames > 5,
      )
      expect(receiver.keys.map((secret) => secret.reveal())).toEqual([`key-${channel}`])
    }
    expect(await show.controller.stopStream({ channel: 1 })).toMatchObject({ success: true, verification: 'vmix_off' })
    const before = receivers.map((receiver) => receiver.framesReceived)
    await eventually(
      () => receivers.map((receiver, channel) => receiver.framesReceived - (before[channel] ?? 0)),
      ([first = 0, , third = 0]) => first > 10 && third > 10,
    )
    const { streamChannels } = await show.controller.getStreamStatus()
    expect(streamChannels.map(({ live }) => live)).toEqual([true, false, true, false, false])
    expect(receivers.map((receiver) => receiver.framesLost)).toEqual([0, 0, 0])
  })

  it('a dead destination is vmix_on: the most that vMix can tell', async () => {
    await using show = await startShow()
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const { port } = receiver
    await receiver.stop()
    const result = await show.controller.startRtmpStream(StreamingDestinations.customRtmp(url(port), 'k'))
    expect(result).toMatchObject({ success: true, verification: 'vmix_on' })
    expect(await show.controller.getStreamHealth()).toMatchObject({
      healthStatus: 'unknown',
      source: 'none',
      fps: null,
      bitrateKbps: null,
      droppedFrames: null,
      reasons: [{ code: 'vmix_reports_none' }],
    })
  })

  it('the same destination again sends nothing; another one is busy unless it is to be replaced', async () => {
    await using show = await startShow()
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const first = StreamingDestinations.customRtmp(url(receiver.port), 'first')
    const second = StreamingDestinations.customRtmp(url(receiver.port), 'second')
    await show.controller.startRtmpStream(first)
    const sentBefore = commands(show.simulator.received).length
    expect(await show.controller.startRtmpStream(first)).toMatchObject({ success: true, alreadyLive: true })
    // Another process knows it too: from the log, not from a memory of its own.
    expect(await show.another().startRtmpStream(first)).toMatchObject({ success: true, alreadyLive: true })
    expect(await show.controller.startRtmpStream(second)).toMatchObject({ success: false, error: 'channel_busy' })
    expect(commands(show.simulator.received)).toHaveLength(sentBefore)
    expect(await show.controller.startRtmpStream({ ...second, replace: true })).toMatchObject({ success: true })
    await eventually(
      () => receiver.keys.length,
      (keys) => keys === 2,
    )
    expect(show.simulator.stream(0).key.reveal()).toBe('second')
  })

  it('"accepts but does nothing" is not_confirmed, with what may still come on', async () => {
    await using show = await startShow({
      simulator: { faults: ['ignore-commands'] },
      controller: { waits: { vmixMs: 300 } },
    })
    const result = await show.controller.startRtmpStream(
      StreamingDestinations.customRtmp('rtmp://127.0.0.1:9/app', 'k'),
    )
    expect(result).toMatchObject({ success: false, error: 'not_confirmed', witnessed: true })
    expect(result.success ? [] : result.leftOn).toHaveLength(1)
  })

  it('vMix away: it fails within the timeout, intent and failure are in the log, and nothing is sent later', async () => {
    await using show = await startShow({ controller: { requestTimeoutMs: 500 } })
    await show.simulator.setFault('refuse', true)
    const result = await show.controller.startRtmpStream(
      StreamingDestinations.customRtmp('rtmp://127.0.0.1:9/app', 'k'),
    )
    expect(result).toMatchObject({ success: false, error: 'connection_error', witnessed: true })
    expect(result.message).toContain('Cannot connect to vMix at 127.0.0.1')
    const types = (await logOf(show.controller)).map(({ event }) => event.event_type)
    expect(types).toEqual(['log_opened', 'operation_requested', 'stream_start_failed'])
    await show.simulator.setFault('refuse', null)
    await eventually(
      () => show.controller.getStreamStatus().catch(() => null),
      (status) => status !== null,
    )
    await systemClock.sleep(500)
    expect(commands(show.simulator.received)).toEqual([])
  })

  it('a start whose answer is lost is looked up in the state, and never sent twice', async () => {
    await using show = await startShow()
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await show.simulator.setFault('drop', 'after')
    const going = show.controller.startRtmpStream(StreamingDestinations.customRtmp(url(receiver.port), 'k'))
    const result = await going
    await show.simulator.setFault('drop', null)
    // The URL could not be confirmed as set, so nothing was started at all; what was sent went out once.
    expect(result.success).toBe(false)
    const names = commands(show.simulator.received)
    expect(new Set(names).size).toBe(names.length)
  })

  it('connecting, asking and closing change nothing in vMix', async () => {
    await using show = await startShow()
    const other = show.another()
    await other.getStreamStatus()
    await other.getStreamHealth()
    await other.close()
    expect(commands(show.simulator.received)).toEqual([])
  })
})

describe('what vMix cannot do', () => {
  it.each([
    ['27.0.0.81', 3, false],
    ['28.0.0.39', 3, true],
    ['28.0.0.39', 4, true],
  ])('on version %s channel %i starts: %s', async (vmixVersion, channel, works) => {
    await using show = await startShow({ simulator: { vmixVersion } })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const result = await show.controller.startRtmpStream({
      ...StreamingDestinations.customRtmp(url(receiver.port), 'k'),
      channel,
    })
    expect(result.success).toBe(works)
    if (works) return
    expect(result).toMatchObject({ error: 'validation_error' })
    expect(result.message).toContain('Invalid channel. Must be 0, 1, or 2')
    expect(commands(show.simulator.received)).toEqual([])
  })

  it.each([
    [{ rtmpUrl: 'http://a/b', streamKey: 'k' }, 'Invalid RTMP URL. Must start with rtmp:// or rtmps://'],
    [{ rtmpUrl: 'rtmp://user:pw@a/b', streamKey: 'k' }, ''],
    [{ rtmpUrl: 'rtmp://a/b', streamKey: '' }, 'Stream key cannot be empty'],
    [{ rtmpUrl: 'rtmp://a/b', streamKey: 'a\nb' }, ''],
    [{ rtmpUrl: 'rtmp://a/b', streamKey: 'k', channel: 5 }, 'Invalid channel'],
    [{ rtmpUrl: 'rtmp://a/b', streamKey: 'k', channel: 0.5 }, 'Invalid channel'],
    [{ rtmpUrl: 'rtmp://a/b', streamKey: 'k', channel: Number.NaN }, 'Invalid channel'],
    [{ rtmpUrl: 'rtmp://a/b', streamKey: 'k', operationId: 'no blanks' }, 'Invalid operation id'],
  ])('%j is refused before anything leaves the machine', async (request, message) => {
    await using show = await startShow()
    const result = await show.controller.startRtmpStream(request)
    expect(result).toMatchObject({ success: false, error: 'validation_error', witnessed: true })
    expect(result.message).toContain(message)
    expect(show.simulator.received).toEqual([])
    expect(await logOf(show.controller, 'stream_start_failed')).toHaveLength(1)
  })

  it('an operation id is never carried out twice', async () => {
    await using show = await startShow()
    const stop = { channel: 0, operationId: 'stop-1' }
    expect(await show.controller.stopStream(stop)).toMatchObject({ success: true })
    const start = { rtmpUrl: 'rtmp://127.0.0.1:9/a', streamKey: 'k', operationId: 'start-1' }
    expect(await show.controller.startRtmpStream(start)).toMatchObject({ success: true })
    const sent = commands(show.simulator.received).length
    expect(await show.another().startRtmpStream(start)).toMatchObject({ success: false, error: 'validation_error' })
    expect(commands(show.simulator.received)).toHaveLength(sent)
  })
})

/** Names of the functions that arrived, in order. */
function commands(received: readonly { readonly function?: string | null }[]): string[] {
  return received.flatMap((request) => (request.function == null ? [] : [request.function]))
}
