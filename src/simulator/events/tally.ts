import { inTransition } from '../functions/transitions.ts'
import type { Show, Stage } from '../stage.ts'

/**
 * One digit for each input: 0 off, 1 program, 2 preview (vendor's help; sure). An input shown by an overlay is in program
 * (said by users). Not known, and our choice: that a layer of what is on air is on air too, that during a transition
 * both inputs are in program, and that fade to black changes nothing.
 */
export function tallyOf(stage: Stage): string {
  const { show } = stage
  const overlays = (preview: boolean) =>
    show.overlays.filter((overlay) => overlay.preview === preview).map(({ input }) => input)
  const program = withLayers(show, [show.active, ...(inTransition(stage) ? [show.preview] : []), ...overlays(false)])
  const preview = withLayers(show, [show.preview, ...overlays(true)])
  return show.inputs.map(({ number }) => (program.has(number) ? '1' : preview.has(number) ? '2' : '0')).join('')
}

/** These inputs and, layer under layer, all that they show. */
function withLayers(show: Show, numbers: readonly (number | null)[]): ReadonlySet<number> {
  const seen = new Set<number>()
  const waiting = [...numbers]
  for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
    if (number === null || seen.has(number)) continue
    seen.add(number)
    const layers = show.inputs.find((input) => input.number === number)?.layers ?? []
    for (const { key } of layers) waiting.push(show.inputs.find((input) => input.key === key)?.number ?? null)
  }
  return seen
}
