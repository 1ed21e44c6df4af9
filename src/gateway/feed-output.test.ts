import { describe, expect, it } from 'vitest'
import type { OutputSpec, OutputStatus } from './control/messages.ts'
import { FeedOutput, type FeedFacts } from './feed-output.ts'
import type { Output } from './outputs/output.ts'
import { notJudged } from './status.ts'

const spec: OutputSpec = {
  kind: 'rtmp',
  outputId: 'y',
  name: 'YouTube',
  url: 'rtmp://a.rtmp.youtube.com/live2/',
  key: 'k',
  keyFingerprint: null,
  recommendedKbps: null,
}
const facts: FeedFacts = {
  expectedFps: 60,
  format: { width: 1920, height: 1080, fps: 60 },
  stalled: false,
  standby: null,
  shouldBeLive: true,
  eventLoopLateMs: 0,
}

/** An output that has been live for a while at this rate. */
function outputAt(bitrateKbps: number): Output {
  const status: OutputStatus = {
    ...spec,
    state: 'live',
    why: null,
    code: null,
    since: '2026-01-01T00:00:00.000Z',
    target: spec.kind === 'rtmp' ? spec.url : '',
    keyFingerprint: null,
    attempts: 0,
    reconnects: 0,
    queuedBytes: 0,
    bytesSent: 0,
    framesSkipped: 0,
    reading: {
      fps: 60,
      expectedFps: 60,
      bitrateKbps,
      bitrateLastMinuteKbps: bitrateKbps,
      framesTotal: 6000,
      droppedTotal: 0,
      droppedLastMinute: 0,
      keyFrameIntervalMs: 2000,
      uptimeMs: 100_000,
      stalled: false,
      ageMs: 0,
    },
    health: notJudged,
    file: null,
  }
  const close = () => Promise.resolve(status)
  return {
    outputId: 'y',
    packet: () => undefined,
    feedEnded: () => undefined,
    status: () => status,
    onStateChange: null,
    close,
    [Symbol.asyncDispose]: async () => void (await close()),
  }
}

function reasonsAfter30s(given: OutputSpec, bitrateKbps: number, present = facts): string[] {
  const output = new FeedOutput(given, outputAt(bitrateKbps), 0)
  for (let atMs = 0; atMs <= 30_000; atMs += 250) output.judge(atMs, present)
  return output.status(present, 0).health.reasons.map(({ code }) => code)
}

describe("a destination's recommended bitrate", () => {
  it('is what the service publishes for the picture that is sent', () => {
    expect(reasonsAfter30s(spec, 1500)).toEqual(['bitrate_below_recommendation'])
    expect(reasonsAfter30s(spec, 6000)).toEqual([])
    expect(reasonsAfter30s(spec, 1500, { ...facts, format: { width: 640, height: 360, fps: 30 } })).toEqual([])
  })

  it('is what whoever added it says, before that', () => {
    expect(reasonsAfter30s({ ...spec, recommendedKbps: { min: 1000, max: 2000 } }, 1500)).toEqual([])
  })

  it('is none where the service is not known, or the picture not yet', () => {
    expect(reasonsAfter30s({ ...spec, url: 'rtmp://media.example/live/' }, 1500)).toEqual([])
    expect(reasonsAfter30s(spec, 1500, { ...facts, format: null })).toEqual([])
  })
})
