import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { FAULTS, type FaultName, startReceiver } from '../../src/simulator/index.ts'
import { VMixHttpClient } from '../../src/vmix/index.ts'
import { eventually, logOf, startShow, type Show } from '../support/show.ts'
import { until } from '../support/waiting.ts'
import { expectTidyLog } from './looks.ts'

interface Expected {
  /** The fault's value. */
  readonly value?: string
  /** Set when the stream is on already: what it does to a start is another fault's. */
  readonly whenOn?: boolean
  readonly start: object
  readonly stop: object
  /** The observer cannot see vMix meanwhile, and says why. */
  readonly blind?: string
  /** What the observer says of the stream: nothing, unless vMix did it by itself. */
  readonly seen?: readonly object[]
}

const on = { success: true, verification: 'vmix_on' }
const off = { success: true, verification: 'vmix_off' }
const mayBeOn = { leftOn: [expect.any(String)] }
const failed = (error: string) => ({ success: false, error, witnessed: true })
const endedByItself = [{ channel: 0, on: false }]

const expected: Record<FaultName, Expected> = {
  'ignore-commands': { start: { ...failed('not_confirmed'), ...mayBeOn }, stop: off },
  slow: { value: '200', start: on, stop: off },
  'error-500': { start: failed('api_error'), stop: { ...failed('api_error'), ...mayBeOn } },
  refuse: {
    start: failed('connection_error'),
    stop: { ...failed('connection_error'), ...mayBeOn },
    blind: 'Cannot connect to vMix',
  },
  drop: {
    start: failed('connection_error'),
    stop: { ...failed('connection_error'), ...mayBeOn },
    blind: 'closed the connection',
  },
  'half-open': {
    start: failed('connection_error'),
    stop: { ...failed('connection_error'), ...mayBeOn },
    blind: '',
  },
  'one-byte': { start: on, stop: off },
  'split-xml': { start: on, stop: off },
  restart: { value: '27.0.0.81', whenOn: true, start: on, stop: off, seen: endedByItself },
  'stream-dies': { value: '0.6', start: on, stop: off, seen: endedByItself },
  stall: { start: on, stop: off },
  thin: { value: '5', start: on, stop: off },
  gaps: { value: '50', start: on, stop: off },
  destination: { value: 'Twitch', start: { ...on, message: expect.stringContaining('Custom RTMP') }, stop: off },
}

/** A start, a stop, and somebody who observes, with a vMix that has this fault. */
async function play(fault: FaultName) {
  const { value = '', whenOn = false, blind = null, seen = [] } = expected[fault]
  await using show = await startShow({ controller: { waits: { vmixMs: 900 }, requestTimeoutMs: 600 } })
  await using receiver = await startReceiver({ port: 0, clock: systemClock })
  const problems: (string | null)[] = []
  const end = new AbortController()
  const { signal } = end
  const observing = show.controller.observe({ signal, pollMs: 100, onProblem: (message) => problems.push(message) })
  await eventually(
    async () => (await show.controller.getStreamStatus()).watching,
    (how) => how === 'pushed',
  )
  const set = () => show.simulator.setFault(fault, value === '' ? true : value)
  if (!whenOn) await set()
  const streaming = { rtmpUrl: `rtmp://127.0.0.1:${receiver.port}/app`, streamKey: 'k' }
  const started = await show.controller.startRtmpStream(streaming)
  if (whenOn) await set()
  await eventually(
    () => observedStreams(show),
    (found) => found.length >= seen.length,
  )
  if (blind !== null) await until(() => problems.some((message) => message?.includes(blind) === true))
  const stopped = await show.controller.stopStream()
  await show.simulator.setFault(fault, null)
  // It is seen again, and so is what is done by hand now.
  await using hand = new VMixHttpClient({ host: '127.0.0.1', port: show.simulator.httpPort })
  const called = () =>
    hand.call('StartRecording').then(
      () => true,
      () => false,
    )
  await eventually(called, Boolean)
  await eventually(
    () => logOf(show.controller, 'recording_observed'),
    (entries) => entries.some(({ event }) => event.params?.['on'] === true),
  )
  await eventually(
    () => problems.at(-1) ?? null,
    (message) => message === null,
  )
  end.abort()
  await observing
  await expectTidyLog(show)
  const { valid } = await show.controller.verifyWitnessChain()
  return { started, stopped, seen: await observedStreams(show), problems, valid }
}

async function observedStreams(show: Show) {
  return (await logOf(show.controller, 'stream_observed')).map(({ event }) => event.params)
}

describe('start, stop and observing with each fault of vMix', () => {
  it.each(Object.keys(FAULTS))('%s: nothing hangs, nothing is left untold, nothing untrue is told', async (fault) => {
    const { start, stop, blind, seen = [] } = expected[fault as FaultName]
    const found = await play(fault as FaultName)
    expect(found.started).toMatchObject(start)
    expect(found.stopped).toMatchObject(stop)
    expect(found.seen).toMatchObject(seen)
    expect(found.seen).toHaveLength(seen.length)
    expect(found.valid).toBe(true)
    // A restart may be seen as a vMix that is away for a moment.
    const isAway = blind !== undefined || fault === 'restart'
    expect(isAway ? [] : found.problems).toEqual([])
  })
})
