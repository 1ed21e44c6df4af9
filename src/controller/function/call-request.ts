import { channelCount, redactedCall, type CallParams } from '../../vmix/index.ts'
import type { OperationOptions } from '../operation/operation.ts'
import type { JsonObject } from '../../witness/index.ts'
import { srtOutputs } from '../srt-output/srt-output-request.ts'

/** One function of vMix by its name. @example { name: 'Fade', params: { Input: 2, Duration: 500 } } */
export interface CallFunctionRequest extends OperationOptions {
  /** As in vMix's function list; upper and lower case matter. */
  readonly name: string
  /** By vMix's own names. */
  readonly params?: CallParams
  /** Another way to the same vMix than its HTTP API, such as a `VMixTcpClient`. */
  readonly via?: CallWay
}

/** What carries a call to vMix. */
export interface CallWay {
  call(name: string, params: CallParams, options: { readonly signal?: AbortSignal }): Promise<void>
}

/** What a function does to what goes out of the house, which says how it is recorded. */
export type Effect = 'start' | 'stop' | 'none'

/** What can be switched on and off: it may go out of the house, and the state shows it. */
export type Switched = 'streaming' | 'recording' | 'srtoutput' | 'multicorder' | 'external'

/**
 * What a function starts, stops or toggles; null where it does none of that. Whether vMix minds upper and lower case, and
 * blanks around the name, is not known: the rules here must hold anyhow.
 */
export function switchOf(name: string): { readonly what: Switched; readonly by: 'start' | 'stop' | 'toggle' } | null {
  const [, verb = '', what] =
    /^(startstop|start|stop)(streaming|recording|srtoutput|multicorder|external)$/.exec(plain(name)) ?? []
  if (!isSwitched(what)) return null
  return { what, by: verb === 'startstop' ? 'toggle' : verb === 'stop' ? 'stop' : 'start' }
}

/**
 * Functions that stop streams, recordings and outputs, those that start or point them, and all others. A toggle counts
 * as a start, because it may be one.
 */
export function effectOf(name: string): Effect {
  const by = switchOf(name)?.by ?? null
  if (by === 'stop') return 'stop'
  return by !== null || pointsStream(name) ? 'start' : 'none'
}

/** The streams that a function changes, from 0: all of them where it names none. */
export function streamsOf(name: string, params: CallParams): readonly number[] {
  if (switchOf(name)?.what !== 'streaming' && !pointsStream(name)) return []
  const number = /^\s*(\d{1,2})\s*(?:,|$)/.exec(String(params.Value ?? ''))?.[1]
  // Of a version that is not known: the most that any has.
  const all = channelCount(28)
  const named = number === undefined ? null : Number(number)
  return named !== null && named < all ? [named] : Array.from({ length: all }, (_, channel) => channel)
}

/**
 * Which of vMix's outputs a call switches SRT of, from 1. A blank value is Output 1 (vendor's help; sure); one that names none
 * counts as all, because vMix may read it in another way.
 */
export function srtOutputsOf(params: CallParams): readonly number[] {
  const value = String(params.Value ?? '').trim()
  if (value === '') return [1]
  return /^\d$/.test(value) && srtOutputs.includes(Number(value) + 1) ? [Number(value) + 1] : srtOutputs
}

/** Says where a stream goes. */
function pointsStream(name: string): boolean {
  return plain(name).startsWith('streamingset')
}

function plain(name: string): string {
  return name.trim().toLowerCase()
}

function isSwitched(what: string | undefined): what is Switched {
  return (
    what === 'streaming' ||
    what === 'recording' ||
    what === 'srtoutput' ||
    what === 'multicorder' ||
    what === 'external'
  )
}

/** Longest text of a call in the log. */
const longest = 500

/** What the log holds of it: no secret, and of a long text its beginning. */
export function recordedCall(name: string, params: CallParams): JsonObject {
  const call = redactedCall(name, params)
  const streams = streamsOf(name, params)
  return {
    function: name.slice(0, 100),
    call: call.length > longest ? `${call.slice(0, longest)}…` : call,
    ...(streams.length === 0 ? {} : { streams: [...streams] }),
    ...(switchOf(name)?.what === 'recording' ? { recorder: 'vmix' } : {}),
  }
}
