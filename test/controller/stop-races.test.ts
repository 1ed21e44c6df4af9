import { describe, expect, it } from 'vitest'
import { systemClock, type Clock } from '../../src/clock/index.ts'
import type { StartStreamResult, StopStreamResult } from '../../src/controller/index.ts'
import type { GatewayControl } from '../../src/gateway/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { logOf, startShow, type Show } from '../support/show.ts'
import { openGate } from './vmix-gate.ts'

const to = (port: number, key = 'k') => ({ rtmpUrl: `rtmp://127.0.0.1:${port}/app`, streamKey: key })
const steps = ['StreamingSetURL', 'StreamingSetKey', 'StartStreaming'] as const
const moments = ['before', 'after'] as const

/** A machine so busy that nobody who merely looks from time to time gets to look. */
const busyClock: Clock = {
  ...systemClock,
  sleep: (ms, signal) => systemClock.sleep(ms === 25 ? 60_000 : ms, signal),
}

async function isOff(show: Show, channel = 0): Promise<void> {
  await systemClock.sleep(300)
  expect(show.simulator.stream(channel).live).toBe(false)
  const feeds = (await show.gateway?.status())?.feeds ?? []
  expect(feeds.flatMap((feed) => feed.outputs)).toEqual([])
}

describe('a stop that comes while a start is under way leaves nothing on', () => {
  describe.each([false, true])('through the gateway: %s', (gateway) => {
    it.each(steps.flatMap((step) => moments.map((moment) => [moment, step] as const)))(
      '%s %s',
      async (moment, step) => {
        await using show = await startShow({ gateway })
        await using receiver = await startReceiver({ port: 0, clock: systemClock })
        await using gate = await openGate(show.simulator)
        const other = show.another()
        let stopped: StopStreamResult | null = null
        gate.hooks = {
          [moment]: async ({ what }: { what: string }) => {
            if (what === step && stopped === null) stopped = await other.stopStream()
          },
        }
        const started = await show.another({ port: gate.port }).startRtmpStream(to(receiver.port))
        expect(stopped).toMatchObject({ success: true })
        expect(started).toMatchObject({ success: false, error: 'aborted', leftOn: [] })
        await isOff(show)
      },
    )
  })

  it('after vMix has shown it on, before anybody has noticed the stop', async () => {
    await using show = await startShow()
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await using gate = await openGate(show.simulator)
    const other = show.another()
    let stopped: StopStreamResult | null = null
    gate.hooks = {
      after: async ({ what }) => {
        if (what === 'state' && stopped === null && show.simulator.stream(0).live) stopped = await other.stopStream()
      },
    }
    const started = await show.another({ port: gate.port, clock: busyClock }).startRtmpStream(to(receiver.port))
    expect(stopped).toMatchObject({ success: true })
    expect(started).toMatchObject({ success: false, error: 'aborted', leftOn: [] })
    await isOff(show)
  })

  it('answered before the start command got to vMix', async () => {
    await using show = await startShow()
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await using gate = await openGate(show.simulator)
    const other = show.another()
    let stopped: StopStreamResult | null = null
    gate.hooks = {
      before: async ({ what }) => {
        if (what === 'StartStreaming') stopped = await other.stopStream()
      },
    }
    const started = await show.another({ port: gate.port, clock: busyClock }).startRtmpStream(to(receiver.port))
    expect(stopped).toMatchObject({ success: true })
    expect(started).toMatchObject({ success: false, error: 'aborted', leftOn: [] })
    await isOff(show)
  })

  it.each([false, true])('in the same process, right after the start was asked for, gateway: %s', async (gateway) => {
    await using show = await startShow({ gateway })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    for (let turn = 0; turn < 3; turn++) {
      const starting = show.controller.startRtmpStream(to(receiver.port))
      const stopping = show.controller.stopStream()
      const [started, stopped] = await Promise.all([starting, stopping])
      expect(stopped).toMatchObject({ success: true })
      expect(started).toMatchObject({ success: false, error: 'aborted' })
      await isOff(show)
    }
  })

  it('of a whole show, in the same process, right after it was asked for', async () => {
    await using show = await startShow({ gateway: true })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const starting = show.controller.goLive({ destinations: [to(receiver.port)], record: {} })
    const [live] = await Promise.all([starting, show.controller.stopStream()])
    expect(live).toMatchObject({
      success: false,
      destinations: [{ error: 'aborted' }],
      recording: { error: 'aborted' },
    })
    await isOff(show)
  })

  it('a destination that joins a feed which is on already does not stay behind at the gateway', async () => {
    await using show = await startShow({ gateway: true })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    expect(await show.controller.startRtmpStream(to(receiver.port, 'first'))).toMatchObject({ success: true })
    let stopped: StopStreamResult | null = null
    const gateway = heldGateway(show, async (kind) => {
      if (kind === 'output.add') stopped = await show.controller.stopStream()
    })
    const late = show.another({ gateway, clock: busyClock })
    const started = await late.startRtmpStream(to(receiver.port, 'second'))
    expect(stopped).toMatchObject({ success: true })
    expect(started).toMatchObject({ success: false, error: 'aborted' })
    await isOff(show)
  })

  it('a stop of one destination ends the start of that destination, and of no other', async () => {
    await using show = await startShow({ gateway: true })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    expect(await show.controller.startRtmpStream(to(receiver.port, 'first'))).toMatchObject({ success: true })
    let stopped: StopStreamResult | null = null
    const gateway = heldGateway(show, async (kind) => {
      if (kind === 'output.add') stopped = await show.controller.stopStream({ destinationId: 'second' })
    })
    const late = show.another({ gateway })
    const started = await late.startRtmpStream({ ...to(receiver.port, 'second'), destinationId: 'second' })
    expect(stopped).toMatchObject({ success: true })
    expect(started).toMatchObject({ success: false, error: 'aborted' })
    const outputs = (await show.gateway?.status())?.feeds.flatMap((feed) => feed.outputs) ?? []
    expect(outputs).toMatchObject([{ state: 'live' }])
    expect(show.simulator.stream(0).live).toBe(true)
  })

  it('a stop that waits for its destinations ends a start that began meanwhile, rather than to switch it off unseen', async () => {
    await using show = await startShow({ simulator: { faults: ['slow=400'] } })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await using other = await startShow({ gateway: true })
    let started: Promise<StartStreamResult> | null = null
    const direct = show.another()
    const gateway = other.gateway
    if (gateway === null) throw new Error('no gateway')
    // Asked for its status by the stop: it hangs, and a start of the same channel begins.
    const hanging: GatewayControl = Object.assign(Object.create(gateway), {
      status: async () => {
        started ??= direct.startRtmpStream(to(receiver.port))
        await systemClock.sleep(1500)
        return await gateway.status()
      },
    })
    const stopped = await show.another({ gateway: hanging }).stopStream()
    expect(stopped).toMatchObject({ success: true })
    const result = await (started as Promise<StartStreamResult> | null)
    expect(result).toMatchObject({ success: false, error: 'aborted' })
    await isOff(show)
  })

  it('and the log has one intent and one outcome for each', async () => {
    await using show = await startShow()
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await Promise.all([show.controller.startRtmpStream(to(receiver.port)), show.controller.stopStream()])
    const entries = await logOf(show.controller)
    const ids = new Map<string, string[]>()
    for (const { event } of entries) {
      if (event.operation_id === null) continue
      ids.set(event.operation_id, [...(ids.get(event.operation_id) ?? []), event.event_type])
    }
    expect(new Set([...ids.values()].map((types) => types.join(' ')))).toEqual(
      new Set(['operation_requested stream_start_failed', 'operation_requested stream_stopped']),
    )
  })
})

describe('a stop touches its own channel alone', () => {
  it('also while another channel is being started', async () => {
    await using show = await startShow({ simulator: { faults: ['slow=100'] } })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const starting = show.controller.startRtmpStream({ ...to(receiver.port), channel: 2 })
    const [started] = await Promise.all([
      starting,
      show.controller.stopStream({ channel: 1 }),
      show.another().stopStream({ channel: 0 }),
    ])
    expect(started).toMatchObject({ success: true })
    expect(show.simulator.stream(2).live).toBe(true)
  })
})

/** The show's gateway, with something to do before a command gets there. */
function heldGateway(show: Show, before: (kind: string) => Promise<void>): GatewayControl {
  const { gateway } = show
  if (gateway === null) throw new Error('The show has no gateway.')
  const send = async (command: Parameters<GatewayControl['send']>[0]) => {
    await before(command.kind)
    return await gateway.send(command)
  }
  return Object.assign(Object.create(gateway), {
    send,
    status: () => gateway.status(),
    events: (after: number, signal: AbortSignal) => gateway.events(after, signal),
    acknowledge: (...given: Parameters<GatewayControl['acknowledge']>) => gateway.acknowledge(...given),
  })
}
