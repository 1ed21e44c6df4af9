import { describe, expect, it } from 'vitest'
import type { WitnessEvent } from '../../witness/index.ts'
import type { RecordingView, StreamView } from '../view/index.ts'
import { RecorderStops } from './recorder-stops.ts'
import { RecordingProgress } from './recording-progress.ts'
import { StreamStops } from './stream-stops.ts'

const observed = (observation: string, channel: number | null = 0): WitnessEvent => ({
  eventType: 'stream_observed',
  params: { channel, observation },
})

function stream(more: Partial<StreamView>): StreamView {
  const figures = {
    fps: null,
    bitrateKbps: null,
    droppedFrames: null,
    droppedLastMinute: null,
    uptimeSeconds: null,
    keyFrameIntervalMs: null,
    ageMs: null,
  }
  return {
    kind: 'stream',
    instance: 'a',
    channel: 0,
    name: 'Stream 1',
    live: true,
    via: 'gateway',
    shouldBeLive: true,
    streamTime: null,
    figures,
    health: { status: 'unknown', source: 'none', reasons: [] },
    destinations: [],
    rehearsal: false,
    standby: null,
    preview: false,
    ...more,
  }
}

describe('how a stream ended', () => {
  it('is by hand when it said goodbye, by itself when its connection broke off', () => {
    const stops = new StreamStops()
    stops.event('a', observed('feed.ended'), 1000)
    stops.event('b', observed('feed.lost'), 1000)
    expect([stops.kindOf('a', 0, 1100), stops.kindOf('b', 0, 1100)]).toEqual(['by_hand', 'by_itself'])
    expect(stops.kindOf('a', 1, 1100)).toBe('not_yet')
  })

  it('may be told after vMix shows it, and is unknown when nobody tells', () => {
    const stops = new StreamStops()
    stops.isWell(stream({}))
    expect(stops.kindOf('a', 0, 1000)).toBe('not_yet')
    expect(stops.kindOf('a', 0, 1900)).toBe('not_yet')
    expect(stops.kindOf('a', 0, 2100)).toBe('unknown')
    stops.event('a', observed('feed.lost'), 2200)
    expect(stops.kindOf('a', 0, 2300)).toBe('by_itself')
  })

  it('is not what was told of an earlier time', () => {
    const stops = new StreamStops()
    stops.event('a', observed('feed.lost'), 1000)
    stops.isWell(stream({}))
    stops.kindOf('a', 0, 60_000)
    expect(stops.kindOf('a', 0, 61_100)).toBe('unknown')
  })

  it('is not known where vMix sends by itself, and that is known soon', () => {
    const stops = new StreamStops()
    stops.isWell(stream({ via: 'direct' }))
    expect([stops.kindOf('a', 0, 1000), stops.kindOf('a', 0, 1500)]).toEqual(['not_yet', 'unknown'])
  })

  it('is not by itself for sure where its connection was lost for a while before: somebody may have ended the trying', () => {
    const stops = new StreamStops()
    stops.isWell(stream({}))
    stops.event('a', observed('feed.lost'), 1000)
    stops.kindOf('a', 0, 6000)
    expect(stops.kindOf('a', 0, 7100)).toBe('unknown')
  })

  it('is forgotten when it was stopped as it should be', () => {
    const stops = new StreamStops()
    stops.event('a', observed('feed.ended'), 1000)
    stops.isWell(stream({ live: false, shouldBeLive: false }))
    stops.kindOf('a', 0, 1500)
    expect(stops.kindOf('a', 0, 2600)).toBe('unknown')
  })

  it('is not read out of events of another kind', () => {
    const stops = new StreamStops()
    stops.event('a', { ...observed('feed.lost'), eventType: 'health_changed' }, 1000)
    stops.event('a', observed('feed.live'), 1000)
    stops.event('a', observed('feed.lost', null), 1000)
    stops.event('a', { eventType: 'stream_observed' }, 1000)
    expect(stops.kindOf('a', 0, 1100)).toBe('not_yet')
  })
})

describe('a recording goes on', () => {
  const recording: RecordingView = {
    kind: 'recording',
    instance: 'a',
    recordingId: 'r',
    recorder: 'gateway',
    channel: 0,
    state: 'recording',
    why: null,
    files: [],
    format: null,
    durationSeconds: 1,
    frames: 1,
    bytes: null,
    disk: null,
  }

  it('while its frames grow, and not when they have stood for 3 s', () => {
    const progress = new RecordingProgress()
    progress.look([recording], 0)
    expect(progress.look([recording], 2900).size).toBe(0)
    expect(progress.look([{ ...recording, frames: 2 }], 3100).size).toBe(0)
    const same = { ...recording, frames: 2 }
    expect([...progress.look([same], 6200)]).toEqual([same])
    expect(progress.look([{ ...recording, frames: 3 }], 6300).size).toBe(0)
  })

  it('as far as anybody knows, without a figure', () => {
    const progress = new RecordingProgress()
    const unknown = { ...recording, frames: null, durationSeconds: null }
    progress.look([unknown], 0)
    expect(progress.look([unknown], 60_000).size).toBe(0)
  })
})

describe("vMix's recorder", () => {
  const off: WitnessEvent = {
    eventType: 'recording_observed',
    params: { observation: 'vmix.off', on: false, files: [] },
  }

  it('that others switched off is known for ten minutes, or until it is on again', () => {
    const stops = new RecorderStops()
    stops.event('a', off, 1000)
    stops.event('b', off, 1000)
    expect(stops.look(new Set(), 2000)).toEqual(['a', 'b'])
    expect(stops.look(new Set(['a']), 3000)).toEqual(['b'])
    expect(stops.look(new Set(), 1000 + 600_001)).toEqual([])
  })

  it('is not MultiCorder, nor one of the gateway', () => {
    const stops = new RecorderStops()
    stops.event('a', { ...off, params: { observation: 'vmix.off', recorder: 'multicorder' } }, 0)
    stops.event('a', { ...off, params: { observation: 'output.closed' } }, 0)
    expect(stops.look(new Set(), 0)).toEqual([])
  })
})
