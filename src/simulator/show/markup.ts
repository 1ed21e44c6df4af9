/** An attribute that is null is left out. */
export type Attributes = Readonly<Record<string, string | number | boolean | null>>

/** `<name a="b">content</name>`; content is markup already. */
export function element(name: string, attributes: Attributes, content: string): string {
  return `<${name}${written(attributes)}>${content}</${name}>`
}

/** `<name a="b" />`, as vMix writes what has no content. */
export function empty(name: string, attributes: Attributes): string {
  return `<${name}${written(attributes)} />`
}

/** An element of text alone; nothing for null. */
export function leaf(name: string, value: string | number | boolean | null, attributes: Attributes = {}): string {
  return value === null ? '' : element(name, attributes, escapeText(plain(value)))
}

export function flag(on: boolean): string {
  return on ? 'True' : 'False'
}

function written(attributes: Attributes): string {
  let text = ''
  for (const name in attributes) {
    const value = attributes[name]
    if (value !== undefined && value !== null) text += ` ${name}="${escapeAttribute(plain(value))}"`
  }
  return text
}

function plain(value: string | number | boolean): string {
  if (typeof value === 'boolean') return flag(value)
  return typeof value === 'number' ? decimal(value) : value
}

/** As .NET writes numbers, and so vMix: `1.229964E-05` below a ten-thousandth, no exponent above (captured meters; sure). */
function decimal(value: number): string {
  if (Object.is(value, -0)) return '-0'
  const size = Math.abs(value)
  if (size === 0 || (size >= 1e-4 && size < 1e15)) return String(value)
  const [mantissa, exponent = '0'] = value.toExponential().split('e')
  return `${mantissa}E${exponent.startsWith('-') ? '-' : '+'}${exponent.slice(1).padStart(2, '0')}`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}
const escaped = (character: string) => ESCAPES[character] ?? character

export function escapeText(text: string): string {
  return allowed(text).replace(/[&<>\r]/g, escaped)
}

/** Also line ends and tabs, which a reader of attributes takes for blanks. */
function escapeAttribute(text: string): string {
  return allowed(text).replace(/[&<>"\t\n\r]/g, escaped)
}

/** Characters that no XML document may hold become U+FFFD. */
function allowed(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the ones
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd').toWellFormed()
}
