import { describe, expect, it } from 'vitest'
import type { WitnessEntry } from '../../witness/index.ts'
import { Unwritten } from './unwritten.ts'

const stop = { eventType: 'operation_requested', operationId: 'a' }
const outcome = { eventType: 'stream_stopped', operationId: 'a' }
const entry = (event_type: string, operation_id: string | null) =>
  ({ event_type, operation_id }) as WitnessEntry['event']

describe('what is not in the log yet', () => {
  it('is each event until it is on the disk, or was read from there', () => {
    const unwritten = new Unwritten()
    for (const event of [stop, outcome]) unwritten.add(event)
    unwritten.remove(stop)
    unwritten.seen(entry('stream_stopped', 'b'))
    unwritten.seen(entry('stream_started', 'a'))
    expect(unwritten.isAny).toBe(true)
    unwritten.seen(entry('stream_stopped', 'a'))
    expect(unwritten.isAny).toBe(false)
  })

  it('is nothing any more after the log has told of a gap: what was lost in it never comes', () => {
    const unwritten = new Unwritten()
    for (const event of [stop, outcome]) unwritten.add(event)
    unwritten.seen(entry('witness_gap', null))
    expect(unwritten.isAny).toBe(false)
  })
})
