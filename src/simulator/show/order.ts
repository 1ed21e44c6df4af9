import type { Layout } from '../layout.ts'
import type { Show, ShowInput } from './show.ts'

/** Puts an input behind the last one. @returns its number */
export function addInput(show: Show, layout: Layout, input: ShowInput): number {
  input.number = Math.max(0, ...show.inputs.map(({ number }) => number)) + 1
  show.inputs.push(input)
  if (input.type === 'Mix' && layout.mixes) {
    show.mixes.push({ number: show.mixes.length + 2, preview: 0, active: 0 })
  }
  return input.number
}

/**
 * Takes an input out. Those behind it move up by one, and whatever showed one of them still does; what showed the
 * removed one shows nothing (an overlay is off, a mix shows 0, a layer is gone). Preview and program fall back to
 * input 1: what vMix does there is not known.
 *
 * @returns false where there is no such input
 */
export function removeInput(show: Show, number: number): boolean {
  const index = show.inputs.findIndex((input) => input.number === number)
  const [removed] = index < 0 ? [] : show.inputs.splice(index, 1)
  if (removed === undefined) return false
  if (removed.type === 'Mix') {
    const nth = show.inputs.slice(0, index).filter(({ type }) => type === 'Mix').length
    show.mixes.splice(nth, 1)
    for (const [place, mix] of show.mixes.entries()) mix.number = place + 2
  }
  for (const input of show.inputs) input.layers = input.layers.filter(({ key }) => key !== removed.key)
  renumber(show, (old) => (old === number ? null : old > number ? old - 1 : old))
  show.preview ??= 1
  show.active ??= 1
  return true
}

/**
 * Moves an input to another's place; those between move by one, and whatever showed them still does.
 *
 * @returns false where one of the two is not there
 */
export function moveInput(show: Show, from: number, to: number): boolean {
  const source = show.inputs.findIndex(({ number }) => number === from)
  const target = show.inputs.findIndex(({ number }) => number === to)
  const [moved] = source < 0 || target < 0 ? [] : show.inputs.splice(source, 1)
  if (moved === undefined) return false
  show.inputs.splice(target, 0, moved)
  renumber(show, (old) => {
    if (old === from) return to
    if (from < to && old > from && old <= to) return old - 1
    if (to < from && old >= to && old < from) return old + 1
    return old
  })
  return true
}

/** Gives inputs, and all that names them by number, their new numbers. Mixes keep theirs: they are in the order made. */
function renumber(show: Show, next: (old: number) => number | null): void {
  const of = (old: number | null) => (old === null || old === 0 ? old : next(old))
  for (const input of show.inputs) input.number = next(input.number) ?? input.number
  for (const overlay of show.overlays) overlay.input = of(overlay.input)
  for (const mix of show.mixes) {
    mix.preview = mix.preview === null ? null : (of(mix.preview) ?? 0)
    mix.active = mix.active === null ? null : (of(mix.active) ?? 0)
  }
  show.preview = of(show.preview)
  show.active = of(show.active)
}
