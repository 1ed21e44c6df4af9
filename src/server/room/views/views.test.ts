import { describe, expect, it } from 'vitest'
import type { ChannelHealth, ChannelStatus, DestinationHealth, StreamStatus } from '../../../controller/index.ts'
import { feedStatusSchema, gatewayStatusSchema, outputStatusSchema, type FeedStatus } from '../../../gateway/index.ts'
import { parseState } from '../../../vmix/index.ts'
import { entityView, type RecordingView } from '../../view/index.ts'
import { gatewayViewOf } from './gateway-view.ts'
import { instanceViewOf } from './instance-view.ts'
import { recordingViewsOf, withEnded } from './recording-view.ts'
import { streamViewsOf } from './stream-view.ts'

const settings = {
  id: 'studio',
  name: 'Studio',
  host: '127.0.0.1',
  port: 8088,
  tcpPort: 8099,
  username: null,
  password: null,
  simulated: false,
}
const since = '2026-11-22T12:00:00.000Z'
const state = parseState(
  '<vmix><version>29.0.0.49</version><edition>Pro</edition><recording duration="70" filename1="a.mp4">True</recording>' +
    '<streaming channel2="True">True</streaming><audio><master volume="100" muted="False" meterF1="0.12345" meterF2="0.5" headphonesVolume="100"/></audio></vmix>',
)
const unmeasured = {
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
  ageMs: null,
}
const unknown = { healthStatus: 'unknown' as const, reasons: [] }

function output(given: object) {
  return outputStatusSchema.parse({
    outputId: 'tw',
    kind: 'rtmp',
    name: 'Twitch',
    state: 'live',
    why: null,
    code: null,
    since,
    target: 'rtmp://h/app/',
    keyFingerprint: null,
    attempts: 0,
    reconnects: 0,
    queuedBytes: 0,
    bytesSent: 0,
    framesSkipped: 0,
    reading: unmeasured,
    health: unknown,
    file: null,
    ...given,
  })
}

function feed(outputs: FeedStatus['outputs'], given: object = {}): FeedStatus {
  return feedStatusSchema.parse({
    instance: 'studio',
    channel: 1,
    state: 'live',
    since,
    publisher: { remote: '127.0.0.1:1', encoder: null, connectedAt: since },
    firstKeyFrameAt: since,
    media: { videoCodec: 'h264', width: 1280, height: 720, audioCodec: null, sampleRate: null, channels: null },
    reading: unmeasured,
    health: unknown,
    preview: { viewers: 0, bytesSent: 0, framesDropped: 0, stuckViewers: 0 },
    outputs,
    ...given,
  })
}

const figures = {
  fps: 29.97003,
  bitrateKbps: 4000.4,
  droppedFrames: 0,
  droppedLastMinute: 0,
  uptimeSeconds: 70,
  uptime: '00:01:10',
  keyFrameIntervalMs: 2000,
  ageMs: 12.5,
}

describe('what is shown of a vMix', () => {
  const look = {
    settings,
    connection: { state: 'connected', since, watching: 'pushed', problem: null },
    state,
    gatewayProblem: null,
    logProblem: null,
    locked: false,
    resume: null,
  } as const

  it('is what its document says, with the meter of the master', () => {
    const view = instanceViewOf(look)
    expect(entityView.parse(view)).toEqual(view)
    expect(view.vmix).toEqual({
      version: '29.0.0.49',
      edition: 'Pro',
      preset: null,
      streaming: true,
      recording: true,
      audio: { left: 0.123, right: 0.5, muted: false },
    })
  })

  it('is what one press brings back, and nothing where there is nothing', () => {
    const destinations = [{ destinationId: 'tv', name: 'TV', url: 'rtmp://a/b' }]
    const stream = { channel: 1, via: 'gateway', destinations, recordings: ['show.mkv'] } as const
    const resume = { streams: [stream], recorder: true, leftAlone: [] }
    const view = instanceViewOf({ ...look, resume })
    expect(entityView.parse(view)).toEqual(view)
    const recordings = [
      { recorder: 'vmix', channel: null },
      { recorder: 'gateway', channel: 1 },
    ]
    expect(view.resumable).toEqual({ streams: [1], recordings })
    const none = { streams: [], recorder: false, leftAlone: [{ channel: 0, why: 'by hand' }] }
    expect(instanceViewOf({ ...look, resume: none }).resumable).toBeNull()
  })

  it('is nothing where it was never read, and no meter where the document has none', () => {
    expect(instanceViewOf({ ...look, state: null }).vmix).toBeNull()
    const silent = parseState('<vmix><version>22.0</version></vmix>')
    expect(instanceViewOf({ ...look, state: silent }).vmix).toMatchObject({
      audio: null,
      streaming: null,
      recording: null,
    })
  })
})

describe('what is shown of its streams', () => {
  const measured: DestinationHealth = {
    ...figures,
    destinationId: 'tw',
    name: 'Twitch',
    kind: 'rtmp',
    state: 'live',
    why: null,
    healthStatus: 'healthy',
    reasons: [],
  }
  const channelHealth: ChannelHealth = {
    ...figures,
    channel: 1,
    healthStatus: 'healthy',
    source: 'gateway',
    reasons: [],
    destinations: [measured],
  }
  const destinationStatus = {
    destinationId: 'tw',
    name: 'Twitch',
    url: 'rtmp://h/app/',
    state: 'live',
    why: null,
  } as const
  const channelStatus: ChannelStatus = {
    channel: 1,
    live: true,
    streamTime: '00:01:10',
    shouldBeLive: true,
    via: 'gateway',
    destinations: [destinationStatus],
    recordings: [],
    rehearsal: false,
    standby: null,
  }
  const status: StreamStatus = {
    streaming: true,
    recording: true,
    streamTime: '00:01:10',
    recordTime: null,
    streamChannels: [channelStatus],
    gatewayProblem: null,
    watching: 'pushed',
    version: '29',
    edition: 'Pro',
    timestamp: since,
  }
  const health = { ...channelHealth, channels: [channelHealth], timestamp: since }
  const instance = 'studio'

  it('are figures and verdict of each, and of each destination', () => {
    const views = streamViewsOf({ arrived: () => null, instance, state, status, health, feeds: [feed([output({})])] })
    for (const view of views) expect(entityView.parse(view)).toEqual(view)
    const second = views.find(({ channel }) => channel === 1)
    expect(second).toMatchObject({ name: 'Stream 2', live: true, via: 'gateway', preview: true, standby: null })
    expect(second?.figures).toMatchObject({ fps: 29.97, bitrateKbps: 4000, ageMs: 13 })
    expect(second?.destinations).toMatchObject([
      { destinationId: 'tw', kind: 'rtmp', state: 'live', health: { status: 'healthy', source: 'gateway' } },
    ])
    expect(views.map(({ channel }) => channel)).toEqual([0, 1, 2, 3, 4])
    expect(views[0]).toMatchObject({ live: false, figures: { droppedFrames: null }, health: { status: 'unknown' } })
  })

  it('while the log does not answer, are what vMix and the gateway say', () => {
    const views = streamViewsOf({
      arrived: () => null,
      instance,
      state,
      status: null,
      health,
      feeds: [feed([output({})])],
    })
    expect(views.find(({ channel }) => channel === 1)).toMatchObject({
      live: true,
      via: 'gateway',
      shouldBeLive: null,
      streamTime: null,
      destinations: [{ destinationId: 'tw', state: 'live' }],
    })
  })

  it('of a vMix that was never read, are those that the gateway carries, and whether they are live is not known', () => {
    const views = streamViewsOf({
      arrived: () => null,
      instance,
      state: null,
      status: null,
      health: null,
      feeds: [feed([])],
    })
    expect(views).toMatchObject([{ channel: 1, live: null, figures: { fps: null }, health: { status: 'unknown' } }])
  })

  it('that go to receivers here are a rehearsal, with what arrived there, whether the log answers or not', () => {
    const url = 'rtmp://127.0.0.1:49200/rehearsal'
    const rehearsed = output({ target: url })
    const arrived = () => ({ frames: 90, keyFrames: 3, fps: 29.973, bitrateKbps: 2400.4, lastMs: 12.7 })
    for (const each of [
      { ...status, streamChannels: [{ ...channelStatus, rehearsal: true, destinations: [] }] },
      {
        ...status,
        streamChannels: [{ ...channelStatus, rehearsal: true, destinations: [{ ...destinationStatus, url }] }],
      },
      null,
    ]) {
      const views = streamViewsOf({ arrived, instance, state, status: each, health, feeds: [feed([rehearsed])] })
      const view = views.find(({ channel }) => channel === 1)
      expect(view?.rehearsal).toBe(true)
      if (each?.streamChannels[0]?.destinations.length === 0) continue
      expect(view?.destinations[0]?.arrived).toEqual({ frames: 90, fps: 30, bitrateKbps: 2400, lastMs: 13 })
    }
    // One that reaches a platform is never called one.
    const both = [rehearsed, output({ outputId: 'yt' })]
    const [mixed] = streamViewsOf({ arrived, instance, state: null, status: null, health: null, feeds: [feed(both)] })
    expect(mixed).toMatchObject({ rehearsal: false, destinations: [{ arrived: null }, { arrived: null }] })
  })

  it('have a picture only while one comes', () => {
    const shown = (given: object) =>
      streamViewsOf({
        arrived: () => null,
        instance,
        state: null,
        status: null,
        health: null,
        feeds: [feed([], given)],
      })[0]?.preview
    expect([shown({}), shown({ state: 'lost' }), shown({ firstKeyFrameAt: null }), shown({ preview: null })]).toEqual([
      true,
      false,
      false,
      false,
    ])
  })
})

describe('what is shown of recordings', () => {
  const file = { format: 'MP4', durationMs: 61_500, frames: 1800, bytes: 5_000_000, parts: ['/r/a.mp4', '/r/a-2.mp4'] }
  const recording = output({ outputId: 'recording:1', kind: 'file', target: '/r/a.mp4', file })
  const now = recordingViewsOf({ instance: 'studio', state, feeds: [feed([recording, output({})])] })
  const states = (views: readonly RecordingView[]) => views.map(({ recordingId, state: is }) => `${recordingId} ${is}`)

  it("is the gateway's with their files, and vMix's own", () => {
    expect(now).toMatchObject([
      {
        recordingId: 'recording:1',
        channel: 1,
        state: 'recording',
        files: file.parts,
        durationSeconds: 61,
        bytes: 5e6,
      },
      { recordingId: 'vmix', recorder: 'vmix', channel: null, files: ['a.mp4'], durationSeconds: 70, bytes: null },
    ])
    for (const view of now) expect(entityView.parse(view)).toEqual(view)
  })

  it('one that waits for its first picture is not recording', () => {
    const waiting = output({ ...recording, state: 'waiting' })
    expect(recordingViewsOf({ instance: 'studio', state: null, feeds: [feed([waiting])] })[0]?.state).toBe('retrying')
  })

  it('has ended when it is gone, but not while nobody can say', () => {
    expect(states(withEnded(now, [], { gateway: true, vmix: true }))).toEqual(['recording:1 ended', 'vmix ended'])
    expect(states(withEnded(now, [], { gateway: false, vmix: true }))).toEqual(['recording:1 recording', 'vmix ended'])
    const ended = withEnded(now, [], { gateway: true, vmix: true })
    expect(states(withEnded(ended, now, { gateway: true, vmix: true }))).toEqual(states(now))
  })

  it('keeps the last that ended, and not all of an evening', () => {
    let shown: readonly RecordingView[] = []
    for (let n = 0; n < 100; n++) {
      const one = now.slice(0, 1).map((view) => ({ ...view, recordingId: `recording:${n}` }))
      shown = withEnded(shown, one, { gateway: true, vmix: true })
    }
    expect(shown).toHaveLength(21)
    expect(shown.at(-1)).toMatchObject({ recordingId: 'recording:99', state: 'recording' })
  })
})

it('of a gateway that is gone, what it said last stays', () => {
  const status = gatewayStatusSchema.parse({
    version: 1,
    gatewayId: 'g',
    startedAt: since,
    rtmp: { listen: '0.0.0.0:1935', advertise: '10.0.0.1:1935' },
    eventLoop: { delayP99Ms: 1.234, delayMaxMs: 5 },
    feeds: [],
    events: { journalId: 'j', last: 0, acknowledged: 0, dropped: 0 },
  })
  expect(gatewayViewOf('unreachable', 'It does not answer.', status)).toMatchObject({
    state: 'unreachable',
    problem: 'It does not answer.',
    rtmp: 'rtmp://10.0.0.1:1935',
    eventLoopDelayP99Ms: 1.2,
  })
  expect(gatewayViewOf('starting', null, null)).toMatchObject({ startedAt: null, rtmp: null })
})
