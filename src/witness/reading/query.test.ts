import { describe, expect, it } from 'vitest'
import type { RecordedEvent, WitnessEntry } from '../entry.ts'
import { type EntryQuery, entryMatcher } from './query.ts'

const entry = (event: Partial<RecordedEvent>): WitnessEntry => ({
  event: {
    actor: 'Anna@studio',
    epoch: null,
    event_type: 'stream_started',
    log_id: 'l',
    logged_at: '2026-11-22T20:00:00.500Z',
    operation_id: 'show-1:d1',
    params: { channel: 0, destination: { name: 'Twitch' } },
    result: { success: true, reasons: [{ message: 'Größe' }] },
    sequence: 1,
    timestamp: '2026-11-22T20:00:00.000Z',
    writer: 'w',
    ...event,
  },
  previous_hash: 'p',
  current_hash: 'c',
  witness_timestamp: '2026-11-22T20:00:00.500Z',
})
const at = Date.parse('2026-11-22T20:00:00.000Z')

describe('entryMatcher', () => {
  it.each<[string, EntryQuery, boolean]>([
    ['nothing asked for: everything', {}, true],
    ['its type', { types: ['recording_started', 'stream_started'] }, true],
    ['another type', { types: ['stream_start'] }, false],
    ['a pattern of types', { types: ['stream_*'] }, true],
    ['a pattern is no regular expression', { types: ['stream.started'] }, false],
    ['from its very millisecond on', { sinceMs: at }, true],
    ['up to its very millisecond, which is not in it', { untilMs: at }, false],
    ['a part of the actor, in any case', { actor: 'anna' }, true],
    ['another actor', { actor: 'ben' }, false],
    ['its channel', { channel: 0 }, true],
    ['another channel', { channel: 1 }, false],
    ['the beginning of its operation', { operation: 'show-1' }, true],
    ['the end of its operation', { operation: 'd1' }, false],
    ['a text deep in its params', { text: 'TWITCH' }, true],
    ['a text deep in its result', { text: 'größe' }, true],
    ['names of fields are no text', { text: 'destination' }, false],
    ['one of two does not hold', { channel: 0, text: 'youtube' }, false],
  ])('%s', (_, query, expected) => {
    expect(entryMatcher(query)(entry({}))).toBe(expected)
  })

  it('what has no time is in no period, and what has no operation in none', () => {
    expect(entryMatcher({ sinceMs: 0 })(entry({ timestamp: 'yesterday' }))).toBe(false)
    expect(entryMatcher({ operation: 'show-1' })(entry({ operation_id: null }))).toBe(false)
    expect(entryMatcher({ channel: 0 })(entry({ params: null }))).toBe(false)
  })
})
