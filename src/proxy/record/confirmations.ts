import type { Clock } from '../../clock/index.ts'
import type { LoggedCall } from '../../controller/index.ts'
import type { JsonObject } from '../../witness/index.ts'
import type { VMixState } from '../../vmix/index.ts'
import { type Expectation, isOn, type Shown, shownName } from '../call/expected.ts'
import type { KnownShow } from '../upstream/known-show.ts'
import type { Recorder } from './recorder.ts'

/** So long vMix's state has to show what was asked for, ms. */
const withinMs = 10_000
/** So many at once; what comes beyond is not confirmed. */
const most = 64

export interface Confirming {
  readonly expected: Expectation
  readonly before: VMixState | null
  /** ISO time of the call. */
  readonly at: string
  readonly seen: Promise<VMixState | 'missed' | 'away'>
}

/** What was switched is looked for in vMix's state, behind the client's back, and recorded. */
export class Confirmations {
  readonly #clock: Clock
  readonly #show: KnownShow
  readonly #recorder: Recorder
  #running = 0

  constructor({ show, recorder, clock }: { show: KnownShow; recorder: Recorder; clock: Clock }) {
    this.#clock = clock
    this.#show = show
    this.#recorder = recorder
  }

  /** @returns null where too many are looked for already */
  begin(expected: Expectation, before: VMixState | null): Confirming | null {
    if (this.#running >= most) return null
    const at = new Date(this.#clock.now()).toISOString()
    const seen = this.#show.confirm(expected, withinMs)
    this.#running++
    void seen.catch(() => undefined).finally(() => this.#running--)
    return { expected, before, at, seen }
  }

  async record(call: LoggedCall, confirming: Confirming): Promise<void> {
    const seen = await confirming.seen.catch(() => 'away' as const)
    const { operationId, actor, name, details = {} } = call
    const entries = typeof seen === 'string' ? [missed(confirming.expected, seen)] : confirmed(confirming, seen)
    for (const { eventType, params, result } of entries) {
      this.#recorder.event(eventType, { operationId, actor, params: { function: name, ...params, ...details }, result })
    }
  }
}

interface Entry {
  readonly eventType: 'stream_observed' | 'recording_observed' | 'function_not_confirmed'
  readonly params: JsonObject
  readonly result: JsonObject
}

/** In the words by which the log keeps its account of what is on: one entry for each thing that was switched. */
function confirmed({ expected: { shown, on }, before, at }: Confirming, state: VMixState): readonly Entry[] {
  return eachOf(shown, on, before, state).map((each) => {
    const wasOff = before !== null && isOn(before, each) === false
    const message = `${shownName(each)} is ${on ? 'on' : 'off'}, as was asked for through the proxy.`
    const result = { success: true, verification: on ? 'vmix_on' : 'vmix_off', message }
    const params = { on, since: on && wasOff ? at : null, observation: on ? 'vmix.on' : 'vmix.off' }
    return { ...inLog(each, state), params: { ...params, ...inLog(each, state).params }, result }
  })
}

/** All streams at once are those that are so now and were not known to be so before. */
function eachOf(shown: Shown, on: boolean, before: VMixState | null, state: VMixState): readonly Shown[] {
  if (shown.what !== 'streams') return [shown]
  const now = state.streams.map(({ channel }) => ({ what: 'stream', channel }) as const)
  const all = now.filter((each) => isOn(state, each) === on)
  const switched = all.filter((each) => before === null || isOn(before, each) !== on)
  return switched.length === 0 ? all : switched
}

function inLog(shown: Shown, state: VMixState): Pick<Entry, 'eventType' | 'params'> {
  switch (shown.what) {
    case 'stream':
      return { eventType: 'stream_observed', params: { channel: shown.channel } }
    case 'streams':
      return { eventType: 'stream_observed', params: {} }
    case 'external':
      return { eventType: 'stream_observed', params: { output: 'external' } }
    case 'srt':
      return { eventType: 'stream_observed', params: { output: 'srt', number: shown.output } }
    case 'recording':
      return { eventType: 'recording_observed', params: { files: [...state.recording.files] } }
    case 'multicorder':
      return { eventType: 'recording_observed', params: { recorder: 'multicorder' } }
    default:
      return shown satisfies never
  }
}

function missed({ shown, on }: Expectation, seen: 'missed' | 'away'): Entry {
  const message =
    seen === 'away'
      ? `Whether ${shownName(shown)} is ${on ? 'on' : 'off'} is not known: vMix could not be asked.`
      : `vMix's state did not show ${shownName(shown)} ${on ? 'on' : 'off'} within ${withinMs / 1000} s.`
  return {
    eventType: 'function_not_confirmed',
    params: { on },
    result: { success: false, error: 'not_confirmed', message },
  }
}
