import type { Stage } from '../stage.ts'
import { BUS_AUDIO } from './bus-audio.ts'
import { INPUT_AUDIO } from './input-audio.ts'
import { LISTS } from './lists.ts'
import { OUTPUTS } from './outputs.ts'
import { OVERLAYS } from './overlays.ts'
import { type Functions, Parameters, RefusedInput, type VMixFunction } from './parameters.ts'
import { PLAYBACK } from './playback.ts'
import { STREAMING } from './streaming.ts'
import { SWITCHING } from './switching.ts'
import { TITLES } from './titles.ts'
import { TRANSITIONS } from './transitions.ts'

/** What changes something, by name. */
const ACTING: Functions = {
  ...BUS_AUDIO,
  ...INPUT_AUDIO,
  ...LISTS,
  ...OUTPUTS,
  ...OVERLAYS,
  ...PLAYBACK,
  ...STREAMING,
  ...SWITCHING,
  ...TITLES,
  ...TRANSITIONS,
}

/** What became of a call. `refused`: the function is known, and its input or value is not. */
export type CallOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly why: string }

/** The function of that name in this version, or null. Upper and lower case matter ([?] in vMix). */
function findFunction({ show }: Stage, name: string): VMixFunction | null {
  const overlay = /^(?:Preview)?OverlayInput(\d{1,2})(?!\d)/.exec(name)?.[1]
  if (overlay !== undefined && Number(overlay) > show.overlays.length) return null
  return Object.hasOwn(ACTING, name) ? (ACTING[name] ?? null) : null
}

/** Carries out one call, at once and as a whole. */
export function callFunction(stage: Stage, name: string, entries: Iterable<readonly [string, string]>): CallOutcome {
  const found = findFunction(stage, name)
  if (found === null) return { kind: 'unknown' }
  try {
    found(stage, new Parameters(entries))
    return { kind: 'done' }
  } catch (error) {
    if (error instanceof RefusedInput) return { kind: 'refused', why: error.message }
    throw error
  }
}
