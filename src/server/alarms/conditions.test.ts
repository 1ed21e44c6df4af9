import { describe, expect, it } from 'vitest'
import type {
  EntityView,
  InstanceView,
  RecordingView,
  ScheduleView,
  StreamDestinationView,
  StreamView,
} from '../view/index.ts'
import { conditionsOf, type AlarmLook } from './conditions.ts'
import type { StopKind } from './stream-stops.ts'
import { unseenIn } from './unseen.ts'

const figures = {
  fps: 30,
  bitrateKbps: 6000,
  droppedFrames: 0,
  droppedLastMinute: 0,
  uptimeSeconds: 60,
  keyFrameIntervalMs: 2000,
  ageMs: 10,
}
const healthy: StreamView['health'] = { status: 'healthy', source: 'gateway', reasons: [] }

function instance(more: Partial<InstanceView> = {}): InstanceView {
  return {
    kind: 'instance',
    id: 'studio',
    name: 'Studio A',
    host: '127.0.0.1',
    port: 8088,
    simulated: false,
    connection: { state: 'connected', since: '2026-11-22T20:00:00.000Z', watching: 'pushed', problem: null },
    vmix: null,
    gatewayProblem: null,
    logProblem: null,
    locked: false,
    ...more,
  }
}

const unreachable = {
  state: 'unreachable',
  since: '2026-11-22T20:00:00.000Z',
  watching: null,
  problem: 'Refused.',
} as const

function destination(more: Partial<StreamDestinationView> = {}): StreamDestinationView {
  const at = { destinationId: 'twitch', name: 'Twitch', url: 'rtmp://127.0.0.1/live', kind: 'rtmp' } as const
  return { ...at, state: 'live', why: null, figures, health: healthy, arrived: null, ...more }
}

function stream(more: Partial<StreamView> = {}): StreamView {
  return {
    kind: 'stream',
    instance: 'studio',
    channel: 0,
    name: 'Stream 1',
    live: true,
    via: 'gateway',
    shouldBeLive: true,
    streamTime: '00:01:00',
    figures,
    health: healthy,
    destinations: [destination()],
    rehearsal: false,
    standby: null,
    preview: true,
    ...more,
  }
}

function recording(more: Partial<RecordingView> = {}): RecordingView {
  return {
    kind: 'recording',
    instance: 'studio',
    recordingId: 'recording:1',
    recorder: 'gateway',
    channel: 0,
    state: 'recording',
    why: null,
    files: ['/data/show.mkv'],
    format: 'mkv',
    durationSeconds: 10,
    frames: 300,
    bytes: 1000,
    disk: null,
    ...more,
  }
}

function ill(...reasons: [code: string, status: 'warning' | 'critical', message: string][]): StreamView['health'] {
  return {
    status: 'critical',
    source: 'gateway',
    reasons: reasons.map(([code, status, message]) => ({ code, status, message, action: 'Do.' })),
  }
}

const nowMs = Date.parse('2026-11-22T20:00:00.000Z')

function look(entities: readonly EntityView[], how: StopKind = 'unknown', more: Partial<AlarmLook> = {}) {
  return conditionsOf({
    entities,
    nowMs,
    stopOf: () => how,
    stalled: new Set(),
    isStarting: false,
    recordersOff: [],
    notRestarted: new Map(),
    ...more,
  })
}
const kinds = (...given: Parameters<typeof look>) => look(...given).map(({ kind }) => kind)

describe('what is well', () => {
  it('is no condition', () => {
    expect(look([instance(), stream(), recording()])).toEqual([])
  })

  it('and was never started is none either, whatever its health', () => {
    const off = stream({ live: false, shouldBeLive: false, health: ill(['feed_stopped', 'critical', 'x']) })
    expect(look([instance(), off, stream({ channel: 1, live: null, shouldBeLive: null })])).toEqual([])
  })
})

describe('a stream that should be on', () => {
  const off = stream({ live: false, health: ill(['not_live', 'warning', 'x']) })

  it('and stopped by itself is lost', () => {
    expect(look([instance(), off], 'by_itself')).toMatchObject([
      { kind: 'stream_lost', instance: 'studio', channel: 0, message: expect.stringContaining('by itself') },
    ])
  })

  it('and is off, nobody knows why, is lost, and both is said', () => {
    expect(look([instance(), off])).toMatchObject([
      { kind: 'stream_lost', message: expect.stringMatching(/by itself, or somebody/) },
    ])
  })

  it('and was switched off in vMix was stopped by hand', () => {
    expect(kinds([instance(), off], 'by_hand')).toEqual(['stream_stopped_by_hand'])
  })

  it('waits for the word of the gateway', () => {
    expect(kinds([instance(), off], 'not_yet')).toEqual([])
  })

  it('of which nothing arrives is lost, also while vMix does not answer, and once', () => {
    const silent = stream({
      health: ill(['feed_stopped', 'critical', 'No picture.'], ['fps_low', 'critical', 'x']),
      destinations: [destination({ health: ill(['feed_stopped', 'critical', 'x']) })],
    })
    expect(kinds([instance(), silent])).toEqual(['stream_lost'])
    expect(kinds([instance({ connection: unreachable }), silent])).toEqual(['vmix_unreachable', 'stream_lost'])
    expect(kinds([instance(), stream({ health: ill(['feed_missing', 'critical', 'x']) })])).toEqual(['stream_lost'])
  })

  it('says nothing of on or off while vMix does not answer: what was read last may be old', () => {
    expect(kinds([instance({ connection: unreachable }), stream({ live: false })])).toEqual(['vmix_unreachable'])
  })

  it('and was not started again says so, with why', () => {
    const notRestarted = new Map([['studio/0', 'vMix does not answer.']])
    expect(look([instance(), off], 'by_itself', { notRestarted })).toMatchObject([
      { kind: 'restart_failed', message: expect.stringContaining('vMix does not answer.') },
      { kind: 'stream_lost' },
    ])
    expect(kinds([instance(), stream()], 'by_itself', { notRestarted })).toEqual([])
  })
})

describe('health', () => {
  it('that is critical or a warning is one condition, the worst first', () => {
    const health = ill(['bitrate_low', 'warning', 'Little.'], ['fps_low', 'critical', 'Slow.'])
    expect(look([instance(), stream({ health })])).toMatchObject([
      { kind: 'health_critical', message: 'Stream 1: Slow.', action: 'Do.', destinationId: null },
    ])
    const warning = stream({ health: ill(['bitrate_low', 'warning', 'Little.']) })
    expect(kinds([instance(), warning])).toEqual(['health_warning'])
  })

  it('of a destination is told of the destination, and not of the stream too', () => {
    const slow = destination({ health: ill(['frames_dropped', 'critical', '900 frames.']) })
    const health = ill(['frames_dropped', 'critical', 'Twitch: 900 frames.'])
    expect(look([instance(), stream({ health, destinations: [slow] })])).toMatchObject([
      { kind: 'health_critical', destinationId: 'twitch', message: 'Stream 1 to Twitch: 900 frames.' },
    ])
  })
})

describe('a destination', () => {
  it('that was given up, or is tried again, is one condition', () => {
    const failed = destination({
      state: 'failed',
      why: 'The key is refused.',
      health: ill(['destination_failed', 'critical', 'x']),
    })
    const retrying = destination({
      destinationId: 'yt',
      name: 'YouTube',
      state: 'retrying',
      health: ill(['destination_lost', 'critical', 'x']),
    })
    const never = destination({
      destinationId: 'fb',
      state: 'connecting',
      health: ill(['destination_unreachable', 'critical', 'x']),
    })
    expect(look([instance(), stream({ destinations: [failed, retrying, never] })])).toMatchObject([
      {
        kind: 'destination_failed',
        destinationId: 'twitch',
        message: 'Stream 1 to Twitch was given up: The key is refused.',
      },
      { kind: 'destination_retrying', destinationId: 'yt' },
      { kind: 'destination_retrying', destinationId: 'fb' },
    ])
  })

  it('that connects for the first time is none', () => {
    expect(kinds([instance(), stream({ destinations: [destination({ state: 'connecting' })] })])).toEqual([])
  })
})

describe('a recording', () => {
  it('that ended by itself', () => {
    expect(look([instance(), stream(), recording({ state: 'failed', why: 'The disk is full.' })])).toMatchObject([
      {
        kind: 'recording_stopped',
        destinationId: 'recording:1',
        message: 'The recording show.mkv has ended by itself: The disk is full.',
      },
    ])
  })

  it('that does not go on though there are pictures, or is being tried again', () => {
    const one = recording()
    const stalled = new Set([one])
    expect(kinds([instance(), stream(), one], 'unknown', { stalled })).toEqual(['recording_stalled'])
    expect(kinds([instance(), stream({ figures: { ...figures, fps: null } }), one], 'unknown', { stalled })).toEqual([])
    expect(kinds([instance(), stream(), recording({ state: 'retrying', why: 'No such folder.' })])).toEqual([
      'recording_stalled',
    ])
    expect(kinds([instance(), stream(), recording({ state: 'retrying' })])).toEqual([])
  })

  it("of vMix's own that others switched off is a warning: nobody can tell by whom", () => {
    expect(look([instance()], 'unknown', { recordersOff: ['studio', 'gone'] })).toMatchObject([
      { kind: 'recording_stopped', instance: 'studio', destinationId: 'vmix', severity: 'warning' },
    ])
  })

  it('whose disk is nearly full, critical when it is full', () => {
    const disk = { freeBytes: 123_400_000, minutesLeft: 4.5, low: true, full: false }
    expect(look([instance(), stream(), recording({ disk })])).toMatchObject([
      {
        kind: 'disk_low',
        message: '123 MB are free on the disk of the recording show.mkv, about 4 minutes at this rate.',
      },
    ])
    expect(look([instance(), stream(), recording({ disk: { ...disk, full: true } })])[0]?.severity).toBe('critical')
    expect(kinds([instance(), stream(), recording({ state: 'ended', disk })])).toEqual([])
  })
})

describe('vMix, gateway and log', () => {
  it('that cannot be reached or written', () => {
    expect(look([instance({ connection: unreachable })])).toMatchObject([
      { kind: 'vmix_unreachable', instance: 'studio', message: 'Studio A (127.0.0.1:8088) does not answer. Refused.' },
    ])
    expect(kinds([instance({ logProblem: 'No room.' })])).toEqual(['log_failing'])
  })

  it('a vMix that was not asked yet is no alarm', () => {
    expect(kinds([instance({ connection: { ...unreachable, state: 'connecting' } })])).toEqual([])
  })

  it('a gateway that is gone is one alarm for all vMix', () => {
    const gateway = {
      kind: 'gateway',
      state: 'unreachable',
      problem: 'Silent.',
      startedAt: null,
      rtmp: null,
      eventLoopDelayP99Ms: null,
    } as const
    expect(look([gateway, instance({ gatewayProblem: 'Silent.' })])).toMatchObject([
      { kind: 'gateway_unreachable', instance: null, message: 'The gateway does not answer. Silent.' },
    ])
    expect(look([{ ...gateway, state: 'running' }, instance({ gatewayProblem: 'Silent.' })])).toMatchObject([
      { kind: 'gateway_unreachable', instance: 'studio' },
    ])
    expect(kinds([{ ...gateway, state: 'starting' }, instance()])).toEqual([])
    const both = [gateway, instance({ gatewayProblem: 'Silent.' })]
    expect(kinds(both, 'unknown', { isStarting: true })).toEqual([])
    const again = { ...gateway, startedAt: '2026-11-22T20:00:00.000Z' }
    expect(kinds([again], 'unknown', { isStarting: true })).toEqual(['gateway_unreachable'])
  })
})

describe('a schedule', () => {
  const schedule: ScheduleView = {
    kind: 'schedule',
    fromFile: true,
    destinations: [],
    record: null,
    looksBefore: true,
    preflightAt: null,
    skipped: null,
    id: 'news',
    name: 'The news',
    instance: 'studio',
    channel: 0,
    does: 'start',
    enabled: true,
    cron: '0 20 * * *',
    at: null,
    timeZone: 'Europe/Berlin',
    nextAt: null,
    last: null,
    preflight: null,
  }
  const at = '2026-11-22T19:30:00.000Z'

  it('that failed or was missed is told for an hour', () => {
    const missed = { ...schedule, last: { at, outcome: 'missed', message: 'The server was not there.' } } as const
    expect(look([instance(), missed])).toMatchObject([
      { kind: 'schedule_failed', message: 'The news was planned and was missed: The server was not there.' },
    ])
    expect(kinds([instance(), missed], 'unknown', { nowMs: nowMs + 1_800_001 })).toEqual([])
    expect(kinds([instance(), { ...schedule, last: { at, outcome: 'done', message: '' } }])).toEqual([])
  })

  it('whose preflight failed is told until it begins', () => {
    const lines = [
      { about: 'disk', light: 'yellow', message: 'Little room.', action: null },
      { about: 'keys', light: 'red', message: 'No key.', action: 'Set it.' },
    ] as const
    const before = '2026-11-22T20:05:00.000Z'
    const next: ScheduleView = { ...schedule, preflight: { before, ready: false, lines: [...lines] } }
    expect(look([instance(), next])).toMatchObject([
      { kind: 'preflight_failed', message: 'The news begins soon and is not ready: No key.', action: 'Set it.' },
    ])
    expect(kinds([instance(), next], 'unknown', { nowMs: Date.parse(before) })).toEqual([])
    expect(kinds([instance(), { ...next, preflight: { before, ready: true, lines: [] } }])).toEqual([])
  })
})

describe('what is simulated', () => {
  it('says so', () => {
    const off = stream({ live: false })
    expect(look([instance({ simulated: true }), off])[0]?.message).toMatch(/^SIMULATED\. Stream 1/)
  })
})

describe('what happens in a rehearsal', () => {
  const rehearsed = stream({
    rehearsal: true,
    destinations: [destination({ state: 'failed', why: 'It was refused.' })],
  })

  it('says so first: of its stream, and of no other', () => {
    const other = stream({ channel: 1, destinations: [destination({ state: 'failed', why: 'It was refused.' })] })
    const said = look([instance({ simulated: true }), rehearsed, other]).map(({ message }) => message)
    expect(said).toEqual([
      'Rehearsal: SIMULATED. Stream 1 to Twitch was given up: It was refused.',
      expect.stringMatching(/^SIMULATED\. Stream/),
    ])
  })

  it('is not said of the vMix, which is as in the show', () => {
    const said = look([instance({ connection: unreachable }), rehearsed])
    expect(said.find(({ kind }) => kind === 'vmix_unreachable')?.message).toMatch(/^The studio|^Studio/)
  })
})

describe('what cannot be seen', () => {
  const lost = { kind: 'stream_lost', instance: 'studio', channel: 0, destinationId: null } as const
  const gateway = {
    kind: 'gateway',
    state: 'running',
    problem: null,
    startedAt: null,
    rtmp: null,
    eventLoopDelayP99Ms: null,
  } as const

  it.each([
    ['of a vMix that answers: nothing', [instance()], lost, false],
    ['of one that was not asked yet', [instance({ connection: { ...unreachable, state: 'connecting' } })], lost, true],
    ['of one that does not answer: whether its stream is on', [instance({ connection: unreachable })], lost, true],
    [
      'but that it does not answer is seen',
      [instance({ connection: unreachable })],
      { ...lost, kind: 'vmix_unreachable' as const },
      false,
    ],
    ['of one that is no longer configured: all is over', [], lost, false],
    [
      'health, where the gateway is gone',
      [instance(), { ...gateway, state: 'unreachable' as const }],
      { ...lost, kind: 'health_critical' as const },
      true,
    ],
    ['health, where the gateway is there', [instance(), gateway], { ...lost, kind: 'health_critical' as const }, false],
  ])('%s', (_, entities, subject, expected) => {
    expect(unseenIn(entities)(subject)).toBe(expected)
  })
})
