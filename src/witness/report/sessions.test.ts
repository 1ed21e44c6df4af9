import { describe, expect, it } from 'vitest'
import type { JsonObject, RecordedEvent, WitnessEntry } from '../entry.ts'
import { showReport } from './sessions.ts'

const zero = Date.parse('2026-11-22T20:00:00.000Z')
const twitch = { id: 'tw', name: 'Twitch', url: 'rtmp://twitch/app', key_fingerprint: 'f1' }
const youtube = { id: 'yt', name: 'YouTube', url: 'rtmp://youtube/app', key_fingerprint: 'f2' }

/** A log written by hand: what happened at which second, in the order in which it was written. */
function log(...events: readonly (readonly [second: number, type: string, event?: Partial<RecordedEvent>])[]) {
  return events.map(([second, event_type, event = {}], index): WitnessEntry => {
    const timestamp = new Date(zero + second * 1000).toISOString()
    return {
      event: {
        actor: 'anna',
        epoch: null,
        event_type,
        log_id: 'l',
        logged_at: timestamp,
        operation_id: null,
        params: null,
        result: null,
        sequence: index + 1,
        timestamp,
        writer: 'w',
        ...event,
      },
      previous_hash: `h${index}`,
      current_hash: `h${index + 1}`,
      witness_timestamp: timestamp,
    }
  })
}

const asked = (op: string, channel = 0) => ({ operation_id: op, params: { kind: 'stream_start', channel } })
const started = (op: string, destination: JsonObject, via = 'gateway', channel = 0, result: JsonObject = {}) => ({
  operation_id: op,
  params: { channel, via, destination },
  result: { success: true, verification: 'media', ...result },
})
const told = (observation: string, id: string | null, message = '') => ({
  params: { channel: 0, destination_id: id, observation },
  result: { message },
})
const health = (id: string | null, after: string) => ({
  params: { channel: 0, destination_id: id, observation: 'health.changed' },
  result: { after },
})
const stopped = (op: string, destinationId: string | null, ended: readonly string[] = [], channel = 0) => ({
  operation_id: op,
  params: { channel, destination_id: destinationId },
  result: { success: true, ended: [...ended] },
})
const at = (second: number) => zero + second * 1000

describe('showReport', () => {
  it('tells of a stream that was brought back after vMix was away, to all that it went to', async () => {
    const off = { params: { channel: 0, on: false, unseen: true, observation: 'vmix.off' } }
    const resumed = {
      operation_id: 'r',
      params: { channel: 0, via: 'gateway', destinations: [twitch, youtube] },
      result: { success: true, verification: 'media' },
    }
    const { streams } = await showReport(
      log(
        [4, 'stream_started', started('s:d1', twitch)],
        [20, 'stream_observed', off],
        [30, 'operation_requested', { operation_id: 'r', params: { kind: 'stream_resume', channel: 0 } }],
        [33, 'stream_resumed', resumed],
        [60, 'stream_stopped', stopped('e', null, ['tw', 'yt'])],
      ),
    )
    expect(streams).toHaveLength(2)
    expect(streams[1]?.destinations.map(({ name }) => name)).toEqual(['Twitch', 'YouTube'])
    expect(JSON.stringify(streams[1])).toContain('stopped')
  })

  it('tells who went live where, how long, what broke in between, and how healthy it was', async () => {
    const { streams } = await showReport(
      log(
        [0, 'operation_requested', asked('s:d1')],
        [0, 'operation_requested', asked('s:d2')],
        [1, 'stream_observed', told('output.live', 'tw')],
        [2, 'stream_observed', told('output.live', 'yt')],
        [2, 'health_changed', health('yt', 'healthy')],
        [3, 'health_changed', health(null, 'healthy')],
        [4, 'stream_started', started('s:d1', twitch)],
        [5, 'stream_started', started('s:d2', youtube)],
        [20, 'destination_lost', told('output.lost', 'yt', 'YouTube is lost: closed')],
        [20, 'health_changed', health('yt', 'critical')],
        [30, 'destination_recovered', told('output.recovered', 'yt')],
        [30, 'health_changed', health('yt', 'healthy')],
        [60, 'operation_requested', { operation_id: 'e', params: { kind: 'stream_stop', channel: 0 } }],
        [60.5, 'stream_observed', told('feed.lost', null, 'vMix has ended it')],
        [61, 'stream_stopped', { ...stopped('e', null, ['tw', 'yt']), actor: 'ben' }],
        // Written last, happened before: the gateway's events come when they come.
        [60.2, 'stream_observed', told('output.closed', 'tw')],
      ),
    )
    expect(streams).toHaveLength(1)
    expect(streams[0]).toMatchObject({
      channel: 0,
      startedAt: at(1),
      startedBy: 'anna',
      endedAt: at(61),
      endedBy: 'ben',
      ending: 'stopped',
      via: 'gateway',
      interruptions: [],
      health: { unknown: 2000, healthy: 58_000, warning: 0, critical: 0 },
    })
    expect(streams[0]?.destinations).toMatchObject([
      { name: 'Twitch', from: at(1), to: at(60.2), interruptions: [] },
      {
        name: 'YouTube',
        from: at(2),
        to: at(61),
        interruptions: [{ from: at(20), to: at(30), why: 'YouTube is lost: closed' }],
        health: { unknown: 0, healthy: 49_000, critical: 10_000 },
      },
    ])
  })

  it('tells what was sent instead of the show, each piece with its reason, and by which address', async () => {
    const told = (message: string, id: string | null = null) => ({
      params: { channel: 0, destination_id: id },
      result: { message },
    })
    const { streams } = await showReport(
      log(
        [0, 'stream_started', started('s', twitch)],
        [10, 'standby_started', told('The backup is sent: the stream from vMix is lost.')],
        [14, 'standby_changed', told('The slate is sent: the backup is lost.')],
        [20, 'standby_ended', told('The show is sent again.')],
        [25, 'destination_switched', told('Twitch goes on by its backup address.', 'tw')],
        [30, 'standby_asked', told('Slate now.')],
        [30, 'standby_started', told('The slate is sent, as asked.')],
        // Of another stream, and of none.
        [31, 'standby_started', { params: { channel: 1 }, result: { message: 'other' } }],
        [31, 'standby_started', { params: {}, result: { message: 'none' } }],
        [40, 'operation_requested', { operation_id: 'e', params: { kind: 'stream_stop', channel: 0 } }],
        [41, 'standby_changed', told('belongs to the end')],
        [42, 'stream_stopped', stopped('e', null, ['tw'])],
      ),
    )
    expect(streams).toMatchObject([
      {
        interruptions: [],
        standby: [
          { from: at(10), to: at(14), why: 'The backup is sent: the stream from vMix is lost.' },
          { from: at(14), to: at(20), why: 'The slate is sent: the backup is lost.' },
          { from: at(30), to: at(41), why: 'The slate is sent, as asked.' },
        ],
        addressChanges: [{ at: at(25), message: 'Twitch goes on by its backup address.' }],
      },
    ])
  })

  it('counts what has no end as on to the end of the log', async () => {
    const { streams } = await showReport(
      log(
        [0, 'stream_started', started('s', twitch)],
        [5, 'destination_lost', told('output.lost', 'tw', 'gone')],
        [9, 'rundown_item'],
      ),
    )
    expect(streams).toMatchObject([
      { endedAt: null, ending: null, destinations: [{ to: null, interruptions: [{ from: at(5), to: null }] }] },
    ])
  })

  it('keeps channels apart, and sessions of one channel', async () => {
    const { streams } = await showReport(
      log(
        [0, 'stream_started', started('a', twitch, 'direct', 0)],
        [1, 'stream_started', started('b', youtube, 'direct', 1)],
        [2, 'stream_stopped', stopped('c', null, [], 0)],
        [3, 'stream_started', started('d', twitch, 'direct', 0)],
        [4, 'stream_stopped', stopped('e', null, [], 0)],
        [5, 'stream_stopped', stopped('f', null, [], 1)],
      ),
    )
    expect(streams.map(({ channel, startedAt, endedAt }) => [channel, startedAt, endedAt])).toEqual([
      [0, at(0), at(2)],
      [1, at(1), at(5)],
      [0, at(3), at(4)],
    ])
    expect(streams[0]?.health).toEqual({ unknown: 2000, healthy: 0, warning: 0, critical: 0 })
  })

  it('ends one destination alone, and those that a new start ended', async () => {
    const { streams } = await showReport(
      log(
        [0, 'stream_started', started('a', twitch)],
        [1, 'stream_started', started('b', youtube)],
        [2, 'stream_stopped', stopped('c', 'tw', ['tw'])],
        [3, 'stream_started', started('d', twitch, 'gateway', 0, { ended_before: ['yt'] })],
        [4, 'destination_lost', told('output.failed', 'tw', 'given up')],
        [5, 'stream_stopped', stopped('e', null)],
      ),
    )
    expect(streams).toHaveLength(1)
    expect(streams[0]?.destinations.map(({ name, from, to, ending }) => [name, from, to, ending])).toEqual([
      ['Twitch', at(0), at(2), 'stopped'],
      ['YouTube', at(1), at(3), 'stopped'],
      ['Twitch', at(3), at(4), 'failed'],
    ])
  })

  it('a direct start takes the place of the destination before; the same one again is no second one', async () => {
    const { streams } = await showReport(
      log(
        [0, 'stream_started', started('a', twitch, 'direct')],
        [1, 'stream_started', started('b', twitch, 'direct')],
        [2, 'stream_started', started('c', youtube, 'direct')],
        [3, 'stream_stopped', stopped('d', null)],
      ),
    )
    expect(streams[0]?.destinations.map(({ name, from, to }) => [name, from, to])).toEqual([
      ['Twitch', at(0), at(2)],
      ['YouTube', at(2), at(3)],
    ])
  })

  it('shows what somebody switched in vMix', async () => {
    const seen = (on: boolean) => ({ params: { channel: 2, on }, result: { message: `switched ${on ? 'on' : 'off'}` } })
    const { streams, seen: notes } = await showReport(
      log([0, 'stream_observed', seen(true)], [5, 'stream_observed', seen(false)]),
    )
    expect(streams).toMatchObject([
      { channel: 2, startedBy: null, endedAt: at(5), ending: 'switched_off', destinations: [] },
    ])
    expect(notes.map(({ message }) => message)).toEqual(['switched on', 'switched off'])
  })

  it('a stream from vMix that was lost is an interruption of all', async () => {
    const { streams } = await showReport(
      log(
        [0, 'stream_started', started('a', twitch)],
        [5, 'stream_observed', told('feed.stalled', null, 'no frames')],
        [6, 'stream_observed', told('feed.lost', null, 'connection lost')],
        [9, 'stream_observed', told('feed.live', null)],
        [20, 'stream_stopped', stopped('b', null)],
      ),
    )
    expect(streams[0]?.interruptions).toEqual([{ from: at(5), to: at(9), why: 'no frames' }])
  })

  it('a gateway that died and runs again is an interruption of all, until the stream from vMix is back', async () => {
    const { streams } = await showReport(
      log(
        [0, 'stream_started', started('a', twitch)],
        [5, 'stream_observed', told('gateway.restarted', null, 'The gateway runs again')],
        [7, 'stream_observed', told('feed.live', null)],
        [7.5, 'destination_recovered', told('output.recovered', 'tw')],
        [20, 'stream_stopped', stopped('b', null)],
      ),
    )
    expect(streams).toMatchObject([
      { endedAt: at(20), interruptions: [{ from: at(5), to: at(7), why: 'The gateway runs again' }] },
    ])
  })

  it.each([
    ['stream_stop_failed', {}],
    ['operation_interrupted', { interrupted_kind: 'stream_stop' }],
  ])('a stop that came to nothing (%s) hides no interruption after it', async (type, more) => {
    const { streams } = await showReport(
      log(
        [0, 'stream_started', started('a', twitch)],
        [5, 'operation_requested', { operation_id: 'b', params: { kind: 'stream_stop', channel: 0 } }],
        [6, type, { operation_id: 'b', params: { channel: 0, ...more } }],
        [10, 'destination_lost', told('output.lost', 'tw', 'gone')],
        [12, 'destination_recovered', told('output.recovered', 'tw')],
        [14, 'stream_observed', told('feed.stalled', null, 'no frames')],
        [15, 'stream_observed', told('feed.resumed', null)],
        [20, 'operation_requested', { operation_id: 'c', params: { kind: 'stream_stop', channel: 0 } }],
        [20.5, 'stream_observed', told('feed.lost', null, 'vMix has ended it')],
        [21, 'stream_stopped', stopped('c', null)],
      ),
    )
    expect(streams).toMatchObject([
      {
        endedAt: at(21),
        interruptions: [{ from: at(14), to: at(15) }],
        destinations: [{ interruptions: [{ from: at(10), to: at(12), why: 'gone' }] }],
      },
    ])
    expect(streams[0]?.interruptions).toHaveLength(1)
  })

  it('keeps two recordings of one file name apart, each with its own hash, the first that was taken', async () => {
    const began = (op: string) => ({
      operation_id: op,
      params: { recorder: 'gateway', channel: 0, filename: '/r/show.mp4' },
      result: { output_id: `recording:${op}` },
    })
    const hashed = (sha256: string | null, op: string | null) => ({
      params: { channel: 0, filename: '/r/show.mp4', destination_id: op === null ? null : `recording:${op}` },
      result: { sha256, as_written: true },
    })
    const ended = { params: { channel: 0 }, result: { recordings: [{ files: ['/r/show.mp4'], duration_ms: 1000 }] } }
    const { recordings } = await showReport(
      log(
        [0, 'recording_started', began('a')],
        [5, 'stream_stopped', ended],
        [6, 'recording_started', began('b')],
        // The first one's hash comes when the second is under way.
        [7, 'recording_hashed', hashed('aa', 'a')],
        [8, 'recording_hashed', hashed(null, 'a')],
        [9, 'stream_stopped', ended],
        [10, 'recording_hashed', hashed('bb', null)],
        [11, 'recording_hashed', hashed('cc', 'b')],
      ),
    )
    expect(recordings.map(({ startedAt, endedAt, files }) => [startedAt, endedAt, files[0]?.sha256])).toEqual([
      [at(0), at(5), 'aa'],
      [at(6), at(9), 'bb'],
    ])
  })

  it.each(['recording_started', 'stream_start_failed', 'witness_gap'])(
    'refuses a log with more %s than it can hold, instead of filling the memory',
    { timeout: 60_000 },
    async (type) => {
      const one = log([0, type, { params: {} }])
      function* endless() {
        for (let n = 0; n < 500_001; n++) yield* one
      }
      await expect(showReport(endless())).rejects.toMatchObject({ code: 'overloaded' })
    },
  )

  it.each([
    [
      'long reasons',
      (n: number) => ['stream_observed', told('output.lost', 'tw', `${n}${'x'.repeat(60_000)}`)] as const,
    ],
    [
      'long names',
      (n: number) => ['recording_started', { params: { filename: `${n}${'x'.repeat(60_000)}` } }] as const,
    ],
    ['channels', (n: number) => ['stream_observed', { params: { channel: n, on: true } }] as const],
  ])('refuses one with more %s than it can hold', { timeout: 60_000 }, async (_what, event) => {
    function* endless() {
      for (let n = 0; n < 10_000; n++) yield* log([n, ...event(n)])
    }
    await expect(showReport(endless())).rejects.toMatchObject({ code: 'overloaded' })
  })

  it('keeps long reasons that are the same once', async () => {
    const lost = { ...told('output.lost', 'tw', 'x'.repeat(900)) }
    function* many() {
      for (let n = 0; n < 150_000; n++) yield* log([n, 'stream_observed', lost])
    }
    expect((await showReport(many())).log.entries).toBe(150_000)
  })

  it('puts sessions of several channels into the order in which they began', async () => {
    const { streams } = await showReport(
      log(
        [1, 'stream_started', started('a', twitch, 'direct', 3)],
        [2, 'stream_started', started('b', twitch, 'direct', 0)],
        [3, 'stream_stopped', stopped('c', null, [], 0)],
        [4, 'stream_started', started('d', twitch, 'direct', 1)],
        [4, 'stream_started', started('e', twitch, 'direct', 0)],
        [5, 'stream_stopped', stopped('f', null, [], 3)],
      ),
    )
    expect(streams.map(({ channel, startedAt }) => [channel, startedAt])).toEqual([
      [3, at(1)],
      [0, at(2)],
      [0, at(4)],
      [1, at(4)],
    ])
  })

  it('puts recordings together: start, end, hashes of all parts, why one ended by itself', async () => {
    const { recordings } = await showReport(
      log(
        [
          0,
          'recording_started',
          {
            params: { recorder: 'gateway', channel: 0, filename: '/r/show.mp4', format: 'MP4' },
            result: { output_id: 'recording:1' },
          },
        ],
        [1, 'recording_started', { params: { recorder: 'vmix', filename: 'auto-generated' } }],
        [3, 'recording_observed', told('output.failed', 'recording:1', 'The disk is full')],
        [
          5,
          'recording_hashed',
          { params: { channel: 0, filename: '/r/show.mp4' }, result: { sha256: 'aa', as_written: true } },
        ],
        [
          9,
          'stream_stopped',
          {
            params: { channel: 0, destination_id: null },
            result: {
              recordings: [
                {
                  files: ['/r/show.mp4', '/r/show.part2.mp4'],
                  format: 'MP4',
                  duration_ms: 9000,
                  frames: 270,
                  bytes: 5,
                },
              ],
            },
          },
        ],
        [
          10,
          'recording_stopped',
          {
            params: { recorder: 'vmix' },
            result: { recordings: [{ files: ['C:/vmix.mp4'], duration_ms: 8000, frames: null, bytes: null }] },
          },
        ],
      ),
    )
    expect(recordings).toEqual([
      {
        recorder: 'gateway',
        channel: 0,
        files: [
          { path: '/r/show.mp4', sha256: 'aa', asWritten: true },
          { path: '/r/show.part2.mp4', sha256: null, asWritten: null },
        ],
        format: 'MP4',
        startedAt: at(0),
        startedBy: 'anna',
        endedAt: at(9),
        durationMs: 9000,
        frames: 270,
        bytes: 5,
        problem: 'The disk is full',
      },
      expect.objectContaining({
        recorder: 'vmix',
        files: [{ path: 'C:/vmix.mp4', sha256: null, asWritten: null }],
        endedAt: at(10),
      }),
    ])
  })

  it('lists failures, what was interrupted, what has no outcome, and the gaps of the log', async () => {
    const { failures, gaps } = await showReport(
      log(
        [0, 'operation_requested', asked('a')],
        [
          1,
          'stream_start_failed',
          {
            operation_id: 'a',
            params: { channel: 0, destination: twitch },
            result: { error: 'not_confirmed', message: 'No feed.', left_on: ['Stream 1'] },
          },
        ],
        [2, 'operation_requested', asked('b', 1)],
        [
          3,
          'witness_gap',
          { params: { cause: 'disk_full', count: 3, first_at: new Date(at(1)).toISOString(), last_at: null } },
        ],
        [4, 'log_recovered', { params: { bytes_cut: 5 } }],
      ),
    )
    expect(failures).toMatchObject([
      { kind: 'stream_start', channel: 0, name: 'Twitch', error: 'not_confirmed', leftOn: ['Stream 1'], sequence: 2 },
      { kind: 'stream_start', channel: 1, error: 'no_outcome', sequence: 3 },
    ])
    expect(gaps).toMatchObject([{ count: 3, firstAt: at(1) }, { count: 0 }])
  })

  it('leaves out what does not touch the period, and says of the log what it is all the same', async () => {
    const entries = log(
      [0, 'stream_started', started('a', twitch)],
      [10, 'stream_stopped', stopped('b', null)],
      [20, 'stream_started', started('c', twitch)],
      [30, 'stream_stopped', stopped('d', null)],
    )
    const { streams, log: facts } = await showReport(entries, { sinceMs: at(15), untilMs: at(25) })
    expect(streams.map(({ startedAt }) => startedAt)).toEqual([at(20)])
    expect(facts).toMatchObject({ entries: 4, head: 'h4', firstAt: at(0), lastAt: at(30) })
  })

  it('takes events that anybody wrote: wrong kinds, no times, nothing at all', async () => {
    const strange: JsonObject[] = [
      { channel: '0' },
      { channel: 0, destination: 'x' },
      { channel: 1e300, on: 'yes' },
      {},
    ]
    const types = [
      'stream_started',
      'stream_stopped',
      'health_changed',
      'recording_started',
      'witness_gap',
      'stream_observed',
    ]
    const entries = types.flatMap((type) =>
      strange.flatMap((params) => log([0, type, { params, result: [params], timestamp: 'noon' }])),
    )
    const report = await showReport(entries)
    expect(report.log.entries).toBe(entries.length)
    expect(await showReport([])).toMatchObject({ streams: [], log: { entries: 0, head: null } })
  })
})
