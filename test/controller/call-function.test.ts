import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type CallFunctionRequest, type CallWay, instancePaths } from '../../src/controller/index.ts'
import { StreamingDestinations } from '../../src/destinations/index.ts'
import { VMixHttpClient } from '../../src/vmix/index.ts'
import { eventually, logOf, type Show, startShow } from '../support/show.ts'
import { keepLog } from './keep-log.ts'

/** Nothing listens there. */
const nowhere = 'rtmp://127.0.0.1:9/app'

describe('callFunction', () => {
  it('calls any function and records it behind', async () => {
    await using show = await startShow()
    const result = await show.controller.callFunction({ name: 'Cut', params: { Input: 3 } })
    expect(result).toMatchObject({ success: true, function: 'Cut', verification: 'accepted', witnessed: true })
    const entries = await logOf(show.controller, 'function_called')
    expect(entries.map(({ event }) => [event.operation_id, event.params, event.result])).toEqual([
      [result.operationId, { function: 'Cut', call: 'Cut Input=3' }, { success: true, verification: 'accepted' }],
    ])
    expect(await logOf(show.controller, 'operation_requested')).toEqual([])
  })

  it('records a start before it is sent, and a key never', async () => {
    await using show = await startShow()
    await show.controller.callFunction({ name: 'StreamingSetKey', params: { Value: '1,live_SECRET' } })
    await show.controller.callFunction({ name: 'StartRecording' })
    const log = await logOf(show.controller)
    expect(log.map(({ event }) => event.event_type)).toEqual([
      'log_opened',
      'operation_requested',
      'function_called',
      'operation_requested',
      'function_called',
    ])
    expect(log[1]?.event.params).toMatchObject({ kind: 'function_call', call: 'StreamingSetKey Value=1,[secret]' })
    expect(JSON.stringify(log)).not.toContain('SECRET')
  })

  it('says what vMix refused, and records that', async () => {
    await using show = await startShow()
    const result = await show.controller.callFunction({ name: 'NoSuchFunction', params: { Input: 1 } })
    expect(result).toMatchObject({ success: false, error: 'api_error', witnessed: true })
    const [entry] = await logOf(show.controller, 'function_call_failed')
    expect(entry?.event.params).toMatchObject({ function: 'NoSuchFunction', kind: 'function_call' })
  })

  it('carries a start of one name out only once', async () => {
    await using show = await startShow()
    const again = () => show.controller.callFunction({ name: 'StartMultiCorder', operationId: 'once' })
    expect(await again()).toMatchObject({ success: true, operationId: 'once' })
    expect(await again()).toMatchObject({ success: false, error: 'validation_error' })
    expect(show.simulator.received.filter((each) => each.function === 'StartMultiCorder')).toHaveLength(1)
  })

  it('never lets the log believe that a stream still goes where it went before', async () => {
    await using show = await startShow()
    const destination = { ...StreamingDestinations.customRtmp(nowhere, 'key'), channel: 0 }
    expect(await show.controller.startRtmpStream(destination)).toMatchObject({ success: true })
    expect(await show.controller.startRtmpStream(destination)).toMatchObject({ success: true, alreadyLive: true })
    await show.controller.callFunction({ name: 'StreamingSetURL', params: { Value: '0,rtmp://127.0.0.1:9/other' } })
    expect(await show.controller.startRtmpStream(destination)).toMatchObject({ success: false, error: 'channel_busy' })
  })

  it('with StopStreaming ends a start that is under way', async () => {
    await using show = await startShow()
    await show.simulator.setFault('ignore-commands', true)
    const starting = show.controller.startRtmpStream({
      ...StreamingDestinations.customRtmp(nowhere, 'key'),
      channel: 0,
    })
    await eventually(
      () => show.simulator.received,
      (received) => received.some((each) => each.function === 'StartStreaming'),
    )
    expect(await show.controller.callFunction({ name: 'StopStreaming' })).toMatchObject({ success: true })
    expect(await starting).toMatchObject({ success: false, error: 'aborted' })
  })
})

/** Calls a start while another process keeps the log, so that its intent waits; then does the rest, and lets it go on. */
async function heldUp(show: Show, start: CallFunctionRequest, meanwhile: () => Promise<void>) {
  await show.controller.callFunction({ name: 'Cut' })
  const release = await keepLog(show.controller)
  const starting = show.controller.callFunction(start)
  await meanwhile()
  release()
  return await starting
}

describe('callFunction of a start whose intent waits for the disk', () => {
  for (const [start, stop] of [
    ['StartStreaming', 'StopStreaming'],
    ['StartStopStreaming', 'StopStreaming'],
    ['StartRecording', 'StopRecording'],
    ['StartMultiCorder', 'StopMultiCorder'],
    ['startexternal', 'StopExternal'],
    ['StartSRTOutput', 'StopSRTOutput'],
  ] as const) {
    it(`never sends ${start} behind a ${stop} of another process`, async () => {
      await using show = await startShow()
      const other = show.another()
      let stopping: Promise<unknown> = Promise.resolve()
      const result = await heldUp(show, { name: start }, async () => {
        stopping = other.callFunction({ name: stop })
        await eventually(
          () => show.simulator.received,
          (received) => received.some((each) => each.function === stop),
        )
      })
      await stopping
      expect(result).toMatchObject({ success: false, error: 'aborted', leftOn: [] })
      expect(show.simulator.received.flatMap((each) => each.function ?? [])).toEqual(['Cut', stop])
      const failed = await logOf(show.controller, 'function_call_failed')
      expect(failed.map(({ event }) => event.result)).toMatchObject([{ error: 'aborted', sent: false }])
    })
  }

  it('sends it behind a stop of something else, and behind one that came before', async () => {
    await using show = await startShow()
    await show.controller.callFunction({ name: 'StopStreaming', params: { Value: 0 } })
    const start = { name: 'StartStreaming', params: { Value: 0 } }
    const result = await heldUp(show, start, async () => {
      await show.controller.callFunction({ name: 'StopStreaming', params: { Value: 1 } })
    })
    expect(result).toMatchObject({ success: true })
  })

  it('does not send it for a caller who has given up', async () => {
    await using show = await startShow()
    const caller = new AbortController()
    const start = { name: 'StartRecording', signal: caller.signal }
    const result = await heldUp(show, start, async () => {
      caller.abort()
      await Promise.resolve()
    })
    expect(result).toMatchObject({ success: false, error: 'aborted' })
    expect(show.simulator.received.flatMap((each) => each.function ?? [])).toEqual(['Cut'])
  })
})

describe('callFunction while the disk does not take anything', () => {
  it('says soon that a cut has failed, and not when the log gives up', async () => {
    await using show = await startShow()
    await show.controller.callFunction({ name: 'Cut' })
    const release = await keepLog(show.controller)
    const began = performance.now()
    const result = await show.controller.callFunction({ name: 'NoSuchFunction' })
    const took = performance.now() - began
    release()
    expect(result).toMatchObject({ success: false, error: 'api_error', witnessed: false })
    // The log itself would wait 5 s for the other process.
    expect(took).toBeLessThan(4500)
    const failed = await eventually(
      () => logOf(show.controller, 'function_call_failed'),
      (events) => events.length > 0,
    )
    expect(failed).toHaveLength(1)
  })
})

describe('callFunction of a start that a stop meets on its way', () => {
  it('stops again behind the start: vMix may have taken the stop first', async () => {
    await using show = await startShow()
    const other = show.another()
    const via: CallWay = {
      call: async (name, params) => {
        if (name === 'StartRecording') await other.callFunction({ name: 'StopRecording' })
        await using vmix = new VMixHttpClient({ host: '127.0.0.1', port: show.simulator.httpPort })
        await vmix.call(name, params)
      },
    }
    const result = await show.controller.callFunction({ name: 'StartRecording', via })
    expect(result).toMatchObject({ success: false, error: 'aborted', leftOn: [] })
    expect(show.simulator.received.flatMap((each) => each.function ?? [])).toEqual([
      'StopRecording',
      'StartRecording',
      'StopRecording',
    ])
    expect((await show.controller.getStreamStatus()).recording).toBe(false)
  })
})

describe('callFunction without a log', () => {
  it('refuses starts, sends stops and everything else, and says that it is not recorded', async () => {
    await using show = await startShow()
    const { witness } = instancePaths(show.dataFolder, show.controller.instance)
    await mkdir(dirname(witness), { recursive: true })
    await writeFile(witness, 'a file where the log’s folder belongs')
    const start = await show.controller.callFunction({ name: 'StartRecording' })
    expect(start).toMatchObject({ success: false, error: 'configuration_error', witnessed: false })
    expect(await show.controller.callFunction({ name: 'StopRecording' })).toMatchObject({
      success: true,
      witnessed: false,
    })
    expect(await show.controller.callFunction({ name: 'Cut' })).toMatchObject({ success: true, witnessed: false })
    expect(show.simulator.received.flatMap((each) => each.function ?? [])).toEqual(['StopRecording', 'Cut'])
  })
})
