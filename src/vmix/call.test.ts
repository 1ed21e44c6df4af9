import { assert, pre, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callPath, redactedCall } from './call.ts'
import { VMixAPIError } from './errors/api-error.ts'

describe('callPath', () => {
  it('percent-encodes every value, the name included', () => {
    expect(callPath('StreamingSetKey', { Value: '0,a&b=c d+e#f/ü' })).toBe(
      '/api/?Function=StreamingSetKey&Value=0%2Ca%26b%3Dc%20d%2Be%23f%2F%C3%BC',
    )
    expect(callPath('A&B', { Input: 'Cam & "Crew"' })).toBe('/api/?Function=A%26B&Input=Cam%20%26%20%22Crew%22')
  })

  it('keeps 0 and the empty text, leaves out what is undefined', () => {
    expect(callPath('Fade', { Input: 0, Value: '', Duration: 500, Mix: 0, SelectedIndex: undefined })).toBe(
      '/api/?Function=Fade&Input=0&Value=&Duration=500&Mix=0',
    )
  })

  it('gives any text back unchanged when it is decoded as a query', () => {
    assert(
      property(string({ unit: 'grapheme' }), (text) => {
        pre(text.isWellFormed())
        const query = new URLSearchParams(callPath('X', { Value: text }).split('?')[1])
        expect([...query]).toEqual([
          ['Function', 'X'],
          ['Value', text],
        ])
      }),
    )
  })

  it('refuses half a surrogate pair without showing it', () => {
    const attempt = () => callPath('StreamingSetKey', { Value: '0,SECRET\uD800' })
    expect(attempt).toThrow(VMixAPIError)
    expect(attempt).toThrow(expect.objectContaining({ code: 'invalid_parameter', mayHaveBeenSent: false }))
    expect(attempt).not.toThrow(/SECRET/)
  })
})

describe('callPath with a parameter that vMix does not know', () => {
  it('is refused: left away, the rest could mean something else, such as every stream', () => {
    const stop = { Input: 1, value: 0 }
    expect(() => callPath('StopStreaming', stop)).toThrow(
      expect.objectContaining({ code: 'invalid_parameter', mayHaveBeenSent: false }),
    )
    expect(() => callPath('StopStreaming', stop)).toThrow(/no parameter "value".*Value/)
    const nothing = { Input: 1, value: undefined }
    expect(callPath('Cut', nothing)).toBe('/api/?Function=Cut&Input=1')
  })
})

describe('callPath without a name', () => {
  it('is refused, since vMix would answer its state', () => {
    expect(() => callPath(' ', {})).toThrow(expect.objectContaining({ code: 'invalid_parameter' }))
  })
})

describe('redactedCall', () => {
  it('keeps the stream number and hides key, password and user name', () => {
    expect(redactedCall('StreamingSetKey', { Value: '2,live_1,2' })).toBe('StreamingSetKey Value=2,[secret]')
    expect(redactedCall('streamingsetkey ', { Value: 'live_12' })).toBe('streamingsetkey  Value=[secret]')
    expect(redactedCall('StreamingSetPassword', { Value: '0,pw' })).toBe('StreamingSetPassword Value=0,[secret]')
    expect(redactedCall('StreamingSetUsername', { Value: '0,me' })).toBe('StreamingSetUsername Value=0,[secret]')
  })

  it('hides the value of a misspelt or later StreamingSet… too', () => {
    expect(redactedCall('StreamingSetKeyy', { Value: '0,live_1' })).toBe('StreamingSetKeyy Value=0,[secret]')
  })

  it('hides credentials and query of a URL and shows the rest', () => {
    expect(redactedCall('StreamingSetURL', { Value: '0,rtmp://u:pw@h/app?token=1' })).toBe(
      'StreamingSetURL Value=0,rtmp://[secret]@h/app?[secret]',
    )
  })

  it('hides a login however it is written, a key behind the app, and text that is no URL', () => {
    const shown = (url: string) => redactedCall('StreamingSetURL', { Value: `0,${url}` })
    expect(shown('rtmp://u:p/w@h/app')).toBe('StreamingSetURL Value=0,rtmp://[secret]@h/app')
    expect(shown('rtmp://u:p@w@h/app')).toBe('StreamingSetURL Value=0,rtmp://[secret]@h/app')
    expect(shown('rtmp://h/live2/abcd-efgh')).toBe('StreamingSetURL Value=0,rtmp://h/live2/[secret]')
    expect(shown('live_12')).toBe('StreamingSetURL Value=0,[secret]')
    expect(redactedCall('AddInput', { Value: 'Stream|rtmp://h/app/KEY-1' })).toBe(
      'AddInput Value=Stream|rtmp://h/app/[secret]',
    )
    expect(redactedCall('BrowserNavigate', { Value: 'https://h/?token=SECRET&page=2' })).toBe(
      'BrowserNavigate Value=https://h/?token=[secret]&page=2',
    )
  })

  it('hides a key that was given in the wrong place', () => {
    expect(redactedCall('StreamingSetKey', { Input: '0,live_12' })).toBe('StreamingSetKey Input=[secret]')
  })

  it('hides passwords of calls and meetings, and credentials in any URL', () => {
    expect(redactedCall('VideoCallConnect', { Input: 1, Value: 'Ada,pw,1' })).toBe(
      'VideoCallConnect Input=1 Value=Ada,[secret]',
    )
    expect(redactedCall('ZoomJoinMeeting', { Value: '123,pw' })).toBe('ZoomJoinMeeting Value=123,[secret]')
    expect(redactedCall('BrowserNavigate', { Value: 'https://u:pw@h/x' })).toBe(
      'BrowserNavigate Value=https://[secret]@h/x',
    )
  })

  it('shows other calls as they are', () => {
    expect(redactedCall('Fade', { Input: 'Cam 1', Duration: 500 })).toBe('Fade Input=Cam 1 Duration=500')
    expect(redactedCall('Cut')).toBe('Cut')
  })
})
