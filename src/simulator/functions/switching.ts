import type { Stage } from '../stage.ts'
import { toProgram } from './on-air.ts'
import { findInput, type Functions, mixOf, type VMixFunction } from './parameters.ts'
import { swap, transitionOf } from './transitions.ts'

/** To program, and preview stays as it is. */
const direct: VMixFunction = (stage, parameters) => {
  const bus = mixOf(stage, parameters)
  const next = findInput(stage, parameters, bus.preview)
  stage.motion.finish(transitionOf(stage, bus))
  toProgram(stage, bus, next)
}

/** The next input in preview, or the one before; from the last to the first ([?] in vMix). */
function step(by: 1 | -1): VMixFunction {
  return ({ show }: Stage) => {
    const at = show.inputs.findIndex(({ number }) => number === show.preview)
    const count = show.inputs.length
    if (count > 0) show.preview = show.inputs[(Math.max(at, 0) + by + count) % count]?.number ?? show.preview
  }
}

/** What puts an input on a mix's program or preview at once. */
export const SWITCHING: Functions = {
  PreviewInput: (stage, parameters) => {
    const bus = mixOf(stage, parameters)
    bus.preview = findInput(stage, parameters)
  },
  ActiveInput: (stage, parameters) => {
    const bus = mixOf(stage, parameters)
    const next = findInput(stage, parameters)
    stage.motion.finish(transitionOf(stage, bus))
    toProgram(stage, bus, next)
  },
  PreviewInputNext: step(1),
  PreviewInputPrevious: step(-1),
  Cut: (stage, parameters) => swap(stage, parameters, 0),
  CutDirect: direct,
}
