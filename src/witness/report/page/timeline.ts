import type { Interruption } from '../facts.ts'
import { html, type Markup } from './markup.ts'

const width = 1000
/** An interruption is seen, however short it was. */
const narrowest = 10

/** A bar from a session's begin to its end: on, interrupted, not on. What it shows stands in words beside it. */
export function timeline(
  whole: { readonly from: number; readonly to: number },
  run: { readonly from: number; readonly to: number },
  interruptions: readonly Interruption[],
  words: string,
): Markup {
  const length = Math.max(1, whole.to - whole.from)
  const place = (at: number): number =>
    Math.round((Math.min(Math.max(at, whole.from), whole.to) - whole.from) * (width / length))
  const rect = (name: string, from: number, to: number, least: number): Markup => {
    const x = Math.min(place(from), width - least)
    return html`<rect class="${name}" x="${x}" y="0" width="${Math.max(least, place(to) - x)}" height="16"/>`
  }
  return html`<svg class="bar" viewBox="0 0 ${width} 16" preserveAspectRatio="none" role="img" aria-label="${words}"><rect class="rest" x="0" y="6" width="${width}" height="4"/>${rect('on', run.from, run.to, 1)}${interruptions.map(({ from, to }) => rect('off', from, to ?? run.to, narrowest))}</svg>`
}
