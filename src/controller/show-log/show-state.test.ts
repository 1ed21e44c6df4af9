import { describe, expect, it } from 'vitest'
import { ShowLedger } from './ledger.ts'
import { readShowState, showStateEvent } from './show-state.ts'

const twitch = { id: 'twitch-1', name: 'Twitch', url: 'rtmp://a/app/', key_fingerprint: 'aa' }
const timestamp = '2026-01-01T20:00:00.000Z'
const head = { size: 9, hash: 'ab'.repeat(32) }

function fullLedger(): ShowLedger {
  const ledger = new ShowLedger()
  const events: Record<string, unknown>[] = [
    { event_type: 'stream_started', params: { channel: 0, via: 'gateway', destination: twitch } },
    { event_type: 'stream_observed', params: { channel: 2, on: false } },
    { event_type: 'recording_started', params: { recorder: 'vmix' } },
    { event_type: 'recording_observed', params: { recorder: 'multicorder', on: true } },
    { event_type: 'stream_observed', params: { output: 'srt', number: 2, on: true } },
    { event_type: 'operation_requested', operation_id: 'a', params: { kind: 'stream_start', channel: 1 } },
    { event_type: 'operation_requested', operation_id: 'b', params: { kind: 'recording_start' } },
    { event_type: 'health_changed', params: { gateway_journal: 'j1', gateway_seq: 7 } },
  ]
  for (const event of events) ledger.apply({ timestamp, result: null, ...event })
  return ledger
}

const recorded = (ledger: ShowLedger) => {
  const { eventType, params } = showStateEvent(ledger.state, head)
  return { event_type: eventType, params: structuredClone(params ?? null) }
}

describe('the state of a show, as an entry of its log', () => {
  it('comes back as it was', () => {
    const ledger = fullLedger()
    const found = readShowState(recorded(ledger))
    expect(found?.after).toEqual(head)
    expect(found?.state).toEqual(ledger.state)
    const again = new ShowLedger(found?.state)
    expect(again.channel(0)).toEqual(ledger.channel(0))
    expect(again.channel(2)).toEqual(ledger.channel(2))
    expect(again.recording).toEqual(ledger.recording)
    expect(again.unfinished).toEqual(ledger.unfinished)
    expect(['multicorder', 'srt 2', 'external'].map((name) => again.output(name))).toEqual([true, true, null])
    expect(again.lastGatewayEvent('j1')).toBe(7)
  })

  it('goes on from there as the one that it was taken of', () => {
    const ledger = fullLedger()
    const again = new ShowLedger(readShowState(recorded(ledger))?.state)
    const outcome = { event_type: 'stream_started', operation_id: 'a', timestamp, params: { channel: 1 }, result: null }
    for (const one of [ledger, again]) one.apply(outcome)
    expect(again.unfinished.map(({ operationId }) => operationId)).toEqual(['b'])
    expect(again.state).toEqual(ledger.state)
  })

  it('is not read when it is of another version, or not whole: the entries themselves are, then', () => {
    const { event_type, params } = recorded(fullLedger())
    expect(readShowState({ event_type, params })).not.toBeNull()
    const others: unknown[] = [
      null,
      'nonsense',
      { ...params, version: 1 },
      { ...params, after_hash: 'ab' },
      { ...params, after_sequence: -1 },
      ...Object.keys(params ?? {}).map((name) => ({ ...params, [name]: undefined })),
      { ...params, unfinished: [{ operation_id: 'a' }] },
      { ...params, channels: [{ channel: 0 }] },
    ]
    for (const other of others) expect(readShowState({ event_type, params: other })).toBeNull()
    expect(readShowState({ event_type: 'stream_started', params })).toBeNull()
  })
})
