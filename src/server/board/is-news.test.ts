import { describe, expect, it } from 'vitest'
import { streamOf } from '../../../test/server/api.ts'
import type { EntityView } from '../view/index.ts'
import { isNews } from './is-news.ts'

const stream = streamOf('studio', 1)
const [destination] = stream.destinations

describe('what somebody waits to see', () => {
  it('is not a figure, a clock or a meter that moves', () => {
    expect(isNews(stream, { ...stream, figures: { ...stream.figures, fps: 29.9 }, streamTime: '00:00:02' })).toBe(false)
    const measured = stream.destinations.map((one) => ({ ...one, figures: { ...one.figures, bitrateKbps: 1 } }))
    expect(isNews(stream, { ...stream, destinations: measured })).toBe(false)
    const rehearsed = (frames: number) =>
      stream.destinations.map((one) => ({ ...one, arrived: { frames, fps: 25, bitrateKbps: frames, lastMs: frames } }))
    expect(isNews({ ...stream, destinations: rehearsed(1) }, { ...stream, destinations: rehearsed(2) })).toBe(false)
    const recording = (bytes: number, full: boolean): EntityView => ({
      kind: 'recording',
      instance: 'studio',
      recordingId: 'r1',
      recorder: 'gateway',
      channel: 0,
      state: 'recording',
      why: null,
      files: ['show.mp4'],
      format: 'MP4',
      durationSeconds: bytes,
      frames: bytes,
      bytes,
      disk: { freeBytes: 1e9 - bytes, minutesLeft: 1e6 - bytes, low: false, full },
    })
    expect(isNews(recording(1, false), recording(2, false))).toBe(false)
    expect(isNews(recording(1, false), recording(2, true))).toBe(true)
  })

  it('is everything else, of the stream and of a destination, and what is new', () => {
    expect(isNews(undefined, stream)).toBe(true)
    expect(isNews(stream, { ...stream, live: false })).toBe(true)
    expect(isNews(stream, { ...stream, health: { ...stream.health, status: 'critical' } })).toBe(true)
    const lost = destination === undefined ? [] : [{ ...destination, state: 'retrying' as const }]
    expect(isNews(stream, { ...stream, destinations: lost })).toBe(true)
    expect(isNews(stream, { ...stream, destinations: [] })).toBe(true)
  })
})
