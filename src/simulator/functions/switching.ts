import { findInput, mainMix, type VMixFunction } from './parameters.ts'

/** Brings an input to program; what was there goes to preview. Effects take no time here. */
const transition: VMixFunction = (vmix, parameters) => {
  mainMix(parameters)
  const next = findInput(vmix, parameters, vmix.preview)
  if (next === vmix.active) return
  vmix.preview = vmix.active
  vmix.active = next
}

/** To program, and preview stays as it is. */
const direct: VMixFunction = (vmix, parameters) => {
  mainMix(parameters)
  vmix.active = findInput(vmix, parameters, vmix.preview)
}

export const SWITCHING: Readonly<Record<string, VMixFunction>> = {
  PreviewInput: (vmix, parameters) => {
    mainMix(parameters)
    vmix.preview = findInput(vmix, parameters)
  },
  ActiveInput: (vmix, parameters) => {
    mainMix(parameters)
    vmix.active = findInput(vmix, parameters)
  },
  Cut: transition,
  Fade: transition,
  QuickPlay: transition,
  CutDirect: direct,
  Transition1: transition,
  Transition2: transition,
  Transition3: transition,
  Transition4: transition,
  FadeToBlack: (vmix) => {
    vmix.fadeToBlack = !vmix.fadeToBlack
  },
}
