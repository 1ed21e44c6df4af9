import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { startGateway } from '../../src/gateway/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { VMixHttpClient } from '../../src/vmix/index.ts'
import { eventually, logOf, startShow, type Show } from '../support/show.ts'
import { deadGateway, hungGateway } from './lost-gateways.ts'

const to = (port: number, key = 'k', name = 'First') => ({
  rtmpUrl: `rtmp://127.0.0.1:${port}/app`,
  streamKey: key,
  name,
})

function byHand(show: Show): VMixHttpClient {
  return new VMixHttpClient({ host: '127.0.0.1', port: show.simulator.httpPort })
}

describe('status and health say no more than is known', () => {
  it('a stream that was stopped by hand and started anew, unseen, does not count the time before', async () => {
    await using show = await startShow()
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await using hand = byHand(show)
    await show.controller.startRtmpStream(to(receiver.port))
    await systemClock.sleep(1200)
    await hand.call('StopStreaming', { Value: '0' })
    await show.controller.startRtmpStream(to(receiver.port, 'other'))
    expect(await show.controller.getStreamStatus()).toMatchObject({ streaming: true, streamTime: '00:00:00' })
  })

  it('a start to elsewhere that failed half-way leaves no claim about where a channel sends', async () => {
    await using show = await startShow({ controller: { waits: { vmixMs: 300 } } })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await using hand = byHand(show)
    await show.controller.startRtmpStream(to(receiver.port))
    await hand.call('StopStreaming', { Value: '0' })
    // URL and key of the second are set; it is never started, until somebody does so by hand.
    await show.simulator.setFault('slow', 100)
    const caller = new AbortController()
    const second = show.controller.startRtmpStream({ ...to(receiver.port, 'second', 'Second'), signal: caller.signal })
    await eventually(
      () => show.simulator.received.filter((request) => request.function === 'StreamingSetURL').length,
      (urls) => urls === 2,
    )
    caller.abort()
    await second
    await hand.call('StartStreaming', { Value: '0' })
    const { streamChannels } = await show.controller.getStreamStatus()
    expect(streamChannels[0]).toMatchObject({ live: true, via: null, streamTime: null, destinations: [] })
    expect(await show.controller.startRtmpStream(to(receiver.port))).toMatchObject({ error: 'channel_busy' })
  })

  it('a gateway that does not answer is said, and not taken for vMix reporting nothing', async () => {
    await using show = await startShow({ gateway: true })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await show.controller.startRtmpStream(to(receiver.port))
    for (const gateway of [deadGateway(), hungGateway()]) {
      const blind = show.another({ gateway, waits: { gatewayMs: 300 } })
      expect(await blind.getStreamHealth()).toMatchObject({
        healthStatus: 'unknown',
        fps: null,
        reasons: [{ code: 'gateway_unreachable' }],
      })
      const status = await blind.getStreamStatus()
      expect(status).toMatchObject({
        streaming: true,
        recording: null,
        gatewayProblem: expect.stringContaining('gateway'),
      })
      expect(status.streamChannels[0]).toMatchObject({
        live: true,
        via: 'gateway',
        destinations: [{ name: 'First', state: 'unknown' }],
      })
    }
  })

  it('a gateway that came up anew while vMix went on: critical, busy with the reason, and replace repairs it', async () => {
    await using show = await startShow({ gateway: true })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await show.controller.startRtmpStream(to(receiver.port))
    const listen = show.gateway?.rtmp.listen ?? ''
    await show.gateway?.[Symbol.asyncDispose]()
    await using anew = await startGateway({ rtmpListen: listen, dataFolder: show.dataFolder, clock: systemClock })
    const controller = show.another({ gateway: anew })
    await using hand = byHand(show)
    // The simulated vMix gives a stream up that is turned away; a real one shows it on while it tries.
    if (!show.simulator.stream(0).live) await hand.call('StartStreaming', { Value: '0' })
    expect(show.simulator.stream(0).live).toBe(true)
    const health = await controller.getStreamHealth()
    expect(health).toMatchObject({ healthStatus: 'critical', reasons: [{ code: 'feed_missing' }] })
    const { streamChannels } = await controller.getStreamStatus()
    expect(streamChannels[0]).toMatchObject({ live: true, via: null, streamTime: null, destinations: [] })
    const busy = await controller.startRtmpStream(to(receiver.port))
    expect(busy).toMatchObject({ success: false, error: 'channel_busy' })
    expect(busy.message).toContain('gateway was restarted')
    const again = await controller.startRtmpStream({ ...to(receiver.port), replace: true })
    expect(again).toMatchObject({ success: true, verification: 'media' })
    expect(await controller.getStreamStatus()).toMatchObject({ streamChannels: [{ via: 'gateway' }, {}, {}, {}, {}] })
  })
})

describe('what an earlier stream left at the gateway', () => {
  it('does not go on air with the next one, when it was ended in vMix', async () => {
    await using show = await startShow({ gateway: true })
    await using yesterday = await startReceiver({ port: 0, clock: systemClock })
    await using today = await startReceiver({ port: 0, clock: systemClock })
    await using hand = byHand(show)
    await show.controller.startRtmpStream(to(yesterday.port, 'y', 'Yesterday'))
    await hand.call('StopStreaming', { Value: '0' })
    await eventually(
      async () => (await show.gateway?.status())?.feeds[0]?.state,
      (state) => state === 'ended',
    )
    await systemClock.sleep(200)
    const before = yesterday.framesReceived
    const result = await show.controller.startRtmpStream(to(today.port, 't', 'Today'))
    expect(result).toMatchObject({ success: true })
    expect(result.message).toContain('Yesterday')
    await eventually(
      () => today.framesReceived,
      (frames) => frames > 20,
    )
    expect(yesterday.framesReceived).toBe(before)
  })

  it('goes on when its stream was lost, because that is the same show', async () => {
    await using show = await startShow({ gateway: true, simulator: { faults: ['stream-dies=1'] } })
    await using first = await startReceiver({ port: 0, clock: systemClock })
    await using second = await startReceiver({ port: 0, clock: systemClock })
    const controller = show.controller
    await controller.startRtmpStream(to(first.port, 'a', 'First'))
    const state = await eventually(
      async () => (await show.gateway?.status())?.feeds[0]?.state,
      (now) => now === 'lost' || now === 'ended',
    )
    await show.simulator.setFault('stream-dies', null)
    const result = await controller.startRtmpStream(to(second.port, 'b', 'Second'))
    expect(result).toMatchObject({ success: true })
    expect(result.message).toContain(state === 'lost' ? 'Goes on with it: First' : 'left over')
  })
})

describe('several vMix on one gateway', () => {
  it('a stop of one leaves the other, and each log gets its own events, once and in order', async () => {
    await using show = await startShow({ gateway: true })
    await using other = await startShow()
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const { gateway } = show
    if (gateway === null) throw new Error('no gateway')
    const second = other.another({ instance: 'second', gateway })
    const end = new AbortController()
    const observing = show.controller.observe({ signal: end.signal, pollMs: 100 })
    expect(await show.controller.startRtmpStream(to(receiver.port, 'a'))).toMatchObject({ success: true })
    expect(await second.startRtmpStream(to(receiver.port, 'b'))).toMatchObject({ success: true })
    await show.controller.stopStream()
    expect(other.simulator.stream(0).live).toBe(true)
    // The first log has all that concerns it, and has acknowledged that; nobody has recorded the second's yet.
    await eventually(
      () => logOf(show.controller, 'stream_observed'),
      (entries) => entries.some(({ event }) => event.params?.['observation'] === 'output.closed'),
    )
    end.abort()
    await observing
    const late = new AbortController()
    const watching = second.observe({ signal: late.signal, pollMs: 100 })
    const entries = await eventually(
      async () => (await logOf(second)).filter(({ event }) => event.params?.['gateway_seq'] !== undefined),
      (found) => found.some(({ event }) => event.params?.['observation'] === 'output.live'),
    )
    late.abort()
    await watching
    const numbers = entries.map(({ event }) => Number(event.params?.['gateway_seq']))
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b))
    expect(entries.map(({ event }) => event.params?.['observation'])).toContain('feed.published')
  })
})
