import type { Stage } from '../stage.ts'
import { toProgram } from './on-air.ts'
import {
  amount,
  findInput,
  type Functions,
  mixOf,
  type Parameters,
  RefusedInput,
  valueOf,
  whole,
} from './parameters.ts'

/** The transitions whose names are functions. */
const EFFECTS =
  'AlphaFade BarnDoor CrossZoom Cube CubeZoom Fade Fly FlyRotate Merge RollerDoor Slide SlideReverse VerticalSlide VerticalSlideReverse VerticalWipe VerticalWipeReverse Wipe WipeReverse Zoom'.split(
    ' ',
  )

/** What an effect takes without `Duration`: not known; transition 1 of a new vMix takes as long. */
const DEFAULT_MS = 500
/** Longer is not believed. */
const LONGEST_MS = 600_000

type Bus = ReturnType<typeof mixOf>

/** The name that a mix's transition has among what moves. */
export function transitionOf({ show }: Stage, bus: Bus): string {
  return `transition ${show.mixes.find((mix) => mix === bus)?.number ?? 1}`
}

/** Whether the main mix is between two inputs: then both are seen. */
export function inTransition(stage: Stage): boolean {
  return stage.motion.has(transitionOf(stage, stage.show))
}

/**
 * Program and preview change places, or the input named comes to program; with a duration, when that is over. What the
 * document shows meanwhile is not known of vMix; here it is what stood before, and tally shows both inputs on air. A
 * transition that still runs is ended first ([?] in vMix).
 */
export function swap(stage: Stage, parameters: Parameters, durationMs: number): void {
  const bus = mixOf(stage, parameters)
  const given = parameters.get('duration')
  const lastsMs = durationMs > 0 && given !== '' ? whole(given, 0, LONGEST_MS) : durationMs
  const next = findInput(stage, parameters, bus.preview)
  const name = transitionOf(stage, bus)
  stage.motion.finish(name)
  if (next === bus.active) return
  if (lastsMs > 0) bus.preview = next
  const end = () => {
    const before = bus.active
    toProgram(stage, bus, next)
    bus.preview = before
  }
  stage.motion.start(name, lastsMs, { step: null, end })
}

function effects(names: readonly string[], durationMs: (stage: Stage) => number): Functions {
  return Object.fromEntries(
    names.map((name) => [name, (stage, parameters) => swap(stage, parameters, durationMs(stage))]),
  )
}

const buttons = [1, 2, 3, 4] as const

function button({ show }: Stage, number: number) {
  const transition = show.transitions.find((transition) => transition.number === number)
  if (transition === undefined) throw new RefusedInput('Transition not found')
  return transition
}

function buttonMs(stage: Stage, number: number): number {
  const { effect, durationMs } = button(stage, number)
  return effect === 'Cut' ? 0 : (durationMs ?? DEFAULT_MS)
}

/** Transition effects, the four buttons and their settings, stingers, the T-bar, fade to black. */
export const TRANSITIONS: Functions = {
  ...effects(EFFECTS, () => DEFAULT_MS),
  // A stinger lasts as long as its picture: what that is, no document tells.
  ...effects(
    Array.from({ length: 8 }, (_, index) => `Stinger${index + 1}`),
    () => DEFAULT_MS,
  ),
  QuickPlay: (stage, parameters) => swap(stage, parameters, buttonMs(stage, 1)),
  ...Object.fromEntries(
    buttons.flatMap((number): [string, Functions[string]][] => [
      [`Transition${number}`, (stage, parameters) => swap(stage, parameters, buttonMs(stage, number))],
      [
        `SetTransitionEffect${number}`,
        (stage, parameters) => {
          button(stage, number).effect = valueOf(stage, parameters)
        },
      ],
      [
        `SetTransitionDuration${number}`,
        (stage, parameters) => {
          button(stage, number).durationMs = whole(valueOf(stage, parameters), 0, LONGEST_MS)
        },
      ],
    ]),
  ),
  /** 0 to 255; at its other end program and preview have changed places, and it counts from there anew. */
  SetFader: (stage, parameters) => {
    const position = amount(valueOf(stage, parameters), stage.unseen.fader, 0, 255)
    stage.unseen.fader = position === 255 ? 0 : position
    if (position === 255) swap(stage, parameters, 0)
  },
  FadeToBlack: ({ show }) => {
    show.fadeToBlack = show.fadeToBlack !== true
  },
}
