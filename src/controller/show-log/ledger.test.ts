import { describe, expect, it } from 'vitest'
import { ShowLedger } from './ledger.ts'

const twitch = { id: 'twitch-1', name: 'Twitch', url: 'rtmp://a/app/', key_fingerprint: 'aa' }
const youtube = { id: 'youtube-1', name: 'YouTube', url: 'rtmp://b/live2/', key_fingerprint: 'bb' }
const at = (second: number) => `2026-01-01T20:00:${String(second).padStart(2, '0')}.000Z`

function ledgerOf(...events: readonly Record<string, unknown>[]): ShowLedger {
  const ledger = new ShowLedger()
  events.forEach((event, index) => ledger.apply({ timestamp: at(index), operation_id: null, result: null, ...event }))
  return ledger
}

describe('ShowLedger', () => {
  it('knows nothing of a channel that was never named', () => {
    expect(ledgerOf().channel(3)).toEqual({ on: null, since: null, via: null, destinations: [] })
  })

  it('adds destinations of one feed, and keeps the time of the first', () => {
    const ledger = ledgerOf(
      { event_type: 'stream_started', params: { channel: 0, via: 'gateway', destination: twitch } },
      { event_type: 'stream_started', params: { channel: 0, via: 'gateway', destination: youtube } },
    )
    expect(ledger.channel(0)).toEqual({ on: true, since: at(0), via: 'gateway', destinations: [twitch, youtube] })
  })

  it('counts the time anew when a start switched the channel on, whatever it was thought to be before', () => {
    const start = (second: boolean) => ({
      event_type: 'stream_started',
      params: { channel: 0, via: 'direct', destination: twitch },
      result: { switched_on: second },
    })
    expect(ledgerOf(start(true), start(false)).channel(0)).toMatchObject({ on: true, since: at(0) })
    // Somebody had stopped it by hand, with nobody there to see it.
    expect(ledgerOf(start(true), start(true)).channel(0)).toMatchObject({ on: true, since: at(1) })
    expect(ledgerOf(start(false)).channel(0)).toMatchObject({ on: true, since: null })
  })

  it('no longer knows where a channel sends when a start to elsewhere failed after something was sent', () => {
    const first = { event_type: 'stream_started', params: { channel: 0, via: 'direct', destination: twitch } }
    const failed = (sent: boolean) => ({
      event_type: 'stream_start_failed',
      params: { channel: 0, via: 'direct', destination: youtube },
      result: { sent },
    })
    expect(ledgerOf(first, failed(false)).channel(0)).toMatchObject({ on: true, destinations: [twitch] })
    expect(ledgerOf(first, failed(true)).channel(0)).toEqual({ on: null, since: null, via: null, destinations: [] })
    const interrupted = {
      event_type: 'operation_interrupted',
      params: { channel: 0, interrupted_kind: 'stream_start' },
    }
    expect(ledgerOf(first, interrupted).channel(0)).toMatchObject({ on: true, via: null, destinations: [] })
  })

  it('knows that a stop of a channel is under way, from its intent to its outcome', () => {
    const asked = {
      event_type: 'operation_requested',
      operation_id: 'stop-1',
      params: { kind: 'stream_stop', channel: 0 },
    }
    const done = { event_type: 'stream_stopped', operation_id: 'stop-1', params: { channel: 0 } }
    const since = Date.parse(at(0)) - 1
    expect([ledgerOf(asked).isStopping(0, since), ledgerOf(asked).isStopping(1, since)]).toEqual([true, false])
    expect(ledgerOf(asked).isStopping(0, Date.parse(at(0)))).toBe(false)
    expect(ledgerOf(asked, done).isStopping(0, since)).toBe(false)
  })

  it("does not take the gateway's recordings for vMix's recorder", () => {
    const ours = { event_type: 'recording_started', params: { recorder: 'vmix' } }
    const gateways = { event_type: 'recording_observed', params: { channel: 0, observation: 'output.live' } }
    expect(ledgerOf(ours, gateways).recording).toMatchObject({ on: true })
  })

  it("keeps vMix's other outputs apart from its recorder and its streams, until a function of that name is called", () => {
    const seen = [
      { event_type: 'recording_observed', params: { recorder: 'multicorder', on: true } },
      { event_type: 'stream_observed', params: { output: 'external', on: true } },
      { event_type: 'stream_observed', params: { output: 'srt', number: 2, on: false } },
    ]
    const ledger = ledgerOf(...seen)
    expect(ledger.recording.on).toBeNull()
    expect(ledger.channels.size).toBe(0)
    const outputs = ['multicorder', 'external', 'srt 1', 'srt 2']
    expect(outputs.map((name) => ledger.output(name))).toEqual([true, true, null, false])
    const calls = ['StartStopMultiCorder', 'StopSRTOutput'].map((name) => ({
      event_type: 'function_called',
      params: { function: name },
    }))
    const after = ledgerOf(...seen, ...calls)
    expect(outputs.map((name) => after.output(name))).toEqual([null, true, null, null])
  })

  it("has SRT of vMix's outputs as operations switch it, each by its number, and unknown where one has no end", () => {
    const params = { output: 'srt', number: 2 }
    const event = (type: string, more: object = {}) => ({ event_type: type, operation_id: 'a', params, ...more })
    const started = event('srt_output_started')
    const after = (...events: readonly Record<string, unknown>[]) => ledgerOf(started, ...events)
    const two = (ledger: ShowLedger) => [ledger.output('srt 1'), ledger.output('srt 2'), ledger.channels.size]
    expect(two(after())).toEqual([null, true, 0])
    expect(two(after(event('srt_output_stopped')))).toEqual([null, false, 0])
    expect(two(after(event('srt_output_start_failed', { result: { sent: false } })))).toEqual([null, true, 0])
    expect(two(after(event('srt_output_start_failed', { result: { sent: true } })))).toEqual([null, null, 0])
    const interrupted = {
      event_type: 'operation_interrupted',
      params: { ...params, interrupted_kind: 'srt_output_start' },
    }
    expect(two(after(interrupted))).toEqual([null, null, 0])
    const asked = event('operation_requested', { params: { ...params, kind: 'srt_output_start' } })
    expect(ledgerOf(asked).unfinished).toMatchObject([{ kind: 'srt_output_start', channel: null, output: 2 }])
  })

  it('has one destination for a direct channel: the last', () => {
    const ledger = ledgerOf(
      { event_type: 'stream_started', params: { channel: 1, via: 'direct', destination: twitch } },
      { event_type: 'stream_started', params: { channel: 1, via: 'direct', destination: youtube } },
    )
    expect(ledger.channel(1).destinations).toEqual([youtube])
  })

  it('forgets one destination that was stopped, and all when the channel was', () => {
    const started = [twitch, youtube].map((destination) => ({
      event_type: 'stream_started',
      params: { channel: 0, via: 'gateway', destination },
    }))
    const one = {
      event_type: 'stream_stopped',
      params: { channel: 0, destination_id: twitch.id },
      result: { ended: [twitch.id] },
    }
    expect(ledgerOf(...started, one).channel(0)).toMatchObject({ on: true, destinations: [youtube] })
    const all = { event_type: 'stream_stopped', params: { channel: 0, destination_id: null }, result: { ended: [] } }
    expect(ledgerOf(...started, all).channel(0)).toMatchObject({ on: false, since: null, destinations: [] })
  })

  it('knows what went through the gateway, and is only started again by its name, where it goes', () => {
    const started = { event_type: 'stream_started', params: { channel: 0, via: 'gateway', destination: twitch } }
    const seen = (on: boolean) => ({ event_type: 'stream_observed', params: { channel: 0, on, since: null } })
    const call = (name: string) => ({ event_type: 'function_called', params: { function: name, streams: [0] } })
    const again = ledgerOf(started, seen(false), call('StartStreaming'))
    expect(again.channel(0)).toMatchObject({ on: null, via: 'gateway' })
    const on = ledgerOf(started, seen(false), call('StartStreaming'), seen(true))
    expect(on.channel(0)).toMatchObject({ on: true, via: 'gateway', destinations: [twitch] })
    // By a hand in vMix, after it was set to another place, and where vMix sends by itself: not known.
    const byHand = ledgerOf(started, seen(false), seen(true))
    expect(byHand.channel(0)).toMatchObject({ on: true, via: null, destinations: [] })
    const elsewhere = [call('StreamingSetURL'), seen(true), call('StartStreaming'), seen(true)]
    expect(ledgerOf(started, ...elsewhere).channel(0)).toMatchObject({ on: true, via: null })
    const direct = { ...started, params: { ...started.params, via: 'direct' } }
    expect(ledgerOf(direct, seen(false), call('StartStreaming'), seen(true)).channel(0).via).toBeNull()
    // Another start points it to the gateway again.
    const back = { ...started, result: { switched_on: true } }
    const later = ledgerOf(started, call('StreamingSetURL'), back, seen(false), call('StartStreaming'), seen(true))
    expect(later.channel(0)).toMatchObject({ via: 'gateway', destinations: [twitch] })
  })

  it('keeps what it knows when a call was refused or never left, and not when it may have been carried out', () => {
    const started = { event_type: 'stream_started', params: { channel: 0, via: 'gateway', destination: twitch } }
    const failed = (result: object) => ({
      event_type: 'function_call_failed',
      params: { function: 'StopStreaming', streams: [0] },
      result,
    })
    expect(ledgerOf(started, failed({ success: false })).channel(0)).toMatchObject({ on: true, via: 'gateway' })
    expect(ledgerOf(started, failed({ sent: false })).channel(0)).toMatchObject({ on: true, via: 'gateway' })
    expect(ledgerOf(started, failed({ sent: true })).channel(0)).toMatchObject({ on: null, via: null })
  })

  it('believes what was seen in vMix over what it had started', () => {
    const ledger = ledgerOf(
      { event_type: 'stream_started', params: { channel: 0, via: 'direct', destination: twitch } },
      { event_type: 'stream_observed', params: { channel: 0, on: false, since: null } },
      { event_type: 'stream_observed', params: { channel: 0, on: true, since: null } },
    )
    expect(ledger.channel(0)).toEqual({ on: true, since: null, via: null, destinations: [] })
  })

  it('lists intents without an outcome, and drops each when its outcome comes', () => {
    const intent = (operationId: string, channel: number) => ({
      event_type: 'operation_requested',
      operation_id: operationId,
      params: { kind: 'stream_start', channel },
    })
    const ledger = ledgerOf(intent('a', 0), intent('b', 1), {
      event_type: 'stream_start_failed',
      operation_id: 'a',
      params: { channel: 0 },
    })
    const b = { operationId: 'b', kind: 'stream_start', channel: 1, output: null, requestedAt: at(1) }
    expect(ledger.unfinished).toEqual([b])
  })

  it('remembers the last number of each gateway journal, whatever order it was given', () => {
    const seen = (journal: string, seq: number) => ({
      event_type: 'health_changed',
      params: { channel: 0, gateway_journal: journal, gateway_seq: seq },
    })
    const ledger = ledgerOf(seen('j1', 4), seen('j1', 3), seen('j2', 9))
    expect([ledger.lastGatewayEvent('j1'), ledger.lastGatewayEvent('j2'), ledger.lastGatewayEvent('j3')]).toEqual([
      4, 9, 0,
    ])
  })

  it("is not confused by a caller's own events, whatever they hold", () => {
    const ledger = ledgerOf(
      { event_type: 'stream_started', params: 'nonsense' },
      { event_type: 'stream_started', params: { channel: 'zero' } },
      { event_type: 'lunch', params: { channel: 0, on: 'yes' }, result: [1, 2] },
    )
    expect(ledger.channels.size).toBe(0)
  })
})
