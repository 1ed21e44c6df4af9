import { isRecord } from '../state/entities.ts'

export interface Parameter {
  readonly name: string
  readonly optional: boolean
  /** What it may be, in a few words; empty where that is not known. */
  readonly takes: string
}

/** One function of vMix, as the server's catalogue has it. */
export interface FunctionCard {
  readonly name: string
  readonly category: string
  /** What it does to what goes out of the house. */
  readonly effect: 'start' | 'stop' | 'none'
  /** Null: which it takes is not known. */
  readonly parameters: readonly Parameter[] | null
}

/** The parameters that vMix has numbers for. */
const numbers = new Set(['Duration', 'Mix'])
/** All that a call can carry, in vMix's own names. */
const every = ['Input', 'Value', 'Duration', 'Mix', 'Channel', 'SelectedName', 'SelectedIndex'] as const

export function readFunction(value: unknown): FunctionCard | null {
  if (!isRecord(value) || typeof value['name'] !== 'string') return null
  const { name, category, effect, parameters } = value
  return {
    name,
    category: typeof category === 'string' ? category : '',
    effect: effect === 'start' || effect === 'stop' ? effect : 'none',
    parameters: Array.isArray(parameters) ? parameters.map(readParameter).filter((one) => one !== null) : null,
  }
}

/** The fields that are shown: where nothing is known, all that a call can carry. */
export function fieldsOf({ parameters }: FunctionCard): readonly Parameter[] {
  return parameters ?? every.map((name) => ({ name, optional: true, takes: '' }))
}

/** What was filled in, as it is sent: what is empty is not, and numbers are numbers. */
export function paramsOf(card: FunctionCard, text: (name: string) => string): Record<string, string | number> {
  const filled = fieldsOf(card).map(({ name }) => [name, text(name)] as const)
  return Object.fromEntries(
    filled
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, numbers.has(name) && value.trim() !== '' ? Number(value) : value]),
  )
}

export function isNumber({ name }: Parameter): boolean {
  return numbers.has(name)
}

function readParameter(value: unknown): Parameter | null {
  if (!isRecord(value) || typeof value['name'] !== 'string') return null
  const { name, optional, takes } = value
  return { name, optional: optional === true, takes: typeof takes === 'string' ? takes : '' }
}
