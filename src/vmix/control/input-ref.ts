import { VMixAPIError } from '../errors/api-error.ts'
import type { VMixInput, VMixState } from '../state.ts'

/**
 * An input: its number (0 = preview, -1 = program), its title or its GUID key. A plain title is read by vMix itself, which
 * takes the first of several, and a title that looks like a number as that number; `{ title }` and `{ key }` are looked
 * up in its state and sent as the key, so that they mean exactly one input.
 */
export type InputRef = number | string | { readonly title: string } | { readonly key: string }

const guid = /^\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?$/i

/**
 * The one input that is meant. Text is a key or a title here, never a number.
 *
 * @throws {VMixAPIError} `invalid_parameter` where there is none, or more than one of that title
 */
export function findInput(state: VMixState, ref: InputRef): VMixInput {
  if (typeof ref === 'number') {
    const number = ref === 0 ? state.preview : ref === -1 ? state.active : ref
    const found = state.inputs.find((input) => input.number === number)
    return found ?? refuse(`There is no input ${ref}: the show has ${state.inputs.length}.`)
  }
  if (typeof ref === 'object' && 'key' in ref) return byKey(state, ref.key)
  const title = typeof ref === 'string' ? ref : ref.title
  const titled = state.inputs.filter((input) => input.title === title)
  const [found] = titled
  if (found !== undefined && titled.length === 1) return found
  if (titled.length > 1) {
    const candidates = titled.map(({ number, key }) => `input ${number} (${key})`).join(', ')
    return refuse(
      `${titled.length} inputs are called ${JSON.stringify(title)}: ${candidates}. Name one by number or key.`,
    )
  }
  if (typeof ref === 'string' && guid.test(ref)) return byKey(state, ref)
  const hint = /^-?\d+$/.test(title) ? ` If you mean input number ${title}, give a number, not text.` : ''
  return refuse(
    `No input is called ${JSON.stringify(title.slice(0, 80))}; upper and lower case matter.${hint}${alike(state, title)}`,
  )
}

/** Titles that may be meant: those that are there, cut short or written otherwise. */
function alike({ inputs }: VMixState, title: string): string {
  const wanted = title.trim().toLowerCase()
  const isMeant = (other: string) =>
    wanted !== '' && other !== '' && (other.toLowerCase().includes(wanted) || wanted.includes(other.toLowerCase()))
  const found = [...new Set(inputs.map((input) => input.title).filter(isMeant))].slice(0, 3)
  if (found.length === 0) return ''
  return ` Did you mean ${found.map((each) => JSON.stringify(each.slice(0, 80))).join(' or ')}?`
}

function byKey(state: VMixState, key: string): VMixInput {
  const wanted = key.replaceAll(/[{}]/g, '').toLowerCase()
  return (
    state.inputs.find((input) => input.key.toLowerCase() === wanted) ??
    refuse(`No input has the key ${key.slice(0, 80)}.`)
  )
}

function refuse(message: string): never {
  throw new VMixAPIError('invalid_parameter', message, { mayHaveBeenSent: false })
}
