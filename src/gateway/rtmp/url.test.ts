import { describe, expect, it } from 'vitest'
import { RtmpError, parseRtmpUrl } from './index.ts'

describe('parseRtmpUrl', () => {
  it.each([
    ['rtmp://live.twitch.tv/app/', false, 'live.twitch.tv', 1935, 'app', 'rtmp://live.twitch.tv/app'],
    [
      'rtmps://live-api-s.facebook.com:443/rtmp/',
      true,
      'live-api-s.facebook.com',
      443,
      'rtmp',
      'rtmps://live-api-s.facebook.com:443/rtmp',
    ],
    ['RTMPS://host/app/more', true, 'host', 443, 'app/more', 'rtmps://host/app/more'],
    ['rtmp://[::1]:1936/live', false, '::1', 1936, 'live', 'rtmp://[::1]:1936/live'],
    ['rtmp://h/live?a=%20b&c=1', false, 'h', 1935, 'live?a=%20b&c=1', 'rtmp://h/live?a=%20b&c=1'],
  ])('%s', (url, tls, host, port, app, tcUrl) => {
    expect(parseRtmpUrl(url)).toEqual({ tls, host, port, app, tcUrl })
  })

  it.each([
    'http://host/app',
    'rtmp://host',
    'rtmp://host/',
    'rtmp://host:0/app',
    'rtmp://host:99999/app',
    'rtmp://user:password@host/app',
    'rtmp://host/a b',
    'rtmp://host/app#part',
    'rtmp:///app',
    '',
  ])('%j is none, and the message does not repeat it', (url) => {
    expect(() => parseRtmpUrl(url)).toThrow(RtmpError)
    expect(() => parseRtmpUrl(url)).not.toThrow(/password/)
  })
})
