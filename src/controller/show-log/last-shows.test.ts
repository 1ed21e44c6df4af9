import { describe, expect, it } from 'vitest'
import { ShowLedger } from './ledger.ts'
import { readShowState, showStateEvent } from './show-state.ts'

const twitch = { id: 'twitch-1', name: 'Twitch', url: 'rtmp://a/app/', key_fingerprint: 'aa' }
const youtube = { id: 'youtube-1', name: 'YouTube', url: 'rtmp://b/live2/', key_fingerprint: 'bb' }
const at = (second: number) => `2026-01-01T20:00:${String(second).padStart(2, '0')}.000Z`

function ledgerOf(...events: readonly Record<string, unknown>[]): ShowLedger {
  const ledger = new ShowLedger()
  events.forEach((event, index) => ledger.apply({ timestamp: at(index), operation_id: null, result: null, ...event }))
  return ledger
}

const started = (destination: object, via: 'direct' | 'gateway' = 'gateway') => ({
  event_type: 'stream_started',
  params: { channel: 0, via, destination },
})
const seen = (on: boolean, unseen = false) => ({
  event_type: 'stream_observed',
  params: { channel: 0, on, ...(unseen ? { unseen } : {}) },
})
const recorder = (on: boolean, unseen = false) => ({
  event_type: 'recording_observed',
  params: { files: [], on, ...(unseen ? { unseen } : {}) },
})

describe('where a stream went when it was on last', () => {
  it('is kept when vMix shows it off, which the channel itself forgets', () => {
    const ledger = ledgerOf(started(twitch), started(youtube), seen(false, true))
    expect(ledger.channel(0)).toMatchObject({ on: false, destinations: [] })
    expect(ledger.shows.stream(0)).toEqual({ via: 'gateway', destinations: [twitch, youtube], unseen: true })
  })

  it('is forgotten by a stop, and by a stop that was called by its name', () => {
    const stop = { event_type: 'stream_stopped', params: { channel: 0, destination_id: null } }
    const called = { event_type: 'function_called', params: { function: 'StopStreaming', streams: [0] } }
    expect(ledgerOf(started(twitch), stop).shows.stream(0)).toBeNull()
    expect(ledgerOf(started(twitch), called).shows.stream(0)).toBeNull()
  })

  it('is kept when a stop that was called by its name was refused, or never left', () => {
    const call = { function: 'StopStreaming', streams: [0] }
    const asked = { event_type: 'operation_requested', operation_id: 'op', params: { kind: 'function_call', ...call } }
    const failed = (result: object) => ({ event_type: 'function_call_failed', params: call, result })
    expect(ledgerOf(started(twitch), asked, failed({ success: false })).shows.stream(0)).not.toBeNull()
    expect(ledgerOf(started(twitch), asked, failed({ sent: false })).shows.stream(0)).not.toBeNull()
    expect(ledgerOf(started(twitch), asked, failed({ sent: true })).shows.stream(0)).toBeNull()
  })

  it('is kept when sending it directly did not work, which is tried again, and not when another start took its place', () => {
    const failed = (more: object) => ({
      event_type: 'stream_start_failed',
      params: { channel: 0, via: 'direct', destination: youtube, ...more },
      result: { sent: true },
    })
    const kept = ledgerOf(started(twitch), failed({ instead_of: 'gateway' })).shows.stream(0)
    expect(kept).toMatchObject({ via: 'gateway', destinations: [twitch], repointed: true })
    expect(ledgerOf(started(twitch), failed({})).shows.stream(0)).toBeNull()
    expect(ledgerOf(started(twitch, 'direct'), failed({ instead_of: 'gateway' })).shows.stream(0)).toBeNull()
  })

  it('is less by a destination that was ended alone, or for another one', () => {
    const one = { event_type: 'stream_stopped', params: { channel: 0, destination_id: 'twitch-1' } }
    expect(ledgerOf(started(twitch), started(youtube), one).shows.stream(0)?.destinations).toEqual([youtube])
    const replacing = { ...started(youtube), result: { ended_before: ['twitch-1'] } }
    expect(ledgerOf(started(twitch), replacing).shows.stream(0)?.destinations).toEqual([youtube])
  })

  it('tells what went off before eyes from what went off while vMix was away', () => {
    expect(ledgerOf(started(twitch), seen(false)).shows.stream(0)?.unseen).toBe(false)
    expect(ledgerOf(started(twitch), seen(false, true)).shows.stream(0)?.unseen).toBe(true)
    expect(ledgerOf(started(twitch), seen(false, true), seen(true)).shows.stream(0)?.unseen).toBe(false)
  })

  it('is not known of what vMix sends by itself and somebody else switched on', () => {
    expect(ledgerOf(started(twitch, 'direct'), seen(false, true), seen(true)).shows.stream(0)).toBeNull()
    expect(ledgerOf(started(twitch, 'direct'), started(youtube, 'direct')).shows.stream(0)?.destinations).toEqual([
      youtube,
    ])
  })

  it('stays when it was brought back, and when bringing it back was interrupted', () => {
    const resumed = {
      event_type: 'stream_resumed',
      params: { channel: 0, via: 'gateway', destinations: [twitch] },
      result: { switched_on: true },
    }
    const ledger = ledgerOf(started(twitch), seen(false, true), resumed)
    expect(ledger.channel(0)).toEqual({ on: true, since: at(2), via: 'gateway', destinations: [twitch] })
    expect(ledger.shows.stream(0)).toEqual({ via: 'gateway', destinations: [twitch], unseen: false })
    expect(ledger.shouldBeOn(0)).toBe(true)
    const broken = { event_type: 'operation_interrupted', params: { channel: 0, interrupted_kind: 'stream_resume' } }
    expect(ledgerOf(started(twitch, 'direct'), seen(false, true), broken).shows.stream(0)?.destinations).toEqual([
      twitch,
    ])
  })
})

describe("vMix's recorder", () => {
  it('is to be brought back only where it went off while vMix was away', () => {
    expect(ledgerOf(recorder(true)).shows.recorder).toBe('on')
    expect(ledgerOf(recorder(true), recorder(false)).shows.recorder).toBe('off')
    expect(ledgerOf(recorder(true), recorder(false, true)).shows.recorder).toBe('unseen')
    // It was off all the time.
    expect(ledgerOf(recorder(false, true)).shows.recorder).toBe('off')
    const stopped = { event_type: 'recording_stopped', params: { recorder: 'vmix' } }
    expect(ledgerOf(recorder(true), recorder(false, true), stopped).shows.recorder).toBe('off')
  })

  it('is not one of its other recorders, nor one of the gateway', () => {
    const multi = { event_type: 'recording_observed', params: { recorder: 'multicorder', on: true } }
    expect(ledgerOf(multi).shows.recorder).toBe('off')
    const ours = { event_type: 'recording_started', params: { recorder: 'gateway', channel: 0 } }
    expect(ledgerOf(ours).shows.recorder).toBe('off')
  })
})

it('goes through the state that a log holds of itself', () => {
  const ledger = ledgerOf(started(twitch), seen(false, true), recorder(true), recorder(false, true))
  const event = showStateEvent(ledger.state, { size: 4, hash: 'a'.repeat(64) })
  const read = readShowState({ event_type: event.eventType, params: event.params })
  const again = new ShowLedger(read?.state)
  expect(again.shows.state).toEqual(ledger.shows.state)
  expect(again.shows.recorder).toBe('unseen')
})
