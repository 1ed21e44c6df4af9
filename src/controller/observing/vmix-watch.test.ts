import { describe, expect, it } from 'vitest'
import { parseState } from '../../vmix/index.ts'
import { ShowLedger } from '../show-log/ledger.ts'
import { VMixWatch } from './vmix-watch.ts'

const nowMs = Date.parse('2026-01-01T20:00:00Z')

function state(on: { stream?: boolean; recording?: boolean }) {
  const streaming = on.stream === true ? '<streaming channel1="True">True</streaming>' : '<streaming>False</streaming>'
  const recording = `<recording${on.recording === true ? ' duration="3"' : ''}>${on.recording === true ? 'True' : 'False'}</recording>`
  return parseState(`<vmix><version>27.0.0.81</version><edition>4K</edition>${recording}${streaming}</vmix>`)
}

describe('VMixWatch', () => {
  it('says nothing of a vMix that is off and always was', () => {
    const watch = new VMixWatch({ operationMs: 60_000 })
    for (let look = 0; look < 3; look++) expect(watch.look(state({}), new ShowLedger(), nowMs)).toEqual([])
  })

  it('reports a stream that was on before anybody looked, with no time that it cannot know', () => {
    const watch = new VMixWatch({ operationMs: 60_000 })
    expect(watch.look(state({ stream: true }), new ShowLedger(), nowMs)).toEqual([])
    const [event] = watch.look(state({ stream: true }), new ShowLedger(), nowMs)
    expect(event).toMatchObject({ eventType: 'stream_observed', params: { channel: 0, on: true, since: null } })
  })

  it('knows since when, where it saw the stream off before', () => {
    const watch = new VMixWatch({ operationMs: 60_000 })
    watch.look(state({}), new ShowLedger(), nowMs)
    watch.look(state({ stream: true }), new ShowLedger(), nowMs + 1000)
    const [event] = watch.look(state({ stream: true }), new ShowLedger(), nowMs + 2000)
    expect(event?.params).toMatchObject({ on: true, since: new Date(nowMs + 2000).toISOString() })
  })

  it('keeps silent while an operation of ours is under way, and not for ever when that was interrupted', () => {
    const ledger = new ShowLedger()
    ledger.apply({
      event_type: 'operation_requested',
      operation_id: 'op',
      timestamp: new Date(nowMs).toISOString(),
      params: { kind: 'stream_start', channel: 0 },
    })
    const watch = new VMixWatch({ operationMs: 60_000 })
    for (let look = 0; look < 5; look++) {
      expect(watch.look(state({ stream: true }), ledger, nowMs + look * 1000)).toEqual([])
    }
    watch.look(state({ stream: true }), ledger, nowMs + 61_000)
    expect(watch.look(state({ stream: true }), ledger, nowMs + 62_000)).toHaveLength(1)
  })

  it('reports a stop by hand of what we had started, once the log is told', () => {
    const ledger = new ShowLedger()
    const destination = { id: 'd', name: 'D', url: 'rtmp://a/b/', key_fingerprint: 'f' }
    const started = { event_type: 'stream_started', operation_id: 'op', timestamp: new Date(nowMs).toISOString() }
    ledger.apply({ ...started, params: { channel: 0, via: 'direct', destination } })
    const watch = new VMixWatch({ operationMs: 60_000 })
    watch.look(state({ stream: true }), ledger, nowMs)
    watch.look(state({}), ledger, nowMs + 1000)
    const [event] = watch.look(state({}), ledger, nowMs + 2000)
    expect(event).toMatchObject({ eventType: 'stream_observed', params: { on: false } })
  })

  it("sees vMix's own recorder too", () => {
    const watch = new VMixWatch({ operationMs: 60_000 })
    watch.look(state({ recording: true }), new ShowLedger(), nowMs)
    expect(watch.look(state({ recording: true }), new ShowLedger(), nowMs)).toMatchObject([
      { eventType: 'recording_observed', params: { on: true } },
    ])
  })
})
