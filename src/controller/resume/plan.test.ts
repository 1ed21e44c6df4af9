import { describe, expect, it } from 'vitest'
import { feedStatusSchema, type FeedStatus } from '../../gateway/index.ts'
import { parseState } from '../../vmix/index.ts'
import { ShowLedger } from '../show-log/ledger.ts'
import { planOf, type ResumeLook } from './plan.ts'

const at = '2026-01-01T20:00:00.000Z'
const nothing = {
  fps: null,
  expectedFps: null,
  bitrateKbps: null,
  bitrateLastMinuteKbps: null,
  framesTotal: 0,
  droppedTotal: 0,
  droppedLastMinute: 0,
  keyFrameIntervalMs: null,
  uptimeMs: null,
  stalled: false,
  ageMs: 0,
}
const health = { healthStatus: 'unknown', reasons: [] }

function feed(state: FeedStatus['state'], more: object = {}): FeedStatus {
  return feedStatusSchema.parse({
    instance: 'test',
    channel: 0,
    state,
    since: at,
    publisher: null,
    firstKeyFrameAt: null,
    media: { videoCodec: null, width: null, height: null, audioCodec: null, sampleRate: null, channels: null },
    reading: nothing,
    health,
    outputs: [output('waiting')],
    ...more,
  })
}

function output(state: string) {
  return {
    outputId: 'tv',
    kind: 'rtmp',
    name: 'TV',
    target: 'rtmp://a/b',
    state,
    why: null,
    code: null,
    since: at,
    keyFingerprint: 'f',
    attempts: 1,
    reconnects: 0,
    lastFailure: null,
    bytesSent: 0,
    reading: nothing,
    health,
    queuedBytes: 0,
    framesSkipped: 0,
    file: null,
  }
}

function vmix(on: boolean | null, recording = false) {
  const streaming = on === null ? '' : `<streaming${on ? ' channel1="True"' : ''}>${on ? 'True' : 'False'}</streaming>`
  const recorder = `<recording>${recording ? 'True' : 'False'}</recording>`
  return parseState(`<vmix><version>28.0.0.39</version><edition>4K</edition>${recorder}${streaming}</vmix>`)
}

function logged(via: 'direct' | 'gateway', ...events: readonly object[]): ShowLedger {
  const ledger = new ShowLedger()
  const destination = { id: 'tv', name: 'TV', url: 'rtmp://a/b', key_fingerprint: 'f' }
  const started = { event_type: 'stream_started', params: { channel: 0, via, destination } }
  for (const event of [started, ...events]) ledger.apply({ timestamp: at, operation_id: null, result: null, ...event })
  return ledger
}

const off = (unseen: boolean) => ({
  event_type: 'stream_observed',
  params: { channel: 0, on: false, ...(unseen ? { unseen } : {}) },
})

function plan(look: Partial<Omit<ResumeLook, 'gateway'>> & { readonly feeds?: readonly FeedStatus[] | null }) {
  const { feeds = [], ...rest } = look
  const gateway =
    feeds === null
      ? { answers: false, feeds: [], problem: 'It is gone.' }
      : { answers: true, feeds: [...feeds], problem: null }
  return planOf({
    state: vmix(false),
    ledger: logged('gateway', off(true)),
    gateway,
    isWatched: true,
    stopsSinceMs: 0,
    ...rest,
  })
}

const comesBack = [expect.objectContaining({ channel: 0 })]

describe('a stream through the gateway', () => {
  it('comes back where its connection was lost, or the gateway was started anew', () => {
    expect(plan({ feeds: [feed('lost')] }).streams).toEqual(comesBack)
    expect(plan({ feeds: [feed('waiting')] }).streams).toEqual(comesBack)
    // The machine lost its power: nobody has closed the connection yet.
    const publisher = { remote: '127.0.0.1:1', encoder: null, connectedAt: at }
    expect(plan({ feeds: [feed('stalled', { publisher })] }).streams).toEqual(comesBack)
  })

  it.each([
    ['was switched off in vMix', { feeds: [feed('ended')] }, /by hand/],
    ['has nothing left at the gateway', { feeds: [feed('lost', { outputs: [output('failed')] })] }, /Nothing waits/],
    ['is not known to the gateway any more', { feeds: [] }, /knows nothing/],
    ['went through a gateway that is gone', { feeds: null }, /does not answer/],
    ['is on, to elsewhere', { state: vmix(true), feeds: [feed('lost')] }, /elsewhere/],
    ['cannot be seen', { state: vmix(null), feeds: [feed('lost')] }, /does not say/],
  ])('does not when it %s, and that is said', (_, look, why) => {
    const { streams, leftAlone } = plan(look)
    expect([streams, leftAlone]).toEqual([[], [{ channel: 0, why: expect.stringMatching(why) }]])
  })

  it('does not when it is on, was stopped, or is being stopped', () => {
    const publisher = { remote: '127.0.0.1:1', encoder: null, connectedAt: at }
    expect(plan({ state: vmix(true), feeds: [feed('live', { publisher })] })).toMatchObject({
      streams: [],
      leftAlone: [],
    })
    const stop = { event_type: 'stream_stopped', params: { channel: 0, destination_id: null } }
    expect(plan({ ledger: logged('gateway', stop), feeds: [feed('lost')] })).toMatchObject({
      streams: [],
      leftAlone: [],
    })
    const stopping = {
      event_type: 'operation_requested',
      operation_id: 'op',
      params: { kind: 'stream_stop', channel: 0 },
    }
    expect(plan({ ledger: logged('gateway', off(true), stopping), feeds: [feed('lost')] }).streams).toEqual([])
  })
})

describe('a stream that vMix sends by itself', () => {
  it('comes back only where it went off while nobody could see it', () => {
    expect(plan({ ledger: logged('direct', off(true)) }).streams).toEqual(comesBack)
    expect(plan({ ledger: logged('direct', off(false)) })).toMatchObject({
      streams: [],
      leftAlone: [{ why: expect.stringContaining('not known') }],
    })
    // Nobody watches: what the log does not say may have happened unseen.
    expect(plan({ ledger: logged('direct'), isWatched: false }).streams).toEqual(comesBack)
    expect(plan({ ledger: logged('direct'), isWatched: true }).streams).toEqual([])
  })
})

describe("vMix's recorder", () => {
  const recorder = (on: boolean, unseen: boolean) => ({
    event_type: 'recording_observed',
    params: { files: [], on, ...(unseen ? { unseen } : {}) },
  })

  it('comes back where it ran until vMix was away', () => {
    expect(plan({ ledger: logged('direct', recorder(true, false), recorder(false, true)) }).recorder).toBe(true)
    expect(plan({ ledger: logged('direct', recorder(true, false), recorder(false, false)) }).recorder).toBe(false)
    const runs = logged('direct', recorder(true, false), recorder(false, true))
    expect(plan({ ledger: runs, state: vmix(false, true) }).recorder).toBe(false)
  })
})
