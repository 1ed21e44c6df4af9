import { streamsOf } from '../../controller/index.ts'
import type { VMixState } from '../../vmix/index.ts'
import type { AskedCall } from './call.ts'

/** Something that vMix's state shows on or off. */
export type Shown =
  | { readonly what: 'stream'; readonly channel: number }
  | { readonly what: 'streams' | 'recording' | 'external' | 'multicorder' }
  /** Number of the output, from 1. */
  | { readonly what: 'srt'; readonly output: number }

export interface Expectation {
  readonly shown: Shown
  readonly on: boolean
}

/** What a call switches; null where no state shows it. */
function switchedBy({ name, params }: AskedCall): Shown | null {
  const [, what] = /^(?:StartStop|Start|Stop)(Streaming|Recording|SRTOutput|MultiCorder|External)$/.exec(name) ?? []
  switch (what) {
    case 'Streaming': {
      const [channel = 0, ...others] = streamsOf(name, params)
      return others.length > 0 ? { what: 'streams' } : { what: 'stream', channel }
    }
    case 'Recording':
      return { what: 'recording' }
    case 'External':
      return { what: 'external' }
    case 'MultiCorder':
      return { what: 'multicorder' }
    case 'SRTOutput': {
      const number = /^\s*(\d{1,2})\s*$/.exec(String(params.Value ?? ''))?.[1]
      return { what: 'srt', output: Number(number ?? 0) + 1 }
    }
    default:
      return null
  }
}

/** Whether the state shows it on; null where it does not tell. */
export function isOn(state: VMixState, shown: Shown): boolean | null {
  switch (shown.what) {
    case 'stream':
      return state.streams.find(({ channel }) => channel === shown.channel)?.live ?? null
    case 'streams':
      return state.streaming
    case 'recording':
      return state.recording.active
    case 'external':
      return state.external
    case 'multicorder':
      return state.multiCorder
    case 'srt':
      return state.outputs.find(({ type, number }) => type === 'output' && number === shown.output)?.srt ?? null
    default:
      return shown satisfies never
  }
}

/** A toggle that finds it off is a start; one that finds it on, or of which nothing is known, may be a stop. */
export function mayStop(call: AskedCall, before: VMixState | null): boolean {
  if (call.effect !== 'toggle') return call.effect === 'stop'
  const shown = switchedBy(call)
  return shown === null || before === null || isOn(before, shown) !== false
}

/** What the state should show afterwards; null where that cannot be said. */
export function expectedOf(call: AskedCall, before: VMixState | null): Expectation | null {
  const shown = switchedBy(call)
  if (shown === null) return null
  if (call.effect !== 'toggle') return { shown, on: call.effect === 'start' }
  const was = before === null ? null : isOn(before, shown)
  return was === null ? null : { shown, on: !was }
}

/** @example shownName({ what: 'stream', channel: 0 }) // 'Stream 1' */
export function shownName(shown: Shown): string {
  switch (shown.what) {
    case 'stream':
      return `Stream ${shown.channel + 1}`
    case 'streams':
      return 'Streaming'
    case 'recording':
      return "vMix's recorder"
    case 'external':
      return 'External'
    case 'multicorder':
      return 'MultiCorder'
    case 'srt':
      return `SRT of output ${shown.output}`
    default:
      return shown satisfies never
  }
}
