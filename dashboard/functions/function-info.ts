import { isRecord } from '../state/entities.ts'

export interface Parameter {
  readonly name: string
  readonly needed: boolean
  /** What it may be, in a few words. */
  readonly hint: string
  /** Its only values; null: any. */
  readonly choices: readonly string[] | null
}

/** One function of vMix, as the server's catalogue has it. */
export interface FunctionCard {
  readonly name: string
  readonly category: string
  /** Null: which it takes is not known. */
  readonly parameters: readonly Parameter[] | null
}

export function readFunction(value: unknown): FunctionCard | null {
  if (!isRecord(value) || typeof value['name'] !== 'string') return null
  const { name, category, parameters } = value
  return {
    name,
    category: typeof category === 'string' ? category : '',
    parameters: Array.isArray(parameters) ? parameters.map(readParameter).filter((one) => one !== null) : null,
  }
}

function readParameter(value: unknown): Parameter | null {
  if (!isRecord(value) || typeof value['name'] !== 'string') return null
  const parts = Array.isArray(value['parts']) ? value['parts'].filter(isRecord) : []
  const [first] = parts
  const kind = first !== undefined && isRecord(first['kind']) ? first['kind'] : {}
  const closed = parts.length === 1 && kind['kind'] === 'choice' && kind['sure'] === true && Array.isArray(kind['of'])
  return {
    name: value['name'],
    needed: value['need'] === 'required',
    hint: parts.map(partHint).join(', '),
    choices: closed && Array.isArray(kind['of']) ? kind['of'].filter((one) => typeof one === 'string') : null,
  }
}

function partHint(part: Readonly<Record<string, unknown>>): string {
  const kind = isRecord(part['kind']) ? part['kind'] : {}
  const label = typeof part['label'] === 'string' ? part['label'] : ''
  const { min, max, of } = kind
  if (Array.isArray(of)) return of.slice(0, 6).join(' | ')
  if (typeof min === 'number' && typeof max === 'number') return `${label} ${min} to ${max}`
  return label
}
