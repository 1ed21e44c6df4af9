import type { Show, ShowInput, Stage } from '../stage.ts'

/** A known function with an input or value that vMix does not take: 500 on HTTP, `FUNCTION ER` on TCP. */
export class RefusedInput extends Error {
  override readonly name = 'RefusedInput'
}

type ParameterName = 'input' | 'value' | 'duration' | 'mix' | 'selectedname' | 'selectedindex' | 'channel'

/** Parameters of one call; names in any case, since real clients send `value=` too. */
export class Parameters {
  readonly #values = new Map<string, string>()

  constructor(entries: Iterable<readonly [string, string]>) {
    for (const [name, value] of entries) {
      const lower = name.toLowerCase()
      if (!this.#values.has(lower)) this.#values.set(lower, value)
    }
  }

  get(name: ParameterName): string {
    return this.#values.get(name) ?? ''
  }
}

/** One function of vMix, as its name has it. */
export type VMixFunction = (stage: Stage, parameters: Parameters) => void
export type Functions = Readonly<Record<string, VMixFunction>>

/**
 * The number of the input that a text means: a number (0 preview, -1 program), `Dynamic1` … `Dynamic4`, a GUID key, or a
 * title, in which upper and lower case matter. Of two inputs with one title the first is meant ([?] in vMix). Null for none.
 */
export function numberOf(show: Show, text: string): number | null {
  if (text === '0') return show.preview
  if (text === '-1') return show.active
  if (/^\d{1,6}$/.test(text) && show.inputs.some(({ number }) => number === Number(text))) return Number(text)
  const dynamic = /^Dynamic([1-4])$/.exec(text)?.[1]
  const meant = dynamic === undefined ? undefined : show.dynamic?.inputs[Number(dynamic) - 1]
  if (meant !== undefined && meant !== '' && !/^Dynamic[1-4]$/.test(meant)) return numberOf(show, meant)
  if (text === '') return null
  const key = text.toLowerCase()
  return show.inputs.find((input) => input.title === text || input.key.toLowerCase() === key)?.number ?? null
}

/** The number of the input that `Input` means. Left out it is `fallback`, where the function has one. */
export function findInput({ show }: Stage, parameters: Parameters, fallback?: number | null): number {
  const text = parameters.get('input')
  const number = text === '' ? (fallback ?? null) : numberOf(show, text)
  if (number === null) throw new RefusedInput('Input not found')
  return number
}

/** The input that `Input` means; left out it is the one in preview (a community list of the functions says so; one source). */
export function inputOf(stage: Stage, parameters: Parameters): ShowInput {
  const number = findInput(stage, parameters, stage.show.preview)
  const input = stage.show.inputs.find((input) => input.number === number)
  if (input === undefined) throw new RefusedInput('Input not found')
  return input
}

/** Program and preview of the mix that `Mix` names: from 0, the main one; 1 is the first Mix input, mix 2 of the document. */
export function mixOf({ show }: Stage, parameters: Parameters): { preview: number | null; active: number | null } {
  const text = parameters.get('mix')
  if (text === '' || text === '0') return show
  const mix = show.mixes.find(({ number }) => String(number - 1) === text)
  if (mix === undefined) throw new RefusedInput('Mix not found')
  return mix
}

/** `Value`; `Dynamic1` … `Dynamic4` stand for the dynamic values. */
export function valueOf({ show }: Stage, parameters: Parameters): string {
  const value = parameters.get('value')
  const dynamic = /^Dynamic([1-4])$/.exec(value)?.[1]
  return dynamic === undefined ? value : (show.dynamic?.values[Number(dynamic) - 1] ?? value)
}

/** `Value` split at its first comma: `1,Camera, left` is `1` and `Camera, left`. */
export function pairOf(stage: Stage, parameters: Parameters): [string, string] {
  const value = valueOf(stage, parameters)
  const comma = value.indexOf(',')
  if (comma < 0) throw new RefusedInput('Value must be two, with a comma')
  return [value.slice(0, comma).trim(), value.slice(comma + 1)]
}

/**
 * A number within its range: what lies outside is taken to its end ([?] in vMix). `+=5` and `-=5` count from `from`.
 *
 * @throws {RefusedInput} for what is no number
 */
export function amount(text: string, from: number, min: number, max: number): number {
  const [, sign, digits = ''] = /^\s*([+-]=)?\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*$/.exec(text) ?? []
  if (digits === '') throw new RefusedInput('Value is not a number')
  const number = Number(digits)
  const wanted = sign === '+=' ? from + number : sign === '-=' ? from - number : number
  return Math.min(max, Math.max(min, wanted))
}

/** A whole number within its range. @throws {RefusedInput} for anything else */
export function whole(text: string, min: number, max: number): number {
  const number = /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : -1
  if (number < min || number > max) throw new RefusedInput('Value is out of range')
  return number
}
