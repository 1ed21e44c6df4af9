/** Text that is HTML already. Only {@link html} makes it, so that nothing gets onto the page unescaped. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Value = string | number | Markup | null | readonly Markup[]

// oxlint-disable-next-line no-control-regex -- these are what must not be on a page
const special = /[&<>"'`]|[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const entities = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
  ['`', '&#96;'],
])

/**
 * HTML with values in it. Every value that is no {@link Markup} is escaped: what stands in a log may come from anyone who
 * named a destination. Control characters, and those that turn the direction of writing, are shown as �.
 *
 * @example html`<td>${name}</td>`
 */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(parts.reduce((text, part, index) => `${text}${shown(values[index - 1] ?? null)}${part}`))
}

function shown(value: Value): string {
  if (value === null) return ''
  if (value instanceof Markup) return value.text
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return value.replaceAll(special, (found) => entities.get(found) ?? '�')
  return value.map(({ text }) => text).join('')
}
