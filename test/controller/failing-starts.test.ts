import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { VMixHttpClient } from '../../src/vmix/index.ts'
import { eventually, startShow } from '../support/show.ts'
import { expectTidyLog, outputsOf } from './looks.ts'
import { openGate } from './vmix-gate.ts'

const to = (port: number, key = 'k') => ({ rtmpUrl: `rtmp://127.0.0.1:${port}/app`, streamKey: key })
const nowhere = to(9)
const steps = ['state', 'StreamingSetURL', 'StreamingSetKey', 'StartStreaming'] as const
const short = { vmixMs: 500, feedMs: 1000, destinationMs: 1000 }

describe.each([false, true])('a start that cannot be finished, through the gateway: %s', (gateway) => {
  it.each(steps)('vMix dies at %s: nothing is left at the gateway, and what may be on is said', async (step) => {
    await using show = await startShow({ gateway, controller: { waits: short, requestTimeoutMs: 500 } })
    await using gate = await openGate(show.simulator)
    gate.hooks = {
      before: async ({ what }) => {
        if (what === step) await show.simulator.setFault('refuse', true)
      },
    }
    const result = await show.another({ port: gate.port }).startRtmpStream(nowhere)
    expect(result).toMatchObject({ success: false, error: 'connection_error', witnessed: true })
    expect(result.success ? [] : result.leftOn).toHaveLength(step === 'StartStreaming' ? 1 : 0)
    expect(await outputsOf(show)).toEqual([])
    await expectTidyLog(show)
  })

  it.each(steps)('its caller gives up at %s: nothing is left on', async (step) => {
    await using show = await startShow({ gateway, controller: { waits: short } })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await using gate = await openGate(show.simulator)
    const caller = new AbortController()
    gate.hooks = {
      before: ({ what }) => {
        if (what === step) caller.abort()
      },
    }
    const controller = show.another({ port: gate.port })
    const result = await controller.startRtmpStream({ ...to(receiver.port), signal: caller.signal })
    expect(result).toMatchObject({
      success: false,
      error: 'aborted',
      message: 'The operation was ended by its caller.',
      leftOn: [],
      witnessed: true,
    })
    await systemClock.sleep(200)
    expect(show.simulator.stream(0).live).toBe(false)
    expect(await outputsOf(show)).toEqual([])
    await expectTidyLog(show)
  })

  it.each([150, 600])('its time is over after %i ms: nothing is left on', async (operationMs) => {
    await using show = await startShow({
      gateway,
      simulator: { faults: ['slow=300'] },
      controller: { waits: { ...short, vmixMs: 4000, feedMs: 4000, operationMs } },
    })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const result = await show.controller.startRtmpStream(to(receiver.port))
    expect(result).toMatchObject({ success: false, error: 'timeout', leftOn: [] })
    await systemClock.sleep(400)
    expect(show.simulator.stream(0).live).toBe(false)
    expect(await outputsOf(show)).toEqual([])
  })

  it('its time is over while it waits to be confirmed: nothing is left on', async () => {
    await using show = await startShow({
      gateway,
      simulator: { faults: gateway ? ['stall'] : ['slow=250'] },
      controller: { waits: { ...short, vmixMs: 4000, feedMs: 4000, operationMs: gateway ? 600 : 1100 } },
    })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const result = await show.controller.startRtmpStream(to(receiver.port))
    expect(result).toMatchObject({ success: false, error: 'timeout', leftOn: [] })
    expect(show.simulator.received.map((request) => request.function)).toContain('StopStreaming')
    expect(show.simulator.stream(0).live).toBe(false)
    expect(await outputsOf(show)).toEqual([])
  })

  it('a start command that never got there, as far as anybody knows, is not sent again, and may still come on', async () => {
    await using show = await startShow({ gateway, controller: { waits: short } })
    await using gate = await openGate(show.simulator)
    let asked = 0
    gate.hooks = {
      before: ({ what }) => {
        if (what !== 'StartStreaming') return
        asked += 1
        throw new Error('the connection breaks')
      },
    }
    const result = await show.another({ port: gate.port }).startRtmpStream(nowhere)
    expect(result.success).toBe(false)
    expect(asked).toBe(1)
    // Directly vMix is left to it; with the gateway it is told to stop, and shows that it is off.
    expect(result.success ? [] : result.leftOn).toHaveLength(gateway ? 0 : 1)
  })

  it('a start that vMix refuses has switched nothing on, and nothing is told to stop', async () => {
    await using show = await startShow({ gateway, controller: { waits: short } })
    await using gate = await openGate(show.simulator)
    gate.hooks = {
      before: async ({ what }) => {
        if (what === 'StartStreaming') await show.simulator.setFault('error-500', true)
      },
    }
    const result = await show.another({ port: gate.port }).startRtmpStream(nowhere)
    expect(result).toMatchObject({ success: false, error: 'api_error', leftOn: [] })
    expect(show.simulator.received.filter((request) => request.function === 'StopStreaming')).toEqual([])
  })

  it('that was to replace another says that the other was ended', async () => {
    await using show = await startShow({ gateway, controller: { waits: short } })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await using hand = new VMixHttpClient({ host: '127.0.0.1', port: show.simulator.httpPort })
    await hand.call('StreamingSetURL', { Value: `0,${to(receiver.port).rtmpUrl}` })
    await hand.call('StartStreaming', { Value: '0' })
    await using gate = await openGate(show.simulator)
    gate.hooks = {
      before: async ({ what }) => {
        if (what === 'StreamingSetURL') await show.simulator.setFault('error-500', true)
      },
    }
    const result = await show.another({ port: gate.port }).startRtmpStream({ ...nowhere, replace: true })
    expect(result).toMatchObject({ success: false, error: 'api_error', leftOn: [] })
    expect(result.message).toContain('What Stream 1 sent before was ended for it.')
    // Nothing waits at the gateway for a stream that does not come, and no key is left that would let one in.
    expect((await show.gateway?.status())?.feeds ?? []).toEqual([])
  })

  it('a channel that somebody else has on is left alone, unless it is to be replaced', async () => {
    await using show = await startShow({ gateway })
    await using theirs = await startReceiver({ port: 0, clock: systemClock })
    await using ours = await startReceiver({ port: 0, clock: systemClock })
    await using byHand = new VMixHttpClient({ host: '127.0.0.1', port: show.simulator.httpPort })
    await byHand.call('StreamingSetURL', { Value: `0,${to(theirs.port).rtmpUrl}` })
    await byHand.call('StreamingSetKey', { Value: '0,theirs' })
    await byHand.call('StartStreaming', { Value: '0' })
    expect(await show.controller.startRtmpStream(to(ours.port))).toMatchObject({ error: 'channel_busy', leftOn: [] })
    expect(show.simulator.stream(0).live).toBe(true)
    expect(await outputsOf(show)).toEqual([])
    expect(await show.controller.startRtmpStream({ ...to(ours.port), replace: true })).toMatchObject({ success: true })
    await eventually(
      () => ours.framesReceived,
      (frames) => frames > 5,
    )
    await expectTidyLog(show)
  })
})
