import type {
  AlertView,
  EntityView,
  FiguresView,
  HealthView,
  InstanceView,
  PresetView,
  RecordingView,
  ScheduleView,
  ServerView,
  StreamDestinationView,
  StreamView,
} from '../../src/server/view/index.ts'

/** So that what is shown is as old as it says. */
export function secondsAgo(seconds: number): string {
  return new Date(Date.now() - seconds * 1000).toISOString()
}

export const noFigures: FiguresView = {
  fps: null,
  bitrateKbps: null,
  droppedFrames: null,
  droppedLastMinute: null,
  uptimeSeconds: null,
  keyFrameIntervalMs: null,
  ageMs: null,
}

export const goodFigures: FiguresView = {
  fps: 29.97,
  bitrateKbps: 5980,
  droppedFrames: 2,
  droppedLastMinute: 0,
  uptimeSeconds: 3725,
  keyFrameIntervalMs: 2000,
  ageMs: 300,
}

export const healthy: HealthView = { status: 'healthy', source: 'gateway', reasons: [] }
export const unmeasured: HealthView = { status: 'unknown', source: 'none', reasons: [] }

export function server(what: Partial<ServerView> = {}): ServerView {
  return {
    kind: 'server',
    version: '0.1.0',
    startedAt: '2026-11-22T19:00:00.000Z',
    simulated: true,
    firstRun: false,
    needsToken: false,
    ...what,
  }
}

export function instance(what: Partial<InstanceView> = {}): InstanceView {
  return {
    kind: 'instance',
    id: 'studio',
    name: 'Studio',
    host: '127.0.0.1',
    port: 8088,
    simulated: true,
    connection: { state: 'connected', since: '2026-11-22T19:00:00.000Z', watching: 'pushed', problem: null },
    vmix: {
      version: '29.0.0.45',
      edition: '4K',
      preset: 'show.vmix',
      streaming: false,
      recording: false,
      audio: { left: 0.42, right: 0.38, muted: false },
    },
    gatewayProblem: null,
    logProblem: null,
    locked: false,
    ...what,
  }
}

export function destination(name: string, what: Partial<StreamDestinationView> = {}): StreamDestinationView {
  return {
    destinationId: name.toLowerCase(),
    name,
    url: `rtmp://127.0.0.1:1935/${name.toLowerCase()}`,
    kind: 'rtmp',
    state: 'live',
    why: null,
    figures: goodFigures,
    health: healthy,
    arrived: null,
    ...what,
  }
}

export function stream(channel: number, what: Partial<StreamView> = {}): StreamView {
  return {
    kind: 'stream',
    instance: 'studio',
    channel,
    name: `Stream ${channel + 1}`,
    live: false,
    via: null,
    shouldBeLive: false,
    streamTime: null,
    figures: noFigures,
    health: unmeasured,
    destinations: [],
    rehearsal: false,
    standby: null,
    preview: false,
    ...what,
  }
}

/** On air by the gateway to these. */
export function liveStream(channel: number, destinations: readonly StreamDestinationView[]): StreamView {
  return stream(channel, {
    live: true,
    via: 'gateway',
    shouldBeLive: true,
    streamTime: '01:02:05',
    figures: goodFigures,
    health: healthy,
    destinations: [...destinations],
  })
}

export function preset(id: string, name: string, what: Partial<PresetView> = {}): PresetView {
  return {
    kind: 'preset',
    id,
    name,
    platform: 'custom',
    url: `rtmp://127.0.0.1:1935/${id}`,
    key: 'file',
    fromFile: true,
    ...what,
  }
}

export function alert(id: string, what: Partial<AlertView> = {}): AlertView {
  return {
    kind: 'alert',
    id,
    rule: 'destination_retrying',
    severity: 'warning',
    state: 'firing',
    instance: 'studio',
    channel: 0,
    destinationId: 'youtube',
    message: 'Stream 1: YouTube has not taken the stream for 14 s.',
    action: 'Look at the YouTube dashboard. It is tried again every few seconds.',
    since: secondsAgo(14),
    resolvedAt: null,
    acknowledged: null,
    ...what,
  }
}

export function schedule(id: string, what: Partial<ScheduleView> = {}): ScheduleView {
  return {
    kind: 'schedule',
    id,
    name: id,
    instance: 'studio',
    channel: 0,
    does: 'start',
    enabled: true,
    fromFile: false,
    destinations: ['twitch'],
    record: null,
    looksBefore: true,
    cron: '0 11 * * 0',
    at: null,
    timeZone: 'Europe/Berlin',
    nextAt: '2026-11-29T10:00:00.000Z',
    preflightAt: null,
    skipped: null,
    last: null,
    preflight: null,
    ...what,
  }
}

export function recording(what: Partial<RecordingView> = {}): RecordingView {
  return {
    kind: 'recording',
    instance: 'studio',
    recordingId: 'r1',
    recorder: 'gateway',
    channel: 0,
    state: 'recording',
    why: null,
    files: ['/recordings/2026-11-22 show.mp4'],
    format: 'MP4',
    durationSeconds: 3712,
    frames: 111_249,
    bytes: 2_781_000_000,
    disk: { freeBytes: 412_000_000_000, minutesLeft: 9150, low: false, full: false },
    ...what,
  }
}

/** A show in the middle of the evening: one stream on air with a destination that is ill, one that vMix sends by itself, one off. */
export function evening(): EntityView[] {
  const ill = destination('YouTube', {
    state: 'retrying',
    why: 'Connection refused. Next try in 4 s.',
    figures: { ...noFigures, droppedFrames: 420 },
    health: unmeasured,
  })
  return [
    server(),
    instance(),
    liveStream(0, [destination('Twitch'), ill]),
    stream(1, { live: true, via: 'direct', shouldBeLive: true, streamTime: '00:41:10', destinations: [] }),
    stream(2),
    recording(),
    preset('twitch', 'Twitch', { platform: 'twitch' }),
    preset('youtube', 'YouTube', { platform: 'youtube' }),
    preset('venue', 'Venue screens', { fromFile: false, key: 'kept' }),
    preset('archive', 'Archive', { key: 'missing', fromFile: false }),
    alert('a1'),
  ]
}
