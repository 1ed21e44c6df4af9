import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { WitnessEntry } from '../witness/index.ts'
import { EntryLines, entryBlock } from './witness-entry.ts'

const entry = (event: Partial<WitnessEntry['event']>): WitnessEntry => ({
  event: {
    actor: 'anna@studio',
    epoch: null,
    event_type: 'destination_lost',
    log_id: 'l',
    logged_at: '2026-11-22T20:00:00.500Z',
    operation_id: null,
    params: { channel: 0, name: 'Twitch' },
    result: { message: 'Twitch is lost: the server closed the connection, and does not answer any more.' },
    sequence: 7,
    timestamp: '2026-11-22T20:00:00.250Z',
    writer: 'w',
    ...event,
  },
  previous_hash: 'p'.repeat(64),
  current_hash: 'c'.repeat(64),
  witness_timestamp: '2026-11-22T20:00:00.500Z',
})
const plain = (text: string) => stripVTControlCharacters(text)

describe('a line for each event', () => {
  it('fits into 80 columns, with the date where it changes', () => {
    const lines = new EntryLines(80)
    const printed = [entry({}), entry({}), entry({ timestamp: '2026-11-23T00:00:01.000Z' })].flatMap((each) =>
      lines.of(each),
    )
    expect(printed.map((line) => /^\d{4}-/.test(plain(line)))).toEqual([true, false, false, true, false])
    for (const line of printed) expect(plain(line).length).toBeLessThanOrEqual(80)
    expect(plain(printed[1] ?? '')).toMatch(/^ {4}7 {2}20:00:00 {2}destination_lost {8}Stream 1 {2}Twitch is lost.*…$/)
  })

  it('says which function was called, how often, and what vMix answered where it refused', () => {
    const gist = (event: Partial<WitnessEntry['event']>) =>
      plain(new EntryLines(null).of(entry({ event_type: 'function_called', ...event }))[0] ?? '').slice(52)
    const call = 'SetFader Input=1 Value=60'
    const ok = { success: true, reply: 'FUNCTION OK Completed', verification: 'accepted' }
    expect(gist({ params: { function: 'SetFader', call }, result: ok })).toBe(`${call}  anna@studio`)
    expect(gist({ params: { call, burst: { count: 40 } }, result: ok })).toBe(`${call}  (the last of 40)  anna@studio`)
    const failed = { success: false, error: 'api_error', reply: '500 No such function' }
    expect(gist({ params: { call: 'Nope' }, result: failed })).toBe('Nope  500 No such function  anna@studio')
    const requested = { event_type: 'operation_requested', params: { kind: 'function_call', call }, result: null }
    expect(gist(requested)).toBe(`${call}  anna@studio`)
    const refused = { success: false, error: 'lock', message: 'Show lock: no.' }
    expect(gist({ event_type: 'call_refused', params: { function: 'StopStreaming' }, result: refused })).toBe(
      'StopStreaming  Show lock: no.  anna@studio',
    )
  })

  it("names vMix's output whose SRT was switched, once", () => {
    const gist = (event: Partial<WitnessEntry['event']>) =>
      plain(new EntryLines(null).of(entry({ params: { output: 'srt', number: 2 }, ...event }))[0] ?? '').slice(52)
    const started = { event_type: 'srt_output_started', result: { success: true, verification: 'vmix_on' } }
    expect(gist(started)).toBe('Output 2  vmix_on  anna@studio')
    const message = "SRT of vMix's Output 2 was switched off in vMix."
    expect(gist({ event_type: 'stream_observed', result: { message } })).toBe(`${message}  anna@studio`)
  })

  it('names a stream once', () => {
    const result = { message: 'Stream 1 is on in vMix.' }
    const [line = ''] = new EntryLines(null).of(
      entry({ event_type: 'stream_observed', params: { channel: 0 }, result }),
    )
    expect(plain(line)).toContain('stream_observed         Stream 1 is on in vMix.  anna')
  })

  it('is whole where no terminal is, with date and actor', () => {
    const [line = '', ...more] = new EntryLines(null).of(entry({}))
    expect(more).toEqual([])
    expect(plain(line)).toMatch(/^ {4}7 {2}2026-11-22 20:00:00 .* any more\. {2}anna@studio$/)
  })

  it('takes a time that is none as it is', () => {
    expect(plain(new EntryLines(null).of(entry({ timestamp: 'noon' }))[0] ?? '')).toContain('  noon  ')
  })
})

describe('an entry in full', () => {
  it('says every value with the way to it, within the width', () => {
    const block = entryBlock(
      entry({ params: { destination: { name: 'Twitch' }, list: ['a', 'b'] }, operation_id: 'op' }),
      80,
    )
    const text = block.map(plain).join('\n')
    for (const said of [
      '#7  destination_lost',
      '2026-11-22 20:00:00.250 UTC',
      'destination.name',
      'list.1',
      'result.message',
      'c'.repeat(64),
    ]) {
      expect(text).toContain(said)
    }
    expect(block.filter((line) => plain(line).length > 80)).toEqual([])
  })

  it('lets no text steer the terminal, in names, values and types', () => {
    const evil = 'x\u001b[31m\u202e\u0007\n'
    const event = {
      actor: evil,
      event_type: evil,
      operation_id: evil,
      params: { [evil]: evil },
      writer: evil,
      timestamp: evil,
    }
    const printed = [...entryBlock(entry(event), 80), ...new EntryLines(80).of(entry(event))].join('')
    for (const steering of ['\u001b[31m', '\u202e', '\u0007', '\n']) expect(printed).not.toContain(steering)
  })
})
