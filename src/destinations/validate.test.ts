import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  StreamingDestinations,
  validateRtmpUrl,
  validateSrt,
  validateStreamKey,
  type DestinationProblem,
} from './index.ts'

const codes = (problems: readonly DestinationProblem[]) => problems.map((problem) => problem.code)

describe('an RTMP URL', () => {
  it.each([
    'rtmp://live.twitch.tv/app/',
    'rtmp://a.rtmp.youtube.com/live2',
    'rtmp://b.rtmp.youtube.com/live2?backup=1',
    'rtmps://live-api-s.facebook.com:443/rtmp/',
    'RTMP://LocalHost:1935/live',
    'rtmp://127.0.0.1:40123/live/deep/er',
    'rtmp://[::1]:1935/live',
    'rtmp://my_server.local./app',
  ])('%s is right', (url) => {
    expect(validateRtmpUrl(url)).toEqual([])
  })

  it.each([
    ['http://host/app', 'url_scheme'],
    ['rtmp:/host/app', 'url_scheme'],
    [' rtmp://host/app', 'url_scheme'],
    ['', 'url_scheme'],
    [undefined, 'url_scheme'],
    ['rtmpt://host/app', 'url_scheme'],
    ['rtmp:///app', 'url_host_missing'],
    ['rtmp://:1935/app', 'url_host_missing'],
    ['rtmp://-bad-/app', 'url_host_invalid'],
    ['rtmp://a..b/app', 'url_host_invalid'],
    ['rtmp://999.1.1.1/app', 'url_host_invalid'],
    ['rtmp://1.2.3/app', 'url_host_invalid'],
    ['rtmp://[::1/app', 'url_host_invalid'],
    ['rtmp://[nonsense]/app', 'url_host_invalid'],
    ['rtmp://hö.example/app', 'url_host_invalid'],
    ['rtmp://user:word@host/app', 'url_credentials'],
    ['rtmp://@host/app', 'url_credentials'],
    ['rtmp://host:0/app', 'url_port'],
    ['rtmp://host:65536/app', 'url_port'],
    ['rtmp://host:/app', 'url_port'],
    ['rtmp://host:19a/app', 'url_port'],
    ['rtmp://host', 'url_app_missing'],
    ['rtmp://host//', 'url_app_missing'],
    ['rtmp://host/app#key', 'url_fragment'],
    ['rtmp://host/a pp', 'url_characters'],
    ['rtmp://host/app\r\nx', 'url_characters'],
    ['rtmp://host/app\u0000', 'url_characters'],
    ['rtmp://live.twitch.tv/app/live_1234', 'url_has_key'],
    [`rtmp://host/${'a'.repeat(2048)}`, 'url_too_long'],
  ])('%j is refused: %s', (url, code) => {
    const problems = validateRtmpUrl(url)
    expect(codes(problems)).toEqual([code])
    expect(problems[0]?.message).toMatch(/^Invalid RTMP URL\. /)
  })

  it('with several faults has them all named', () => {
    expect(codes(validateRtmpUrl('rtmp://u:p@bad..host:99999'))).toEqual([
      'url_credentials',
      'url_host_invalid',
      'url_port',
      'url_app_missing',
    ])
  })

  it('keeps the original message for a wrong scheme', () => {
    expect(validateRtmpUrl('srt://x')[0]?.message).toBe('Invalid RTMP URL. Must start with rtmp:// or rtmps://')
  })

  it('is never repeated in a message, whatever it holds, and never throws', () => {
    const secret = 'SeCrEt42'
    const property = fc.property(fc.string(), fc.string(), (before, after) => {
      for (const url of [`rtmp://${before}${secret}${after}`, `${before}${secret}${after}`]) {
        for (const problem of validateRtmpUrl(url)) expect(problem.message).not.toContain(secret)
      }
    })
    fc.assert(property, { numRuns: 1000 })
  })

  it('that is right can be read by URL, with the same host and port', () => {
    const host = fc.oneof(
      fc.domain(),
      fc.ipV4(),
      fc.ipV6().map((ip) => `[${ip}]`),
    )
    const property = fc.property(host, fc.integer({ min: 1, max: 65_535 }), (host, port) => {
      const url = `rtmp://${host}:${port}/app`
      expect(validateRtmpUrl(url)).toEqual([])
      expect(new URL(url).port).toBe(String(port))
    })
    fc.assert(property)
  })
})

describe('a stream key', () => {
  it.each(['live_123_abc', 'SECRET-a&b=c d+e#f', 'a?b=c/d', 'ü-key', 'x'.repeat(2048)])('%s is right', (key) => {
    expect(validateStreamKey(key)).toEqual([])
  })

  it.each([
    ['', 'key_empty'],
    ['   ', 'key_empty'],
    ['\n', 'key_empty'],
    [undefined, 'key_empty'],
    ['a\nb', 'key_multi_line'],
    ['key\r\n', 'key_multi_line'],
    ['a\u2028b', 'key_multi_line'],
    ['a\u0000b', 'key_characters'],
    ['a\tb', 'key_characters'],
    ['key ', 'key_blank_edges'],
    ['x'.repeat(2049), 'key_too_long'],
  ])('%j is refused: %s', (key, code) => {
    expect(codes(validateStreamKey(key))).toEqual([code])
  })

  it('that is empty has the original message', () => {
    expect(validateStreamKey('')[0]?.message).toBe('Stream key cannot be empty')
  })
})

describe('SRT settings', () => {
  const good = { address: 'srt://receiver.example:9000', mode: 'caller', latencyMs: 120 }

  it('that are right have no problem; a listener needs no host', () => {
    expect(validateSrt(good)).toEqual([])
    expect(validateSrt({ ...good, latencyMs: 20 })).toEqual([])
    expect(validateSrt({ ...good, latencyMs: 8000 })).toEqual([])
    expect(validateSrt({ ...good, address: 'srt://:9000', mode: 'listener' })).toEqual([])
  })

  it.each([
    [{ address: 'rtmp://x:1' }, 'srt_scheme', 'Invalid SRT address. Must start with srt://'],
    [{ address: 'srt://:9000' }, 'url_host_missing', 'Invalid SRT address. The server’s name is missing.'],
    [{ address: 'srt://host' }, 'url_port', 'Invalid SRT address. The port is missing, as in srt://server:9000.'],
    [{ mode: 'rendezvous' }, 'srt_mode', "Invalid mode. Must be 'caller' or 'listener'"],
    [{ latencyMs: 19 }, 'srt_latency', 'Invalid latency. Must be between 20-8000ms'],
    [{ latencyMs: 8001 }, 'srt_latency', 'Invalid latency. Must be between 20-8000ms'],
    [{ latencyMs: Number.NaN }, 'srt_latency', 'Invalid latency. Must be between 20-8000ms'],
    [
      { address: 'srt://host:9000?latency=200' },
      'srt_extras',
      'Invalid SRT address. Nothing stands behind the port; give mode, latency and stream id apart.',
    ],
    [
      { keyLength: 16 },
      'srt_key_length',
      'Invalid key length. Must be 16, 24 or 32 bytes, and only with a passphrase.',
    ],
    [
      { streamId: 'ä'.repeat(257) },
      'srt_stream_id',
      'Invalid stream id. Must be 1 to 512 bytes, without line breaks or control characters.',
    ],
    [
      { mode: 'listener', streamId: 'x' },
      'srt_stream_id',
      'Invalid stream id. Only a caller sends one; leave it away.',
    ],
  ] as const)('%j is refused: %s', (wrong, code, message) => {
    expect(validateSrt({ ...good, ...wrong })).toEqual([{ code, message }])
  })

  it('take a passphrase of 10 to 79 characters and an AES key of 16, 24 or 32 bytes', () => {
    for (const passphrase of ['x'.repeat(10), 'x'.repeat(79)]) {
      for (const keyLength of [16, 24, 32, null]) expect(validateSrt({ ...good, passphrase, keyLength })).toEqual([])
    }
    for (const passphrase of ['', 'x'.repeat(9), 'x'.repeat(80), 'x'.repeat(9) + '\n']) {
      expect(codes(validateSrt({ ...good, passphrase }))).toEqual(['srt_passphrase'])
    }
    expect(validateSrt({ ...good, streamId: '#!::m=publish,r=live' })).toEqual([])
  })

  it('hold no passphrase in the address', () => {
    const address = 'srt://host:9000?mode=caller&passphrase=HIDDEN'
    const problems = validateSrt({ ...good, address })
    expect(codes(problems)).toEqual(['srt_passphrase_in_address'])
    expect(JSON.stringify(problems)).not.toContain('HIDDEN')
  })
})

describe('the presets', () => {
  it('have the original specification’s addresses, and pass the checks', () => {
    const { twitch, youtube, facebook } = StreamingDestinations
    expect(twitch('k')).toEqual({ name: 'Twitch', rtmpUrl: 'rtmp://live.twitch.tv/app/', streamKey: 'k' })
    expect(youtube('k').rtmpUrl).toBe('rtmp://a.rtmp.youtube.com/live2/')
    expect(facebook('k').rtmpUrl).toBe('rtmps://live-api-s.facebook.com:443/rtmp/')
    for (const preset of [twitch, youtube, facebook]) expect(validateRtmpUrl(preset('k').rtmpUrl)).toEqual([])
  })

  it('add the trailing slash of a custom server, before a query', () => {
    const url = (text: string) => StreamingDestinations.customRtmp(text, 'k').rtmpUrl
    expect(url('rtmp://localhost/live')).toBe('rtmp://localhost/live/')
    expect(url('rtmp://localhost/live/')).toBe('rtmp://localhost/live/')
    expect(url('rtmp://b.rtmp.youtube.com/live2?backup=1')).toBe('rtmp://b.rtmp.youtube.com/live2/?backup=1')
    expect(StreamingDestinations.customRtmp('rtmp://media.example:1935/live', 'k').name).toBe('media.example')
    expect(StreamingDestinations.customRtmp('nonsense', 'k').name).toBe('Custom RTMP')
  })
})
