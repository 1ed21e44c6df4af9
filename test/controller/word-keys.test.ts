import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { logWords } from '../../src/controller/show-log/log-words.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { VMixHttpClient } from '../../src/vmix/index.ts'
import type { WitnessEntry } from '../../src/witness/index.ts'
import { eventually, logOf, startShow, type Show } from '../support/show.ts'

/** Every name of a member, at any depth. */
function names(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap(names)
  return Object.entries(value).flatMap(([name, member]) => [name, ...names(member)])
}

/** Of the members whose values are a closed set: all that stand in the log. */
function closedValues(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap(closedValues)
  const closed = new Set([
    'kind',
    'via',
    'recorder',
    'verification',
    'error',
    'observation',
    'format',
    'quality',
    'status',
  ])
  return Object.entries(value).flatMap(([name, member]) =>
    closed.has(name) && typeof member === 'string' ? [member] : closedValues(member),
  )
}

async function play(show: Show, streamKey: string, port: number): Promise<readonly WitnessEntry[]> {
  const end = new AbortController()
  const observing = show.controller.observe({ signal: end.signal, pollMs: 50 })
  const destination = { rtmpUrl: `rtmp://127.0.0.1:${port}/app`, streamKey }
  expect(await show.controller.startRtmpStream(destination)).toMatchObject({ success: true, alreadyLive: false })
  expect(await show.controller.startRtmpStream(destination)).toMatchObject({ success: true, alreadyLive: true })
  await show.controller.startRecording({ format: 'MP4' })
  await show.controller.startRecording({ format: 'nonsense' })
  await show.controller.startSrtStream({ srtAddress: 'srt://127.0.0.1:9000' })
  await show.controller.startSrtOutput({ output: 1 })
  await show.controller.stopSrtOutput({ output: 1 })
  await show.simulator.setFault('error-500', true)
  await show.controller.stopSrtOutput({ output: 1 })
  await show.controller.startRtmpStream({ ...destination, channel: 1 })
  await show.simulator.setFault('error-500', null)
  expect(await show.controller.getStreamStatus()).toMatchObject({ streamTime: expect.any(String) })
  await show.controller.stopRecording()
  await show.controller.stopStream()
  await using byHand = new VMixHttpClient({ host: '127.0.0.1', port: show.simulator.httpPort })
  await byHand.call('StartRecording')
  await eventually(
    () => logOf(show.controller, 'recording_observed'),
    (seen) => seen.some(({ event }) => event.params?.['on'] === true),
  )
  end.abort()
  await observing
  return await logOf(show.controller)
}

describe('a stream key that is an ordinary word', () => {
  it.each([
    ['stream', true],
    ['gateway', true],
    ['recording', true],
    ['key', false],
    ['direct', false],
    ['vmix_on', false],
    ['on', false],
  ])('"%s", gateway %s: the log reads as with any other key', async (key, gateway) => {
    await using show = await startShow({ gateway })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const entries = await play(show, key, receiver.port)
    const told = entries.flatMap(({ event }) => [event.event_type, ...names(event), ...closedValues(event)])
    expect(told.filter((word) => word.includes('[secret]'))).toEqual([])
    expect(entries.some(({ event }) => event.event_type === 'stream_observed' && event.params?.['on'] === true)).toBe(
      false,
    )
    expect(await show.controller.verifyWitnessChain()).toMatchObject({ valid: true })
  })

  it('is found by no word of ours, because the list of them is complete', async () => {
    await using show = await startShow({ gateway: true })
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    const entries = await play(show, 'any', receiver.port)
    const used = entries.flatMap(({ event }) => [
      event.event_type,
      ...names(event.params),
      ...names(event.result),
      ...closedValues(event),
    ])
    expect([...new Set(used)].filter((word) => !logWords.has(word) && word !== 'nonsense').toSorted()).toEqual([])
  })
})
