import type { Clock } from '../../clock/index.ts'
import type { LoggedCall } from '../../controller/index.ts'
import type { JsonObject } from '../../witness/index.ts'
import type { VMixState } from '../../vmix/index.ts'
import { type Expectation, isOn, shownName } from '../call/expected.ts'
import type { KnownShow } from '../upstream/known-show.ts'
import type { Recorder } from './recorder.ts'

/** So long vMix's state has to show what was asked for, ms. */
const withinMs = 10_000
/** So many at once; what comes beyond is not confirmed. */
const most = 64

export interface Confirming {
  readonly expected: Expectation
  /** ISO time since when it is on, where it was off before; null where that is not known, or it goes off. */
  readonly since: string | null
  /** Null: vMix could not be asked. */
  readonly shown: Promise<boolean | null>
}

/** What was switched is looked for in vMix's state, behind the client's back, and recorded. */
export class Confirmations {
  readonly #clock: Clock
  readonly #show: KnownShow
  readonly #recorder: Recorder
  readonly #running = new Set<Promise<unknown>>()

  constructor({ show, recorder, clock }: { show: KnownShow; recorder: Recorder; clock: Clock }) {
    this.#clock = clock
    this.#show = show
    this.#recorder = recorder
  }

  /** @returns null where too many are looked for already */
  begin(expected: Expectation, before: VMixState | null): Confirming | null {
    if (this.#running.size >= most) return null
    const wasOff = before !== null && isOn(before, expected.shown) === false
    const since = expected.on && wasOff ? new Date(this.#clock.now()).toISOString() : null
    const shown = this.#show.confirm(expected, withinMs)
    this.#running.add(shown)
    void shown.catch(() => undefined).finally(() => this.#running.delete(shown))
    return { expected, since, shown }
  }

  async record(call: LoggedCall, { expected, since, shown }: Confirming): Promise<void> {
    const seen = await shown.catch(() => null)
    const { operationId, actor, details = {} } = call
    const { eventType, params, result } =
      seen === true ? confirmed(call, expected, since) : missed(call, expected, seen)
    this.#recorder.event(eventType, { operationId, actor, params: { ...params, ...details }, result })
  }

  /** They end by themselves when the show that they look at is closed. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#running)
  }
}

interface Entry {
  readonly eventType: string
  readonly params: JsonObject
  readonly result: JsonObject
}

/** Of a stream or the recorder in the words by which the log keeps its account of what is on. */
function confirmed({ name }: LoggedCall, { shown, on }: Expectation, since: string | null): Entry {
  const observation = on ? 'vmix.on' : 'vmix.off'
  const message = `${shownName(shown)} is ${on ? 'on' : 'off'}, as was asked for through the proxy.`
  const result = { success: true, verification: on ? 'vmix_on' : 'vmix_off', message }
  const params = { function: name, on, since, observation }
  if (shown.what === 'stream')
    return { eventType: 'stream_observed', params: { ...params, channel: shown.channel }, result }
  if (shown.what === 'recording') return { eventType: 'recording_observed', params: { ...params, files: [] }, result }
  return { eventType: 'function_confirmed', params: { function: name, on, observation }, result }
}

function missed({ name }: LoggedCall, { shown, on }: Expectation, seen: boolean | null): Entry {
  const message =
    seen === null
      ? `Whether ${shownName(shown)} is ${on ? 'on' : 'off'} is not known: vMix could not be asked.`
      : `vMix's state did not show ${shownName(shown)} ${on ? 'on' : 'off'} within ${withinMs / 1000} s.`
  const result = { success: false, error: 'not_confirmed', message }
  return { eventType: 'function_not_confirmed', params: { function: name, on }, result }
}
