import { describe, expect, it } from 'vitest'
import { type Wanted, wantedAfter } from './wanted.ts'

const whole = { wholeChannel: true }
const after = (...events: readonly Omit<Parameters<typeof wantedAfter>[1], 'wholeChannel'>[]) =>
  events.reduce<Wanted | undefined>((before, event) => wantedAfter(before, { ...whole, ...event }), undefined)

describe('whether a stream should be on', () => {
  it('is not known before the log says anything of it', () => {
    expect(after({ type: 'stream_start_failed' }, { type: 'health_changed' })).toBeUndefined()
  })

  it('one that was started here and is seen off should still be on: nobody here has stopped it', () => {
    expect(after({ type: 'stream_started' }, { type: 'stream_observed', on: false })).toBe('started')
    expect(after({ type: 'srt_stream_started' }, { type: 'stream_observed', on: true })).toBe('started')
  })

  it('one that others switched on and off was theirs', () => {
    expect(after({ type: 'stream_observed', on: true })).toBe('seen')
    expect(after({ type: 'stream_observed', on: true }, { type: 'stream_observed', on: false })).toBe('no')
  })

  it('a stop of the stream ends it, one of a destination does not', () => {
    expect(after({ type: 'stream_started' }, { type: 'stream_stopped' })).toBe('no')
    expect(wantedAfter('started', { type: 'stream_stopped', wholeChannel: false })).toBe('started')
  })

  it('functions called by their names count, and one that toggles leaves it unknown', () => {
    const called = (name: string) => wantedAfter('seen', { ...whole, type: 'function_called', called: name })
    expect(['StartStreaming', 'stopstreaming', 'StartStopStreaming', 'Cut'].map(called)).toEqual([
      'started',
      'no',
      undefined,
      'seen',
    ])
  })
})
