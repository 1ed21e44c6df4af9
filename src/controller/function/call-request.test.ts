import { describe, expect, it } from 'vitest'
import { FUNCTIONS } from '../../vmix/index.ts'
import { effectOf, recordedCall, streamsOf } from './call-request.ts'

describe('effectOf', () => {
  it('knows what goes out of the house', () => {
    const withEffect = (effect: string) => FUNCTIONS.map(({ name }) => name).filter((name) => effectOf(name) === effect)
    expect(withEffect('stop')).toEqual([
      'StopExternal',
      'StopMultiCorder',
      'StopRecording',
      'StopSRTOutput',
      'StopStreaming',
    ])
    expect(withEffect('start')).toEqual([
      'StartExternal',
      'StartMultiCorder',
      'StartRecording',
      'StartSRTOutput',
      'StartStopExternal',
      'StartStopMultiCorder',
      'StartStopRecording',
      'StartStopSRTOutput',
      'StartStopStreaming',
      'StartStreaming',
      'StreamingSetKey',
      'StreamingSetPassword',
      'StreamingSetURL',
      'StreamingSetUsername',
    ])
  })

  it('minds neither case nor blanks, since it is not known whether vMix does', () => {
    expect(effectOf('startstreaming')).toBe('start')
    expect(effectOf(' STREAMINGSETURL')).toBe('start')
    expect(effectOf('stopRecording ')).toBe('stop')
    expect(effectOf('StopStreamings')).toBe('none')
    expect(streamsOf('stopstreaming', { Value: 2 })).toEqual([2])
  })
})

describe('streamsOf', () => {
  it('is the stream that is named, or all', () => {
    expect(streamsOf('StopStreaming', { Value: 1 })).toEqual([1])
    expect(streamsOf('StreamingSetKey', { Value: '2,live_1' })).toEqual([2])
    expect(streamsOf('StopStreaming', {})).toEqual([0, 1, 2, 3, 4])
    expect(streamsOf('StartStreaming', { Value: '' })).toEqual([0, 1, 2, 3, 4])
    expect(streamsOf('StartStreaming', { Value: 'x' })).toEqual([0, 1, 2, 3, 4])
    expect(streamsOf('StartRecording', {})).toEqual([])
  })
})

describe('recordedCall', () => {
  it('holds no key, and of a long text its beginning', () => {
    expect(recordedCall('StreamingSetKey', { Value: '0,live_1' })).toEqual({
      function: 'StreamingSetKey',
      call: 'StreamingSetKey Value=0,[secret]',
      streams: [0],
    })
    expect(JSON.stringify(recordedCall('SetText', { Value: 'x'.repeat(5000) })).length).toBeLessThan(700)
    expect(recordedCall('StartRecording', {})).toEqual({
      function: 'StartRecording',
      call: 'StartRecording',
      recorder: 'vmix',
    })
  })
})
