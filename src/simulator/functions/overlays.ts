import type { Stage } from '../stage.ts'
import { findInput, type Functions, mixOf, type VMixFunction } from './parameters.ts'

/** vMix 29 shows 16 overlays; the catalogue names functions for 8 of them, the others are taken for alike. */
const MOST = 16

function show(stage: Stage, number: number, input: number | null, preview = false): void {
  const overlay = stage.show.overlays.find((overlay) => overlay.number === number)
  if (overlay === undefined) return
  const last = stage.show.inputs.find((shown) => shown.number === (input ?? overlay.input))
  if (last !== undefined) stage.unseen.lastOverlay.set(number, last.key)
  overlay.input = input
  overlay.preview = preview && input !== null
}

/** What an overlay shows on program, or in preview alone. */
function shown(stage: Stage, number: number, preview: boolean): number | null {
  return stage.show.overlays.find((overlay) => overlay.number === number && overlay.preview === preview)?.input ?? null
}

/** On, or off if it is the one shown. On another mix than the main one it is taken, and no document shows it. */
function toggle(number: number): VMixFunction {
  return (stage, parameters) => {
    if (mixOf(stage, parameters) !== stage.show) return
    const input = findInput(stage, parameters, stage.show.preview)
    show(stage, number, shown(stage, number, false) === input ? null : input)
  }
}

/** In and out take an overlay's own transition in vMix; the document is taken to change at once. */
function functionsOf(number: number): Functions {
  const name = `OverlayInput${number}`
  const off: VMixFunction = (stage, parameters) => {
    if (mixOf(stage, parameters) === stage.show) show(stage, number, null)
  }
  return {
    [name]: toggle(number),
    [`${name}In`]: (stage, parameters) => {
      if (mixOf(stage, parameters) === stage.show) show(stage, number, findInput(stage, parameters, stage.show.preview))
    },
    [`${name}Out`]: off,
    [`${name}Off`]: off,
    [`Preview${name}`]: (stage, parameters) => {
      const input = findInput(stage, parameters, stage.show.preview)
      show(stage, number, shown(stage, number, true) === input ? null : input, true)
    },
    [`${name}Last`]: (stage, parameters) => {
      if (mixOf(stage, parameters) !== stage.show) return
      const key = stage.unseen.lastOverlay.get(number)
      const last = stage.show.inputs.find((input) => input.key === key)
      if (last !== undefined) show(stage, number, last.number)
    },
  }
}

/** `OverlayInput1` and its kind. Those of overlays that a version does not have are unknown to it: known.ts sees to it. */
export const OVERLAYS: Functions = {
  ...Object.fromEntries(Array.from({ length: MOST }, (_, index) => Object.entries(functionsOf(index + 1))).flat()),
  OverlayInputAllOff: (stage) => {
    for (const { number } of stage.show.overlays) show(stage, number, null)
  },
}
