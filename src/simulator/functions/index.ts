import type { Stage } from '../stage.ts'
import { BUS_AUDIO } from './bus-audio.ts'
import { CALLS } from './calls.ts'
import { DYNAMIC } from './dynamic.ts'
import { INPUT_AUDIO } from './input-audio.ts'
import { INPUTS } from './inputs.ts'
import { isKnown, takesInput } from './known.ts'
import { LAYERS } from './layers.ts'
import { LISTS } from './lists.ts'
import { OUTPUT_SOURCES } from './output-sources.ts'
import { OUTPUTS } from './outputs.ts'
import { OVERLAYS } from './overlays.ts'
import { type Functions, inputOf, Parameters, RefusedInput } from './parameters.ts'
import { PLAYBACK } from './playback.ts'
import { PLAYLISTS } from './playlists.ts'
import { REPLAY } from './replay.ts'
import { REPLAY_EVENTS } from './replay-events.ts'
import { REPLAY_PLAYBACK } from './replay-playback.ts'
import { SCRIPTS } from './scripts.ts'
import { STREAMING } from './streaming.ts'
import { SWITCHING } from './switching.ts'
import { TITLES } from './titles.ts'
import { TRANSITIONS } from './transitions.ts'

/** The families of functions that do something, each with its file. */
const FAMILIES = {
  switching: SWITCHING,
  transitions: TRANSITIONS,
  overlays: OVERLAYS,
  inputAudio: INPUT_AUDIO,
  busAudio: BUS_AUDIO,
  titles: TITLES,
  lists: LISTS,
  playback: PLAYBACK,
  inputs: INPUTS,
  layers: LAYERS,
  replay: REPLAY,
  replayEvents: REPLAY_EVENTS,
  replayPlayback: REPLAY_PLAYBACK,
  dynamic: DYNAMIC,
  outputs: OUTPUTS,
  outputSources: OUTPUT_SOURCES,
  streaming: STREAMING,
  playlists: PLAYLISTS,
  calls: CALLS,
  scripts: SCRIPTS,
} satisfies Readonly<Record<string, Functions>>

const ACTING: ReadonlyMap<string, Functions[string]> = new Map(
  Object.values(FAMILIES).flatMap(Object.entries<Functions[string]>),
)

/** Whether a function changes something here; what does not is accepted alone. */
export function isActing(name: string): boolean {
  return ACTING.has(name)
}

/** What became of a call. `refused`: the function is known, and its input or value is not. */
export type CallOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly why: string }

/**
 * Carries out one call, at once and as a whole. Upper and lower case of the name matter ([?] in vMix). A function that
 * has nothing to change here is accepted, unless its input is not there.
 */
export function callFunction(stage: Stage, name: string, entries: Iterable<readonly [string, string]>): CallOutcome {
  if (!isKnown(stage, name)) return { kind: 'unknown' }
  const parameters = new Parameters(entries)
  try {
    const act = ACTING.get(name)
    if (act !== undefined) act(stage, parameters)
    else if (takesInput(name)) inputOf(stage, parameters)
    return { kind: 'done' }
  } catch (error) {
    if (error instanceof RefusedInput) return { kind: 'refused', why: error.message }
    throw error
  }
}
