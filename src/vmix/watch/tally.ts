import type { VMixState } from '../state.ts'
import type { VMixTally } from '../tcp/index.ts'

/**
 * The tally that follows from a state document, for when vMix's own does not come: program is on air, and so is what an
 * overlay shows. Whether vMix counts layers and further mixes too is not known ([?]); they are not counted here.
 *
 * @returns null where the document does not say what is in program
 */
export function tallyOf(state: VMixState): readonly VMixTally[] | null {
  if (state.active === null) return null
  const onAir = new Set([state.active, ...state.overlays.flatMap(({ input }) => (input === null ? [] : [input]))])
  return state.inputs.map(({ number }) =>
    onAir.has(number) ? 'program' : number === state.preview ? 'preview' : 'off',
  )
}
