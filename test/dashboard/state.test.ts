import { describe, expect, it } from 'vitest'
import { keyOf } from '../../dashboard/state/entities.ts'
import { inOrder } from '../../dashboard/state/alarm-order.ts'
import { agoText, bytesText, durationText, fpsText, mbitText, notMeasured } from '../../dashboard/state/figure-text.ts'
import { readLogLine } from '../../dashboard/state/log-entry.ts'
import { readChanges, readSnapshot } from '../../dashboard/state/messages.ts'
import { readPreflight } from '../../dashboard/state/preflight-report.ts'
import { presetId } from '../../dashboard/state/preset-id.ts'
import { decibels, meterPart } from '../../dashboard/state/sound-level.ts'
import { destinationTone, streamState } from '../../dashboard/state/stream-state.ts'
import { entityKey } from '../../src/server/view/index.ts'
import { alert, destination, evening, healthy, liveStream, stream, unmeasured } from './entities.ts'

const critical = { ...healthy, status: 'critical' as const }

describe('the word for a stream', () => {
  it.each([
    ['off', stream(0), 'off', 'off'],
    ['never read', stream(0, { live: null }), 'notKnown', 'unknown'],
    ['stopped by nobody', stream(0, { shouldBeLive: true }), 'stoppedByItself', 'critical'],
    ['sent by vMix itself', stream(0, { live: true, via: 'direct' }), 'onInVmix', 'unknown'],
    ['live everywhere', liveStream(0, [destination('a'), destination('b')]), 'onAir', 'good'],
    ['ill at one', liveStream(0, [destination('a'), destination('b', { state: 'failed' })]), 'onAirPartly', 'warning'],
    ['connecting', liveStream(0, [destination('a', { state: 'connecting' })]), 'starting', 'busy'],
    ['failed everywhere', liveStream(0, [destination('a', { state: 'failed' })]), 'reachesNobody', 'critical'],
    ['bad at one', liveStream(0, [destination('a', { health: critical })]), 'onAir', 'critical'],
    ['rehearsed', { ...liveStream(0, [destination('a')]), rehearsal: true }, 'rehearsed', 'good'],
    ['rehearsed by vMix itself', stream(0, { live: true, via: 'direct', rehearsal: true }), 'rehearsed', 'unknown'],
    [
      'rehearsed, ill at one',
      { ...liveStream(0, [destination('a'), destination('b', { state: 'retrying' })]), rehearsal: true },
      'rehearsedPartly',
      'warning',
    ],
    ['live, not measured', { ...liveStream(0, [destination('a')]), health: unmeasured }, 'onAir', 'unknown'],
  ])('%s', (_, given, word, tone) => {
    expect(streamState(given)).toEqual({ word, tone })
  })

  it('is the slate while the slate is what goes out, whatever else is true', () => {
    const standby = { on: 'slate', held: true, why: null, slate: true, backup: false } as const
    expect(streamState({ ...liveStream(0, [destination('a')]), standby })).toEqual({ word: 'slate', tone: 'warning' })
  })

  it('a destination is good only where it is live and nothing is said against it', () => {
    expect(destinationTone(destination('a'))).toBe('good')
    expect(destinationTone(destination('a', { health: critical }))).toBe('critical')
    expect(destinationTone(destination('a', { state: 'unknown' }))).toBe('unknown')
  })
})

describe('what is written', () => {
  it('says that nothing was measured, and never nought', () => {
    expect([fpsText(null), mbitText(null), durationText(null), bytesText(null)]).toEqual(
      Array.from({ length: 4 }, () => notMeasured),
    )
  })

  it('is short', () => {
    expect([fpsText(30), fpsText(29.97), fpsText(59.94)]).toEqual(['30', '29.97', '59.94'])
    expect([mbitText(5980), mbitText(24_600)]).toEqual(['5.98', '24.6'])
    expect([durationText(3725), durationText(59.9)]).toEqual(['01:02:05', '00:00:59'])
    expect([agoText(0.4), agoText(75), agoText(7300)]).toEqual(['0 s', '1 min', '2 h 1 min'])
    expect([bytesText(512), bytesText(1_500_000_000), bytesText(412e9)]).toEqual(['512 B', '1.5 GB', '412 GB'])
  })

  it('shows sound from −60 dB up', () => {
    expect([decibels(0), decibels(1), Math.round(decibels(0.5))]).toEqual([-60, 0, -6])
    expect([meterPart(-60), meterPart(-30), meterPart(0)]).toEqual([0, 0.5, 1])
  })
})

describe('what comes from the server', () => {
  it('has the keys under which the server keeps it', () => {
    expect(evening().map(keyOf)).toEqual(evening().map(entityKey))
  })

  it('is read where it is known, and left out where it is not', () => {
    const there = evening()
    const one = alert('a')
    const entities = [...there, { kind: 'something', id: 'x' }, { kind: 'alert' }, null, 7]
    const read = readSnapshot(JSON.stringify({ id: 'b', version: 3, entities }))
    expect(read?.entities).toEqual(there)
    expect(readSnapshot('{"id":1}')).toBeNull()
    expect(readSnapshot('{')).toBeNull()
    expect(readChanges(JSON.stringify({ version: 4, set: [one], gone: ['alert:b', 7] }))).toEqual({
      version: 4,
      set: [one],
      gone: ['alert:b'],
    })
  })

  it('alarms stand with the unseen first, then the worse, then the newer', () => {
    const seen = { at: '2026-11-22T20:02:00.000Z', by: 'Olga' }
    const over = { state: 'resolved', severity: 'critical' } as const
    const alerts = [
      alert('over', over),
      alert('seen', { severity: 'critical', acknowledged: seen }),
      alert('old', { since: '2026-11-22T20:00:00.000Z' }),
      alert('new', { since: '2026-11-22T21:00:00.000Z' }),
      alert('worst', { severity: 'critical' }),
    ]
    expect(inOrder(alerts).map(({ id }) => id)).toEqual(['worst', 'new', 'old', 'seen', 'over'])
  })

  it('an entry of the show log becomes a line, failures marked', () => {
    const event = {
      sequence: 7,
      event_type: 'stream_start_failed',
      timestamp: '2026-11-22T20:00:00.000Z',
      actor: 'Olga',
      params: { channel: 0, destinations: [{ name: 'Twitch', url: 'rtmp://127.0.0.1/app', key_fingerprint: 'abc' }] },
      result: { success: false, error: 'connection_error', message: 'vMix cannot be reached.' },
    }
    expect(readLogLine({ event })).toEqual({
      sequence: 7,
      at: event.timestamp,
      event: 'stream start failed',
      actor: 'Olga',
      details: [
        ['channel', 'Stream 1'],
        ['', 'vMix cannot be reached.'],
      ],
      tone: 'critical',
    })
    expect(readLogLine({ event: { ...event, result: null } })?.details).toEqual([
      ['channel', 'Stream 1'],
      ['destinations name', 'Twitch'],
      ['destinations url', 'rtmp://127.0.0.1/app'],
    ])
    expect(readLogLine({ event: { sequence: 'x' } })).toBeNull()
    const asked = {
      ...event,
      event_type: 'operation_requested',
      params: { channel: 0, kind: 'stream_stop' },
      result: null,
    }
    expect(readLogLine({ event: asked })).toMatchObject({
      event: 'stream stop requested',
      details: [['channel', 'Stream 1']],
      tone: 'plain',
    })
  })

  it('a preflight is ready only where the server says so and nothing is red', () => {
    const line = { about: 'vMix', light: 'green', message: 'It answers.', action: null }
    expect(readPreflight({ ready: true, lines: [line] }).ready).toBe(true)
    expect(readPreflight({ ready: true, lines: [line, { light: 'purple' }] }).ready).toBe(false)
    expect(readPreflight({ lines: [line] }).ready).toBe(false)
    expect(readPreflight(null)).toEqual({ ready: false, lines: [] })
  })

  it('a new destination gets a name that no other one has', () => {
    expect(presetId('Café Öst!', [])).toBe('cafe-o-st')
    expect(presetId('Twitch', ['twitch', 'twitch-2'])).toBe('twitch-3')
    expect(presetId('日本', [])).toBe('destination')
  })
})
