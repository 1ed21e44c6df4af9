import type { VMixState } from '../state.ts'
import type { VMixTally } from '../tcp/index.ts'

/**
 * The tally that follows from a state document, for when vMix's own does not come: program is on air, and so is what an
 * overlay shows, unless it shows it in preview alone. Whether vMix counts layers and further mixes too is not known ([?]); they are not counted here.
 *
 * @returns null where the document does not say what is in program
 */
export function tallyOf(state: VMixState): readonly VMixTally[] | null {
  if (state.active === null) return null
  const shownBy = (preview: boolean) =>
    state.overlays.filter((one) => one.preview === preview).map(({ input }) => input)
  const onAir = new Set([state.active, ...shownBy(false)])
  const next = new Set([state.preview, ...shownBy(true)])
  return state.inputs.map(({ number }) => (onAir.has(number) ? 'program' : next.has(number) ? 'preview' : 'off'))
}
