import { NotCanonical } from './canonical-text.ts'
import type { RecordedEvent, WitnessEntry } from './entry.ts'

/** A line that was checked (see chain.ts) as data. Numbers beyond 2^53 lose digits here, never in the check. */
export function parseEntry(line: string): WitnessEntry {
  const entry: unknown = JSON.parse(line)
  if (!isRecord(entry) || !isEvent(entry['event'])) throw new NotCanonical(0, 'the event lacks a field of the format')
  const { previous_hash, current_hash, witness_timestamp } = entry
  if (typeof previous_hash !== 'string' || typeof current_hash !== 'string' || typeof witness_timestamp !== 'string') {
    throw new NotCanonical(0, 'the entry lacks a field of the format')
  }
  return { event: entry['event'], previous_hash, current_hash, witness_timestamp }
}

const texts = ['actor', 'event_type', 'log_id', 'logged_at', 'timestamp', 'writer'] as const

function isEvent(value: unknown): value is RecordedEvent {
  if (!isRecord(value)) return false
  const { epoch, operation_id, params, result, sequence } = value
  return (
    texts.every((name) => typeof value[name] === 'string') &&
    typeof sequence === 'number' &&
    (epoch === null || typeof epoch === 'number') &&
    (operation_id === null || typeof operation_id === 'string') &&
    (params === null || (isRecord(params) && !Array.isArray(params))) &&
    result !== undefined
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
