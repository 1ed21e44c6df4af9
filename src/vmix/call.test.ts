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
