import type { SimulatedVMix } from '../simulated-vmix.ts'
import { OUTPUTS } from './outputs.ts'
import { overlayFunction, OVERLAYS } from './overlays.ts'
import { Parameters, RefusedInput, type VMixFunction } from './parameters.ts'
import { STREAMING } from './streaming.ts'
import { SWITCHING } from './switching.ts'

const FUNCTIONS: Readonly<Record<string, VMixFunction>> = { ...STREAMING, ...OUTPUTS, ...SWITCHING, ...OVERLAYS }

/** What became of a call. `refused`: the function is known, and its input or value is not. */
export type CallOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly why: string }

/** The function of that name in this version, or null. Upper and lower case matter ([?] in vMix). */
function findFunction(vmix: SimulatedVMix, name: string): VMixFunction | null {
  if (Object.hasOwn(FUNCTIONS, name)) return FUNCTIONS[name] ?? null
  return overlayFunction(name, vmix.overlays.length)
}

/** Carries out one call, at once and as a whole. */
export function callFunction(
  vmix: SimulatedVMix,
  name: string,
  entries: Iterable<readonly [string, string]>,
): CallOutcome {
  const found = findFunction(vmix, name)
  if (found === null) return { kind: 'unknown' }
  try {
    found(vmix, new Parameters(entries))
    return { kind: 'done' }
  } catch (error) {
    if (error instanceof RefusedInput) return { kind: 'refused', why: error.message }
    throw error
  }
}
