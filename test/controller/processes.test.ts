import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { operator } from '../support/operator.ts'
import { eventually, logOf, startShow } from '../support/show.ts'

describe('several processes on one machine', () => {
  it('two start the same channel at once: one is live, the other busy, URL and key never mixed', async () => {
    await using show = await startShow({ simulator: { faults: ['slow=150'] } })
    await using first = await startReceiver({ port: 0, clock: systemClock })
    await using second = await startReceiver({ port: 0, clock: systemClock })
    using stack = new DisposableStack()
    const starts = [first, second].map(({ port }, index) =>
      stack.use(operator(show, 'start', { rtmpUrl: `rtmp://127.0.0.1:${port}/app`, streamKey: `key-${index}` })),
    )
    const results = await Promise.all(starts.map(({ result }) => result))
    expect(results.filter(({ success }) => success)).toHaveLength(1)
    expect(results.find(({ success }) => !success)).toMatchObject({ error: 'channel_busy' })
    const winner = results.findIndex(({ success }) => success)
    const { url, key } = show.simulator.stream(0)
    expect([url, key.reveal()]).toEqual([`rtmp://127.0.0.1:${[first, second][winner]?.port}/app`, `key-${winner}`])
    expect(await show.controller.verifyWitnessChain()).toMatchObject({ valid: true })
  })

  it('a stop from a third ends a start in progress at once', async () => {
    await using show = await startShow({ simulator: { faults: ['ignore-commands'] } })
    using start = operator(show, 'start', { rtmpUrl: 'rtmp://127.0.0.1:9/app', streamKey: 'k' }, { vmixMs: 20_000 })
    await eventually(() => show.simulator.received.some((request) => request.function === 'StartStreaming'), Boolean)
    using stop = operator(show, 'stop', { channel: 0 })
    expect(await stop.result).toMatchObject({ success: true })
    expect(await start.result).toMatchObject({ success: false, error: 'aborted' })
  })

  it('killed between intent and outcome: the next start says so and goes on', async () => {
    await using show = await startShow({ simulator: { faults: ['ignore-commands'] } })
    using start = operator(show, 'start', { rtmpUrl: 'rtmp://127.0.0.1:9/app', streamKey: 'k' }, { vmixMs: 20_000 })
    await eventually(() => show.simulator.received.some((request) => request.function === 'StartStreaming'), Boolean)
    start.child.kill('SIGKILL')
    await start.result.catch(() => null)
    await show.simulator.setFault('ignore-commands', null)
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const result = await show.controller.startRtmpStream({
      rtmpUrl: `rtmp://127.0.0.1:${receiver.port}/app`,
      streamKey: 'k',
    })
    expect(result).toMatchObject({ success: true })
    const entries = await logOf(show.controller)
    expect(entries.map(({ event }) => event.event_type)).toEqual([
      'log_opened',
      'operation_requested',
      'operation_interrupted',
      'operation_requested',
      'stream_started',
    ])
    expect(entries[2]?.event.operation_id).toBe(entries[1]?.event.operation_id)
    expect(await show.controller.verifyWitnessChain()).toMatchObject({ valid: true, totalEvents: 5, brokenAt: null })
  })
})
