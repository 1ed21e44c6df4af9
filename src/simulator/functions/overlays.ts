import { findInput, mainMix, type VMixFunction } from './parameters.ts'

/**
 * `OverlayInput1` shows an input or, if it is the one shown, takes it off; `In`, `Out` and `Off` do just that. Null for
 * other names, and for overlays that this version does not have.
 */
export function overlayFunction(name: string, overlays: number): VMixFunction | null {
  const [, number, what] = /^OverlayInput([1-9]\d?)(In|Out|Off|)$/.exec(name) ?? []
  const index = Number(number) - 1
  if (number === undefined || index >= overlays) return null
  return (vmix, parameters) => {
    mainMix(parameters)
    if (what === 'Out' || what === 'Off') {
      vmix.overlays[index] = null
      return
    }
    const input = findInput(vmix, parameters, vmix.preview)
    vmix.overlays[index] = what === '' && vmix.overlays[index] === input ? null : input
  }
}

export const OVERLAYS: Readonly<Record<string, VMixFunction>> = {
  OverlayInputAllOff: (vmix) => {
    vmix.overlays.fill(null)
  },
}
