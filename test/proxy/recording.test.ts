import { describe, expect, it } from 'vitest'
import { readEntries, showReport } from '../../src/witness/index.ts'
import { eventually } from '../support/show.ts'
import { ask, call, isWhole, LineClient, logged, startStage } from './support.ts'

describe('what starts something', () => {
  it('is on disk before vMix gets it, then its answer, then what the state shows', async () => {
    await using stage = await startStage({ simulator: { faults: ['slow=700'] } })
    const { proxy, simulator } = stage
    const going = call(proxy.httpPort, 'StartRecording')
    await eventually(
      () => simulator.received.some(({ function: name }) => name === 'StartRecording'),
      (is) => is,
    )
    // vMix has it, and has not answered yet.
    const [intent, ...more] = await logged(proxy, 'operation_requested')
    expect(more).toEqual([])
    expect(intent).toMatchObject({
      actor: 'proxy:127.0.0.1',
      params: {
        kind: 'function_call',
        function: 'StartRecording',
        recorder: 'vmix',
        client: '127.0.0.1',
        protocol: 'http',
      },
    })
    expect(await logged(proxy, 'function_called')).toEqual([])
    expect((await going).text).toBe('Function completed successfully.')
    await simulator.setFault('slow', null)
    const own = await eventually(
      async () => (await logged(proxy)).filter(({ operation_id: id }) => id === intent?.operation_id),
      (events) => events.length === 3,
    )
    expect(own.map(({ event_type: type }) => type)).toEqual([
      'operation_requested',
      'function_called',
      'recording_observed',
    ])
    expect(own[1]?.result).toMatchObject({ success: true, reply: '200 Function completed successfully.' })
    expect(own[2]).toMatchObject({ params: { on: true, client: '127.0.0.1' }, result: { verification: 'vmix_on' } })
    expect(await isWhole(proxy)).toBe(true)
  })

  it('says so when vMix took it and does not show it', async () => {
    await using stage = await startStage({ simulator: { faults: ['ignore-commands'] } })
    await call(stage.proxy.httpPort, 'StartExternal')
    const [event] = await eventually(
      () => logged(stage.proxy, 'function_not_confirmed'),
      (events) => events.length > 0,
      20_000,
    )
    expect(event).toMatchObject({ params: { function: 'StartExternal', on: true }, result: { error: 'not_confirmed' } })
  })

  it('of a toggle is what vMix will do with it, and the state is confirmed', async () => {
    await using stage = await startStage()
    const { proxy } = stage
    using client = await LineClient.open(proxy.tcpPort)
    const how = async () => {
      const all = await logged(proxy, 'operation_requested')
      return all.map(({ params }) => params?.['recorded_as'])
    }
    const confirmed = (count: number) =>
      eventually(
        async () => (await logged(proxy, 'stream_observed')).filter(({ operation_id: id }) => id !== null),
        (events) => events.length === count,
      )
    await eventually(
      () => proxy.report().vmix.httpAway === null && proxy.report().vmix.reads > 1,
      (is) => is,
    )
    await client.ask('FUNCTION StartStopExternal')
    await confirmed(1)
    await client.ask('FUNCTION StartStopExternal')
    const events = await confirmed(2)
    expect(await how()).toEqual(['start', 'stop'])
    expect(events.map(({ params }) => params?.['on'])).toEqual([true, false])
  })

  it('is confirmed for all that the state shows: streams, SRT, MultiCorder, External', async () => {
    await using stage = await startStage()
    const calls = [
      ['StartMultiCorder', 'MultiCorder is on'],
      ['StartExternal', 'External is on'],
      ['StartSRTOutput&Value=1', 'SRT of output 2 is on'],
      ['StartSRTOutput', 'SRT of output 1 is on'],
      ['StartStreaming&Value=2', 'Stream 3 is on'],
      ['StopStreaming', 'Stream 3 is off'],
      ['StopSRTOutput&Value=1', 'SRT of output 2 is off'],
      ['StopMultiCorder', 'MultiCorder is off'],
    ] as const
    for (const [query, words] of calls) {
      expect([query, (await call(stage.proxy.httpPort, query)).status]).toEqual([query, 200])
      await eventually(
        () => logged(stage.proxy),
        (events) => events.some(({ result }) => JSON.stringify(result).includes(words)),
      )
    }
    expect(await logged(stage.proxy, 'function_not_confirmed')).toEqual([])
    // What went through is told once, and not again as somebody else's.
    const observed = [
      ...(await logged(stage.proxy, 'stream_observed')),
      ...(await logged(stage.proxy, 'recording_observed')),
    ]
    expect(observed.filter(({ operation_id: id }) => id === null)).toEqual([])
    const stream = observed.find(({ params }) => params?.['channel'] === 2)
    expect(stream?.params).toMatchObject({ channel: 2, on: true, since: expect.any(String) })
    const { streams, failures } = await showReport(readEntries(stage.proxy.folder))
    expect([streams.length, failures]).toEqual([1, []])
  })

  it('settings of a stream are recorded without the key', async () => {
    await using stage = await startStage()
    const key = 'live_4711_SECRET%26key'
    await call(stage.proxy.httpPort, `StreamingSetKey&Value=1%2C${key}`)
    const [event] = await eventually(
      () => logged(stage.proxy, 'function_called'),
      (events) => events.length > 0,
    )
    expect(event?.params).toMatchObject({ call: 'StreamingSetKey Value=1,[secret]', streams: [1] })
    expect(stage.simulator.stream(1).key.reveal()).toBe('live_4711_SECRET&key')
  })
})

describe('everything else', () => {
  it('goes through at once and is recorded behind', async () => {
    await using stage = await startStage()
    using client = await LineClient.open(stage.proxy.tcpPort)
    await client.ask('FUNCTION PreviewInput Input=2')
    await client.ask('FUNCTION Cut')
    await call(stage.proxy.httpPort, 'NoSuchThing')
    const events = await eventually(
      async () => (await logged(stage.proxy)).filter(({ event_type: type }) => type.startsWith('function_call')),
      (found) => found.length === 3,
    )
    expect(events.map(({ event_type: type, params }) => [type, params?.['call'], params?.['protocol']])).toEqual([
      ['function_called', 'PreviewInput Input=2', 'tcp'],
      ['function_called', 'Cut', 'tcp'],
      ['function_call_failed', 'NoSuchThing', 'http'],
    ])
    expect(await logged(stage.proxy, 'operation_requested')).toEqual([])
  })

  it('is in bursts one entry with first, last and count for each window, and none is left out', async () => {
    await using stage = await startStage({ proxy: { burstMs: 300 } })
    using client = await LineClient.open(stage.proxy.tcpPort)
    const steps = 400
    for (let step = 0; step < steps; step++) {
      await client.ask(`FUNCTION SetVolume Input=1&Value=${step % 101}`)
      if (step % 100 === 0) await client.ask(`FUNCTION SetVolume Input=2&Value=${step % 101}`)
    }
    const told = async () => {
      const events = await logged(stage.proxy, 'function_called')
      return events.filter(({ params }) => JSON.stringify(params?.['call'] ?? '').startsWith('"SetVolume Input=1'))
    }
    const counted = (events: Awaited<ReturnType<typeof told>>) =>
      events.reduce((sum, { params }) => sum + ((params?.['burst'] as { count?: number } | undefined)?.count ?? 1), 0)
    const events = await eventually(told, (found) => counted(found) === steps)
    expect(events.length).toBeLessThan(steps / 4)
    expect(events[0]?.params).toMatchObject({ call: 'SetVolume Input=1 Value=0' })
    expect(events.at(-1)?.params).toMatchObject({ call: `SetVolume Input=1 Value=${(steps - 1) % 101}` })
    expect(await isWhole(stage.proxy)).toBe(true)
  })

  it('what is switched in vMix itself is seen, and what went through is not taken for it', async () => {
    await using stage = await startStage()
    await call(stage.proxy.httpPort, 'StartRecording')
    await eventually(
      () => logged(stage.proxy, 'recording_observed'),
      (events) => events.length === 1,
    )
    await ask(stage.simulator.httpPort, '/api/?Function=StopRecording')
    const events = await eventually(
      () => logged(stage.proxy, 'recording_observed'),
      (found) => found.length === 2,
    )
    expect(events.map(({ params, actor }) => [params?.['on'], actor])).toEqual([
      [true, 'proxy:127.0.0.1'],
      [false, 'proxy'],
    ])
  })
})
