import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { VMixHttpClient } from '../../src/vmix/index.ts'
import { eventually, logOf, startShow, type Show } from '../support/show.ts'
import { openGate } from './vmix-gate.ts'

const to = (port: number, key = 'k') => ({ rtmpUrl: `rtmp://127.0.0.1:${port}/app`, streamKey: key })
const nowhere = to(9)
const steps = ['state', 'StreamingSetURL', 'StreamingSetKey', 'StartStreaming'] as const
const short = { vmixMs: 500, feedMs: 1000, destinationMs: 1000 }

async function outputsOf(show: Show) {
  return ((await show.gateway?.status())?.feeds ?? []).flatMap((feed) => feed.outputs)
}

/** One outcome for every intent, and none without, but for refusals. */
async function expectTidyLog(show: Show): Promise<void> {
  const open = new Set<string>()
  const untidy: string[] = []
  for (const { event } of await logOf(show.controller)) {
    const { operation_id: id, event_type: type, params } = event
    if (id === null) continue
    const isIntent = type === 'operation_requested'
    const fits = isIntent ? !open.has(id) : open.delete(id) || params?.['kind'] !== undefined
    if (isIntent) open.add(id)
    if (!fits) untidy.push(`${id} ${type}`)
  }
  expect([...untidy, ...open]).toEqual([])
}

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

describe('what was asked for by hand', () => {
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

describe("vMix's own recorder", () => {
  const recorderSteps = [
    ['before', 'StartRecording'],
    ['after', 'StartRecording'],
  ] as const

  it.each(recorderSteps)('ended by its caller %s %s is off again', async (moment, step) => {
    await using show = await startShow({ controller: { waits: short } })
    await using gate = await openGate(show.simulator)
    const caller = new AbortController()
    gate.hooks = {
      [moment]: ({ what }: { what: string }) => {
        if (what === step) caller.abort()
      },
    }
    const result = await show.another({ port: gate.port }).startRecording({ signal: caller.signal })
    expect(result).toMatchObject({ success: false, error: 'aborted', leftOn: [] })
    expect(await show.controller.getStreamStatus()).toMatchObject({ recording: false })
  })

  it.each(recorderSteps)('stopped by another %s %s is off, and the start says so', async (moment, step) => {
    await using show = await startShow({ controller: { waits: short } })
    await using gate = await openGate(show.simulator)
    let stopped: unknown = null
    gate.hooks = {
      [moment]: async ({ what }: { what: string }) => {
        if (what === step) stopped ??= await show.controller.stopRecording()
      },
    }
    const result = await show.another({ port: gate.port }).startRecording()
    expect(stopped).toMatchObject({ success: true })
    expect(result).toMatchObject({ success: false, error: 'aborted', leftOn: [] })
    expect(await show.controller.getStreamStatus()).toMatchObject({ recording: false })
  })

  it('is not ended by a stop of a stream, which it has nothing to do with', async () => {
    await using show = await startShow()
    await using gate = await openGate(show.simulator)
    gate.hooks = {
      before: async ({ what }) => {
        if (what === 'StartRecording') await show.controller.stopStream()
      },
    }
    expect(await show.another({ port: gate.port }).startRecording()).toMatchObject({ success: true })
  })

  it('told to start over a connection that broke may still come on, and the answer says so', async () => {
    await using show = await startShow({ controller: { waits: short } })
    await using gate = await openGate(show.simulator)
    gate.hooks = {
      before: ({ what }) => {
        if (what === 'StartRecording') throw new Error('the connection breaks')
      },
    }
    const result = await show.another({ port: gate.port }).startRecording()
    expect(result).toMatchObject({ success: false, error: 'connection_error' })
    expect(result.success ? [] : result.leftOn).toHaveLength(1)
  })

  it('stopped while vMix is too slow to say how long it recorded, is not said to have recorded nothing', async () => {
    await using show = await startShow()
    await show.controller.startRecording()
    await show.simulator.setFault('slow', 600)
    const stopped = await show.controller.stopRecording()
    expect(stopped).toMatchObject({ success: true, verification: 'vmix_off', recordings: [] })
    expect(stopped.message).not.toContain('was not recording')
  })
})
