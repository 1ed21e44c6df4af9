import { describe, expect, it } from 'vitest'
import { parseState } from '../../vmix/index.ts'
import { ShowLedger } from '../show-log/ledger.ts'
import { type Look, settleMs, VMixWatch } from './vmix-watch.ts'

const beganMs = Date.parse('2026-01-01T20:00:00Z')
const iso = (afterMs: number) => new Date(beganMs + afterMs).toISOString()

const nobody = { isBehind: false, stopping: new Set<string>(), afterGap: false }

interface On {
  readonly stream?: boolean
  readonly recording?: boolean
  readonly multiCorder?: boolean
  readonly external?: boolean
  readonly srt?: boolean
}

const word = (on: boolean | undefined) => (on === true ? 'True' : 'False')

function state({ stream, recording, multiCorder, external, srt }: On) {
  const streaming = `<streaming${stream === true ? ' channel1="True"' : ''}>${word(stream)}</streaming>`
  const recorder = `<recording${recording === true ? ' duration="3"' : ''}>${word(recording)}</recording>`
  const flags = `<external>${word(external)}</external><multiCorder>${word(multiCorder)}</multiCorder>`
  const outputs = `<outputs><output type="output" number="1" source="Output"/><output type="output" number="2" source="Preview"${srt === true ? ' srt="True"' : ''}/><output type="fullscreen" number="1" source="Output"/></outputs>`
  return parseState(
    `<vmix><version>28.0.0.39</version><edition>4K</edition>${outputs}${recorder}${flags}${streaming}</vmix>`,
  )
}

/** Looks one after the other, each so many ms after the beginning. */
function looking(ledger = new ShowLedger()) {
  const watch = new VMixWatch({ operationMs: 60_000 })
  return (on: On, afterMs: number, more: Partial<Look> = {}) =>
    watch.look({ ...nobody, state: state(on), readAt: afterMs, ledger, nowMs: beganMs + afterMs, ...more })
}

function startedByUs(): ShowLedger {
  const ledger = new ShowLedger()
  const destination = { id: 'd', name: 'D', url: 'rtmp://a/b/', key_fingerprint: 'f' }
  const started = { event_type: 'stream_started', operation_id: 'op', timestamp: iso(0) }
  ledger.apply({ ...started, params: { channel: 0, via: 'direct', destination } })
  return ledger
}

describe('VMixWatch', () => {
  it('says nothing of a vMix that is off and always was', () => {
    const look = looking()
    for (let after = 0; after < 3000; after += 1000) expect(look({}, after)).toEqual([])
  })

  it('reports a stream that was on before anybody looked, with no time that it cannot know', () => {
    const look = looking()
    expect(look({ stream: true }, 0)).toEqual([])
    expect(look({ stream: true }, settleMs)).toMatchObject([
      { eventType: 'stream_observed', params: { channel: 0, on: true, since: null } },
    ])
  })

  it('knows since when, where it saw the stream off before', () => {
    const look = looking()
    look({}, 0)
    look({ stream: true }, 1000)
    expect(look({ stream: true }, 2000)[0]?.params).toMatchObject({ on: true, since: iso(1000) })
  })

  it('speaks only of what stands, in a state that was read half a second later', () => {
    const look = looking()
    look({}, 0)
    expect(look({ stream: true }, 10)).toEqual([])
    expect(look({ stream: true }, 10 + settleMs - 1)).toEqual([])
    expect(look({}, 600)).toEqual([])
    expect(look({ stream: true }, 700)).toEqual([])
    expect(look({ stream: true }, 700 + settleMs)).toHaveLength(1)
  })

  it('keeps silent while an operation of ours is under way, and not for ever when that was interrupted', () => {
    for (const params of [
      { kind: 'stream_start', channel: 0 },
      { kind: 'stream_test', channel: 0 },
      { kind: 'function_call' },
    ]) {
      const ledger = new ShowLedger()
      ledger.apply({ event_type: 'operation_requested', operation_id: 'op', timestamp: iso(0), params })
      const look = looking(ledger)
      for (let after = 0; after < 5000; after += 1000) expect(look({ stream: true }, after)).toEqual([])
      look({ stream: true }, 61_000)
      expect(look({ stream: true }, 62_000)).toHaveLength(1)
    }
  })

  it('keeps silent while SRT of the same output is being switched by us, and of no other', () => {
    const requested = (number: number) => ({
      event_type: 'operation_requested',
      operation_id: 'op',
      timestamp: iso(0),
      params: { kind: 'srt_output_start', output: 'srt', number },
    })
    for (const [number, seen] of [
      [2, 0],
      [1, 1],
    ] as const) {
      const ledger = new ShowLedger()
      ledger.apply(requested(number))
      const look = looking(ledger)
      look({ srt: true }, 0)
      expect(look({ srt: true }, 1000)).toHaveLength(seen)
    }
  })

  it('keeps silent while a stop of ours is not in the log yet, however long the disk takes', () => {
    const look = looking(startedByUs())
    for (let after = 0; after < 10_000; after += 1000) expect(look({}, after, { isBehind: true })).toEqual([])
    expect(look({}, 10_000)).toEqual([])
    expect(look({}, 11_000)).toMatchObject([{ params: { channel: 0, on: false } }])
  })

  it('keeps silent while a stop of another process may be on its way into the log; what is on was not stopped', () => {
    const stopping = new Set(['stream 0'])
    const look = looking(startedByUs())
    for (const after of [0, 1000, 2000]) expect(look({}, after, { stopping })).toEqual([])
    look({}, 3000)
    expect(look({}, 4000)).toHaveLength(1)
    const another = looking()
    another({ stream: true }, 0, { stopping })
    expect(another({ stream: true }, 1000, { stopping })).toHaveLength(1)
  })

  it('reports a stop by hand of what we had started, once the log is told', () => {
    const look = looking(startedByUs())
    look({ stream: true }, 0)
    look({}, 1000)
    const [event] = look({}, 2000)
    expect(event).toMatchObject({ eventType: 'stream_observed', params: { on: false, since: null } })
    expect(event?.result).toMatchObject({ message: expect.stringContaining('not by an operation in this log') })
  })

  it('does not deny an operation where the log does not know: a function was called that may have switched it', () => {
    const ledger = startedByUs()
    ledger.apply({
      event_type: 'function_called',
      timestamp: iso(1),
      params: { function: 'StartStreaming', streams: [0] },
    })
    const look = looking(ledger)
    look({ stream: true }, 0)
    expect(JSON.stringify(look({ stream: true }, 1000))).not.toContain('not by an operation')
  })

  it.each<[keyof On, string, object]>([
    ['recording', 'recording_observed', { files: [] }],
    ['multiCorder', 'recording_observed', { recorder: 'multicorder' }],
    ['external', 'stream_observed', { output: 'external' }],
    ['srt', 'stream_observed', { output: 'srt', number: 2 }],
  ])("sees vMix's %s too, on and off, once each", (what, eventType, params) => {
    const ledger = new ShowLedger()
    const look = looking(ledger)
    const seen = [false, true, true, true, false, false, false].flatMap((on, index) => {
      const found = look({ [what]: on }, index * 1000)
      for (const event of found) ledger.apply({ event_type: event.eventType, timestamp: iso(0), params: event.params })
      return found
    })
    expect(seen).toMatchObject([
      { eventType, params: { ...params, on: true, since: iso(1000) } },
      { eventType, params: { ...params, on: false, since: null } },
    ])
  })

  it('says nothing of what a document does not tell', () => {
    const ledger = startedByUs()
    const watch = new VMixWatch({ operationMs: 60_000 })
    const bare = parseState('<vmix><version>23.0.0.1</version></vmix>')
    for (const readAt of [0, 1000]) {
      expect(watch.look({ state: bare, readAt, ledger, nowMs: beganMs, ...nobody })).toEqual([])
    }
  })
})

describe('what went off', () => {
  const params = (events: ReturnType<VMixWatch['look']>) => events.map((event) => event.params)

  it('is told apart when nobody could see it: vMix was away, or nobody watched', () => {
    const before = looking(startedByUs())
    expect(before({ stream: true }, 0)).toEqual([])
    expect(before({}, 5000, { afterGap: true })).toEqual([])
    expect(params(before({}, 6000))).toMatchObject([{ on: false, unseen: true }])

    const first = looking(startedByUs())
    first({}, 0)
    expect(params(first({}, 1000))).toMatchObject([{ on: false, unseen: true }])
  })

  it('is not so when vMix answered all the time', () => {
    const look = looking(startedByUs())
    look({ stream: true }, 0, { afterGap: true })
    look({}, 1000)
    const [event] = look({}, 2000)
    expect(event?.params).toMatchObject({ on: false })
    expect(event?.params).not.toHaveProperty('unseen')
  })
})
