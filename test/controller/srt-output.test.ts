import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { VMixHttpClient } from '../../src/vmix/index.ts'
import { operator } from '../support/operator.ts'
import { eventually, logOf, startShow, type Show } from '../support/show.ts'
import { keepLog } from './keep-log.ts'
import { expectTidyLog } from './looks.ts'
import { openGate } from './vmix-gate.ts'

const short = { vmixMs: 500 }
const calls = (show: Show) =>
  show.simulator.received.flatMap(({ function: name, parameters }) =>
    name !== null && name.includes('SRTOutput') ? [`${name} ${parameters['Value'] ?? ''}`] : [],
  )
const told = (show: Show, name: string) =>
  eventually(
    () => calls(show),
    (all) => all.some((call) => call.startsWith(name)),
  )

/** What vMix itself says, by its number there. */
async function isOn(show: Show, output: number): Promise<boolean | undefined> {
  await using vmix = new VMixHttpClient({ host: '127.0.0.1', port: show.simulator.httpPort })
  const { outputs } = await vmix.state()
  return outputs.find(({ type, number }) => type === 'output' && number === output)?.srt
}

describe("SRT of vMix's own outputs", () => {
  it('is switched on and off by its number as in vMix, confirmed by the document, and told in the log', async () => {
    await using show = await startShow()
    const started = await show.controller.startSrtOutput({ output: 2, operationId: 'on' })
    expect(started).toMatchObject({ success: true, output: 2, verification: 'vmix_on', alreadyOn: false })
    expect(started.message).toContain('Output 2')
    expect([await isOn(show, 1), await isOn(show, 2)]).toEqual([false, true])
    const stopped = await show.controller.stopSrtOutput({ output: 2, operationId: 'off' })
    expect(stopped).toMatchObject({ success: true, output: 2, verification: 'vmix_off', witnessed: true })
    expect(await isOn(show, 2)).toBe(false)
    // Always with its number: a blank would be Output 1.
    expect(calls(show)).toEqual(['StartSRTOutput 1', 'StopSRTOutput 1'])
    const entries = (await logOf(show.controller)).map(({ event }) => [event.event_type, event.operation_id])
    expect(entries.slice(1)).toEqual([
      ['operation_requested', 'on'],
      ['srt_output_started', 'on'],
      ['operation_requested', 'off'],
      ['srt_output_stopped', 'off'],
    ])
    const [outcome] = await logOf(show.controller, 'srt_output_started')
    expect(outcome?.event).toMatchObject({ params: { output: 'srt', number: 2 }, result: { verification: 'vmix_on' } })
  })

  it('before vMix 28 is accepted, and said not to be shown; before 24 there is none', async () => {
    await using old = await startShow({ simulator: { vmixVersion: '27.0.0.81' } })
    expect(await old.controller.startSrtOutput({ output: 1 })).toMatchObject({
      success: true,
      verification: 'accepted',
      message: expect.stringContaining('27.0.0.81 does not show'),
    })
    expect(await old.controller.stopSrtOutput({ output: 1 })).toMatchObject({ success: true, verification: 'accepted' })
    expect(calls(old)).toEqual(['StartSRTOutput 0', 'StopSRTOutput 0'])
    await using older = await startShow({ simulator: { vmixVersion: '23.0.0.57' } })
    expect(await older.controller.startSrtOutput({ output: 1 })).toMatchObject({ success: false, error: 'unsupported' })
    expect(calls(older)).toEqual([])
  })

  it('that does not show is not confirmed: what may still come on is said, and it is not switched off', async () => {
    await using show = await startShow({ controller: { waits: short }, simulator: { faults: ['ignore-commands'] } })
    const started = await show.controller.startSrtOutput({ output: 1 })
    expect(started).toMatchObject({
      success: false,
      error: 'not_confirmed',
      leftOn: [expect.stringMatching(/Output 1/)],
    })
    expect(calls(show)).toEqual(['StartSRTOutput 0'])
    await show.simulator.setFault('ignore-commands', null)
    expect(await show.controller.startSrtOutput({ output: 1 })).toMatchObject({ success: true })
    await show.simulator.setFault('ignore-commands', true)
    expect(await show.controller.stopSrtOutput({ output: 1 })).toMatchObject({
      success: false,
      error: 'not_confirmed',
      leftOn: [expect.stringMatching(/Output 1/)],
    })
    await expectTidyLog(show)
  })

  it('that is on already is left alone, and nothing is sent', async () => {
    await using show = await startShow()
    await using byHand = new VMixHttpClient({ host: '127.0.0.1', port: show.simulator.httpPort })
    await byHand.call('StartSRTOutput', { Value: 0 })
    const started = await show.controller.startSrtOutput({ output: 1 })
    expect(started).toMatchObject({ success: true, alreadyOn: true, verification: 'vmix_on' })
    expect(calls(show)).toEqual(['StartSRTOutput 0'])
  })

  it.each([0, 5, 1.5, Number.NaN, '1', undefined])(
    'refuses output %s, sends nothing, and records it',
    async (given) => {
      await using show = await startShow()
      // As a program in JavaScript, or one that read it from a file, would.
      const request: { output: number } = JSON.parse('{}')
      Object.assign(request, { output: given })
      expect(await show.controller.startSrtOutput(request)).toMatchObject({
        error: 'validation_error',
        witnessed: true,
      })
      expect(await show.controller.stopSrtOutput(request)).toMatchObject({ error: 'validation_error', witnessed: true })
      expect(show.simulator.received).toEqual([])
      expect(await logOf(show.controller, 'srt_output_stop_failed')).toHaveLength(1)
      expect(await show.controller.verifyWitnessChain()).toMatchObject({ valid: true })
    },
  )

  it('refuses an output that this vMix does not show', async () => {
    await using show = await startShow()
    await using gate = await openGate(show.simulator)
    const two = show.another({ port: gate.port })
    // A vMix with fewer: the document is changed on its way.
    gate.rewrite = (body) => body.replace(/<output type="output" number="[34]"[^>]*\/>/g, '')
    expect(await two.startSrtOutput({ output: 3 })).toMatchObject({
      success: false,
      error: 'validation_error',
      message: expect.stringContaining('outputs 1, 2'),
    })
    expect(await two.startSrtOutput({ output: 2 })).toMatchObject({ success: true })
  })

  it('is carried out once under one name, and a start of that name is not', async () => {
    await using show = await startShow()
    const again = () => show.controller.startSrtOutput({ output: 1, operationId: 'once' })
    expect(await again()).toMatchObject({ success: true })
    await show.controller.stopSrtOutput({ output: 1 })
    expect(await again()).toMatchObject({ success: false, error: 'validation_error' })
    expect(calls(show)).toEqual(['StartSRTOutput 0', 'StopSRTOutput 0'])
  })

  it('lost on the way may have come on: the document decides', async () => {
    await using show = await startShow({ controller: { waits: short } })
    await using gate = await openGate(show.simulator)
    const other = show.another({ port: gate.port })
    const breaks = ({ what }: { what: string }) => {
      if (what.endsWith('SRTOutput')) throw new Error('the connection breaks')
    }
    gate.hooks = { after: breaks }
    expect(await other.startSrtOutput({ output: 1 })).toMatchObject({ success: true, verification: 'vmix_on' })
    expect(await other.stopSrtOutput({ output: 1 })).toMatchObject({ success: true, verification: 'vmix_off' })
    gate.hooks = { before: breaks }
    expect(await other.startSrtOutput({ output: 1 })).toMatchObject({
      success: false,
      error: 'connection_error',
      leftOn: [expect.stringMatching(/Output 1/)],
    })
  })

  it('of a version that shows nothing, lost on the way, is not said to be off', async () => {
    await using show = await startShow({ controller: { waits: short }, simulator: { vmixVersion: '27.0.0.81' } })
    await using gate = await openGate(show.simulator)
    gate.hooks = {
      before: ({ what }) => {
        if (what === 'StopSRTOutput') throw new Error('the connection breaks')
      },
    }
    expect(await show.another({ port: gate.port }).stopSrtOutput({ output: 1 })).toMatchObject({
      success: false,
      error: 'connection_error',
      leftOn: [expect.stringMatching(/if it was on/)],
    })
  })

  it('refused by vMix is told with its reason, and one that is away at once', async () => {
    await using show = await startShow({ simulator: { faults: ['error-500'] } })
    expect(await show.controller.startSrtOutput({ output: 1 })).toMatchObject({ error: 'api_error', leftOn: [] })
    expect(await show.controller.stopSrtOutput({ output: 1 })).toMatchObject({ error: 'api_error' })
    await show.simulator.setFault('refuse', true)
    expect(await show.controller.startSrtOutput({ output: 1 })).toMatchObject({ error: 'connection_error', leftOn: [] })
  })
})

describe("a stop of SRT of vMix's outputs", () => {
  const steps = [
    ['before', 'StartSRTOutput'],
    ['after', 'StartSRTOutput'],
  ] as const

  it.each(steps)('that comes %s %s ends the start, and it is off', async (moment, step) => {
    await using show = await startShow()
    await using gate = await openGate(show.simulator)
    let stopped: unknown = null
    gate.hooks = {
      [moment]: async ({ what }: { what: string }) => {
        if (what === step) stopped ??= await show.controller.stopSrtOutput({ output: 3 })
      },
    }
    const started = await show.another({ port: gate.port }).startSrtOutput({ output: 3 })
    expect(stopped).toMatchObject({ success: true, verification: 'vmix_off' })
    expect(started).toMatchObject({ success: false, error: 'aborted', leftOn: [] })
    expect(await isOn(show, 3)).toBe(false)
  })

  it('by a call of the function itself ends it too, and no start of another output', async () => {
    await using show = await startShow()
    await using gate = await openGate(show.simulator)
    gate.hooks = {
      before: async ({ what, count }) => {
        if (what !== 'StartSRTOutput') return
        // Blank: Output 1.
        const params = count === 0 ? {} : { Value: 1 }
        await show.controller.callFunction({ name: 'StopSRTOutput', params })
      },
    }
    const other = show.another({ port: gate.port })
    expect(await other.startSrtOutput({ output: 1 })).toMatchObject({ success: false, error: 'aborted' })
    expect(await other.startSrtOutput({ output: 1 })).toMatchObject({ success: true })
  })

  it('waits for no log, and none of its own start', async () => {
    await using show = await startShow()
    await show.controller.startSrtOutput({ output: 1 })
    const kept = await keepLog(show.controller)
    const began = performance.now()
    const stopping = show.controller.stopSrtOutput({ output: 1 })
    await told(show, 'StopSRTOutput')
    expect(performance.now() - began).toBeLessThan(1000)
    expect(await stopping).toMatchObject({ success: true, verification: 'vmix_off', witnessed: false })
    kept()
    await eventually(
      () => logOf(show.controller, 'srt_output_stopped'),
      (entries) => entries.length === 1,
    )
    await expectTidyLog(show)
  })

  it('its caller gave up on says so, and that it went out', async () => {
    await using show = await startShow()
    await show.controller.startSrtOutput({ output: 1 })
    await show.simulator.setFault('ignore-commands', true)
    const caller = new AbortController()
    const stopping = show.controller.stopSrtOutput({ output: 1, signal: caller.signal })
    await told(show, 'StopSRTOutput')
    caller.abort()
    expect(await stopping).toMatchObject({ success: false, error: 'aborted', leftOn: [expect.any(String)] })
  })
})

describe("SRT of vMix's outputs by several processes", () => {
  it('is started by one at a time, each output by itself', async () => {
    await using show = await startShow({ simulator: { faults: ['ignore-commands'] } })
    using first = operator(show, 'startSrtOutput', { output: 1 }, { vmixMs: 20_000 })
    await told(show, 'StartSRTOutput 0')
    expect(await show.controller.startSrtOutput({ output: 1 })).toMatchObject({ error: 'channel_busy' })
    await show.simulator.setFault('ignore-commands', null)
    expect(await show.controller.startSrtOutput({ output: 2 })).toMatchObject({ success: true })
    using stop = operator(show, 'stopSrtOutput', { output: 1 })
    expect(await stop.result).toMatchObject({ success: true })
    expect(await first.result).toMatchObject({ success: false, error: 'aborted', leftOn: [] })
    expect([await isOn(show, 1), await isOn(show, 2)]).toEqual([false, true])
  })

  it('killed between intent and outcome: the next start of that output says so, and of no other', async () => {
    await using show = await startShow({ simulator: { faults: ['ignore-commands'] } })
    using start = operator(show, 'startSrtOutput', { output: 1 }, { vmixMs: 20_000 })
    await told(show, 'StartSRTOutput 0')
    start.child.kill('SIGKILL')
    await start.result.catch(() => null)
    await show.simulator.setFault('ignore-commands', null)
    const interrupted = () => logOf(show.controller, 'operation_interrupted')
    expect(await show.controller.startSrtOutput({ output: 2 })).toMatchObject({ success: true })
    await show.controller.startRecording()
    expect(await interrupted()).toEqual([])
    expect(await show.controller.startSrtOutput({ output: 1 })).toMatchObject({ success: true })
    const requested = await logOf(show.controller, 'operation_requested')
    expect((await interrupted()).map(({ event }) => [event.operation_id, event.params])).toEqual([
      [
        requested[0]?.event.operation_id,
        {
          channel: null,
          output: 'srt',
          number: 1,
          interrupted_kind: 'srt_output_start',
          requested_at: requested[0]?.event.timestamp,
        },
      ],
    ])
    expect(await show.controller.verifyWitnessChain()).toMatchObject({ valid: true })
    await expectTidyLog(show)
  })
})

describe('who observes', () => {
  it('does not take it for what somebody else did, and tells what somebody else does', async () => {
    await using show = await startShow()
    const end = new AbortController()
    const observing = show.controller.observe({ signal: end.signal, pollMs: 50 })
    await using byHand = new VMixHttpClient({ host: '127.0.0.1', port: show.simulator.httpPort })
    // By a process of its own, so that only the log and its marks tell.
    using start = operator(show, 'startSrtOutput', { output: 1 })
    expect(await start.result).toMatchObject({ success: true })
    await systemClock.sleep(1200)
    using stop = operator(show, 'stopSrtOutput', { output: 1 })
    expect(await stop.result).toMatchObject({ success: true })
    await systemClock.sleep(1200)
    expect(await logOf(show.controller, 'stream_observed')).toEqual([])
    // Another one: what has just been told to stop may be off for that, for ten seconds.
    await show.controller.startSrtOutput({ output: 2 })
    await byHand.call('StopSRTOutput', { Value: 1 })
    await byHand.call('StartSRTOutput', { Value: 3 })
    const seen = await eventually(
      () => logOf(show.controller, 'stream_observed'),
      (entries) => entries.length === 2,
    )
    end.abort()
    await observing
    const facts = seen.map(({ event }) => JSON.stringify([event.params?.['number'], event.params?.['on']]))
    expect(facts.toSorted()).toEqual(['[2,false]', '[4,true]'])
  })
})
