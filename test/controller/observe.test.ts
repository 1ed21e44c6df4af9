import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { connectGateway, type GatewayControl } from '../../src/gateway/index.ts'
import { Secret } from '../../src/secrets/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { VMixHttpClient } from '../../src/vmix/index.ts'
import type { WitnessEvent } from '../../src/witness/index.ts'
import { eventually, logOf, startShow } from '../support/show.ts'

describe('observing a show', () => {
  it('records what others switch in vMix, and not what this log did itself', async () => {
    await using show = await startShow()
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const end = new AbortController()
    const observing = show.controller.observe({ signal: end.signal, pollMs: 50 })
    await show.controller.startRtmpStream({ rtmpUrl: `rtmp://127.0.0.1:${receiver.port}/app`, streamKey: 'k' })
    await using byHand = new VMixHttpClient({ host: '127.0.0.1', port: show.simulator.httpPort })
    await systemClock.sleep(300)
    await byHand.call('StopStreaming', { Value: 0 })
    await byHand.call('StartRecording')
    const seen = await eventually(
      async () => (await logOf(show.controller)).filter(({ event }) => event.event_type.endsWith('_observed')),
      (entries) => entries.length >= 2,
    )
    await systemClock.sleep(300)
    end.abort()
    await observing
    expect(Object.fromEntries(seen.map(({ event }) => [event.event_type, event.params?.['on']]))).toEqual({
      recording_observed: true,
      stream_observed: false,
    })
    expect(seen).toHaveLength(2)
    expect(seen[0]?.event.epoch).toBe(1)
    expect(await show.controller.getStreamStatus()).toMatchObject({ streaming: false, recording: true })
  })

  it('one at a time: a second one takes over when the first ends, with a higher epoch', async () => {
    await using show = await startShow()
    await using byHand = new VMixHttpClient({ host: '127.0.0.1', port: show.simulator.httpPort })
    const [first, second] = [new AbortController(), new AbortController()]
    const one = show.controller.observe({ signal: first.signal, pollMs: 50 })
    await systemClock.sleep(100)
    const two = show.another().observe({ signal: second.signal, pollMs: 50 })
    await byHand.call('StartRecording')
    await eventually(
      () => logOf(show.controller, 'recording_observed'),
      (entries) => entries.length === 1,
    )
    first.abort()
    await one
    await byHand.call('StopRecording')
    const entries = await eventually(
      () => logOf(show.controller, 'recording_observed'),
      (found) => found.length === 2,
    )
    expect(entries.map(({ event }) => event.epoch)).toEqual([1, 2])
    second.abort()
    await two
  })

  it('records a destination lost and recovered, and the change of health, once each', async () => {
    await using show = await startShow({ gateway: true })
    await using other = await startReceiver({ port: 0, clock: systemClock })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const told: WitnessEvent[] = []
    const end = new AbortController()
    const observing = show.controller.observe({ signal: end.signal, onEvent: (event) => told.push(event) })
    const { port } = receiver
    const rtmpUrl = (at: number) => `rtmp://127.0.0.1:${at}/app`
    const live = await show.controller.goLive({
      destinations: [
        { rtmpUrl: rtmpUrl(port), streamKey: 'a', name: 'Sick' },
        { rtmpUrl: rtmpUrl(other.port), streamKey: 'b', name: 'Well' },
      ],
    })
    expect(live.success).toBe(true)
    await receiver.stop()
    await eventually(() => told.some(({ eventType }) => eventType === 'destination_lost'), Boolean)
    await using back = await startReceiver({ port, clock: systemClock })
    await eventually(() => told.some(({ eventType }) => eventType === 'destination_recovered'), Boolean, 20_000)
    await eventually(
      () => back.framesReceived,
      (frames) => frames > 5,
    )
    end.abort()
    await observing
    // Another observer, later, finds nothing that it would have to tell again.
    const again = new AbortController()
    const late: WitnessEvent[] = []
    const watching = show.another().observe({ signal: again.signal, onEvent: (event) => late.push(event) })
    await systemClock.sleep(400)
    again.abort()
    await watching
    const entries = await logOf(show.controller)
    const numbers = entries.flatMap(({ event }) => {
      const seq = event.params?.['gateway_seq']
      return typeof seq === 'number' ? [seq] : []
    })
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
    const lost = entries.filter(({ event }) => event.event_type === 'destination_lost')
    expect(lost.map(({ event }) => event.params?.['name'])).toEqual(['Sick'])
    expect(entries.some(({ event }) => event.event_type === 'health_changed')).toBe(true)
    expect(other.framesLost).toBe(0)
    expect(late.filter(({ eventType }) => eventType.startsWith('destination'))).toEqual([])
  })

  it('an observer that dies between recording an event and acknowledging it costs and doubles none', async () => {
    await using show = await startShow({ gateway: true })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const { gateway } = show
    if (gateway === null) throw new Error('no gateway')
    let recorded = 0
    const dying: GatewayControl = Object.assign(Object.create(gateway), {
      status: () => gateway.status(),
      events: (after: number, signal: AbortSignal) => gateway.events(after, signal),
      acknowledge: () => {
        recorded += 1
        return Promise.reject(new Error('it is dead'))
      },
    })
    const first = new AbortController()
    const problems: (string | null)[] = []
    const observing = show.another({ gateway: dying }).observe({
      signal: first.signal,
      pollMs: 50,
      onProblem: (message) => problems.push(message),
    })
    await show.controller.startRtmpStream({ rtmpUrl: `rtmp://127.0.0.1:${receiver.port}/app`, streamKey: 'k' })
    await eventually(
      () => recorded,
      (count) => count >= 2,
    )
    first.abort()
    await observing
    expect(problems).toContain('it is dead')
    const second = new AbortController()
    const watching = show.another().observe({ signal: second.signal, pollMs: 50 })
    await show.controller.stopStream()
    const entries = await eventually(
      async () => (await logOf(show.controller)).filter(({ event }) => event.params?.['gateway_seq'] !== undefined),
      (found) => found.some(({ event }) => event.params?.['observation'] === 'feed.ended'),
    )
    second.abort()
    await watching
    const numbers = entries.map(({ event }) => Number(event.params?.['gateway_seq']))
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
    expect((await gateway.status()).events.acknowledged).toBeGreaterThan(2)
  })

  it('says once that a gateway cannot be heard, and not between two looks at vMix that all is well', async () => {
    await using show = await startShow()
    const gateway = connectGateway({ url: 'http://127.0.0.1:9', token: new Secret('t'), clock: systemClock })
    const end = new AbortController()
    const told: (string | null)[] = []
    const observing = show
      .another({ gateway })
      .observe({ signal: end.signal, pollMs: 20, onProblem: (message) => told.push(message) })
    await systemClock.sleep(800)
    end.abort()
    await observing
    expect(told).toEqual([expect.stringContaining('Cannot reach the gateway')])
  })

  it('a recording that brought its own feed up is ours, and said to be nobody else’s doing', async () => {
    await using show = await startShow({ gateway: true })
    const end = new AbortController()
    const observing = show.controller.observe({ signal: end.signal, pollMs: 50 })
    expect(await show.controller.startRecording({ format: 'MKV' })).toMatchObject({ success: true })
    await systemClock.sleep(600)
    expect(await show.controller.getStreamStatus()).toMatchObject({ streaming: true, streamTime: expect.any(String) })
    await show.controller.stopStream()
    await systemClock.sleep(300)
    end.abort()
    await observing
    const seen = await logOf(show.controller, 'stream_observed')
    expect(seen.filter(({ event }) => event.params?.['on'] !== undefined)).toEqual([])
  })
})
