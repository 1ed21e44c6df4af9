import { words } from '../words.ts'
import { isRecord } from './entities.ts'

/** One entry of the show log, as it is shown. */
export interface LogLine {
  readonly sequence: number
  readonly at: string
  readonly event: string
  readonly actor: string
  /** Name and value, flat. */
  readonly details: readonly (readonly [name: string, value: string])[]
  readonly tone: 'good' | 'critical' | 'plain'
}

const mostDetails = 8
const longest = 120

/** Reads an entry, whole as the log has it or its event alone; null for what is none. */
export function readLogLine(value: unknown): LogLine | null {
  const event = isRecord(value) && isRecord(value['event']) ? value['event'] : value
  if (!isRecord(event)) return null
  const { sequence, event_type: type, timestamp, actor, params, result } = event
  if (typeof sequence !== 'number' || typeof type !== 'string') return null
  const details = inShort([...flat(params), ...flat(result)])
  return {
    sequence,
    at: typeof timestamp === 'string' ? timestamp : '',
    event: nameOf(type, params).replaceAll('_', ' '),
    actor: typeof actor === 'string' ? actor : '',
    details,
    tone: toneOf(type, result),
  }
}

/** What was asked for, where it is that: every operation begins with an entry of the same type. */
function nameOf(type: string, params: unknown): string {
  const kind = isRecord(params) ? params['kind'] : null
  return type === 'operation_requested' && typeof kind === 'string' ? `${kind} requested` : type
}

/** Where somebody wrote a sentence of it, the sentence says it all, but for which stream. */
function inShort(details: readonly [string, string][]): [string, string][] {
  const sentence = details.find(([name]) => name === 'message')
  if (sentence === undefined) return details.slice(0, mostDetails)
  return [...details.filter(([name]) => name === 'channel').slice(0, 1), ['', sentence[1]]]
}

function toneOf(type: string, result: unknown): LogLine['tone'] {
  if (/fail|lost|broken|gap|refused/.test(type)) return 'critical'
  if (isRecord(result) && result['success'] === false) return 'critical'
  return isRecord(result) && result['success'] === true ? 'good' : 'plain'
}

/** Names that say nothing to an operator, or stand in the row already. */
const left = new Set([
  'operation_id',
  'key_fingerprint',
  'success',
  'requested_at',
  'kind',
  'destination_id',
  'gateway_seq',
  'gateway_journal',
])

function flat(value: unknown, path = ''): [string, string][] {
  if (Array.isArray(value))
    return value.flatMap((one: unknown, at) => flat(one, value.length > 1 ? `${path} ${at + 1}` : path))
  if (isRecord(value)) {
    return Object.entries(value).flatMap(([name, one]) =>
      left.has(name)
        ? []
        : flat(one, isRecord(one) || Array.isArray(one) ? name : path === '' ? name : `${path} ${name}`),
    )
  }
  if (value === '' || (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')) return []
  const text = path.endsWith('channel') && typeof value === 'number' ? words.stream(value) : String(value)
  return [[path.replaceAll('_', ' '), text.length > longest ? `${text.slice(0, longest)}…` : text]]
}
