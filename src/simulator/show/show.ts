import type { VMixInput, VMixState } from '../../vmix/index.ts'

/** The same shape with everything in it open to change. */
type DeepMutable<T> = T extends object ? { -readonly [K in keyof T]: DeepMutable<T[K]> } : T

/**
 * All that the state document shows, as the simulator keeps it: the library's own `VMixState`, which functions change in
 * place. `null` is an element or attribute that the document does not have. Streams and recording are written into it
 * when it is shown, from the live objects behind them: to change those, use the objects.
 */
export type Show = DeepMutable<VMixState>

/** An input of a show that can be changed. */
export type ShowInput = DeepMutable<VMixInput>

/** A copy that is the caller's to change. */
export function showOf(state: VMixState): Show {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a fresh copy of plain data, which nobody else holds
  return structuredClone(state) as Show
}
