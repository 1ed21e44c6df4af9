import type { ParameterName, ValueKind, ValuePart } from './function-info.ts'

/** What parameters hold for which the table says nothing: the same in every function that takes them. */
const COMMON: Readonly<Record<Exclude<ParameterName, 'Value'>, string>> = {
  Input: 'input',
  Duration: 'ms',
  Mix: 'mix:#0..15~',
  Channel: 'channel:Current|A|B~',
  SelectedName: 'field:text',
  SelectedIndex: 'field:text',
}

/** Parts of a value, as the table writes them: `volume:fader,duration:ms`. */
export function readParts(parameter: ParameterName, text: string | undefined): readonly ValuePart[] {
  const written = text ?? (parameter === 'Value' ? 'text' : COMMON[parameter])
  return written.split(',').map((part) => {
    const colon = part.indexOf(':')
    const label = colon < 0 ? part.replace(/[^a-z].*$/i, '') : part.slice(0, colon)
    const kind = readKind(part.slice(colon + 1))
    return { label: label.replace(/\?$/, '') || 'value', optional: label.endsWith('?'), kind }
  })
}

function readKind(text: string): ValueKind {
  switch (text) {
    case 'text':
    case 'input':
    case 'time':
    case 'colour':
    case 'transition':
    case 'stream':
      return { kind: text }
    case 'fader':
      return { kind: 'number', whole: false, min: 0, max: 100, sure: true }
    case 'ms':
      return { kind: 'number', whole: true, min: 0, max: null, sure: true }
    case 'number':
      return { kind: 'number', whole: false, min: null, max: null, sure: true }
    default:
  }
  const sure = !text.endsWith('~')
  const body = sure ? text : text.slice(0, -1)
  const range = /^(#?)(?:(-?[\d.]+?)\.\.(-?[\d.]+)?)?$/.exec(body)
  if (range === null) {
    if (!body.includes('|')) throw new Error(`The table has an unknown kind of value: ${text}`)
    return { kind: 'choice', of: body.split('|'), sure }
  }
  const [, whole, min, max] = range
  return { kind: 'number', whole: whole === '#', min: limit(min), max: limit(max), sure }
}

function limit(text: string | undefined): number | null {
  return text === undefined ? null : Number(text)
}
