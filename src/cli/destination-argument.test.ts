import { describe, expect, it } from 'vitest'
import { parseDestination } from './destination-argument.ts'
import { parseLiveDestinations } from './live-destinations.ts'
import { CommandFailed } from './exit-code.ts'

describe('a destination on the command line', () => {
  it.each([
    ['twitch:env:TW_KEY', 'rtmp://live.twitch.tv/app/', { kind: 'env', name: 'TW_KEY' }],
    ['YouTube:env:YT', 'rtmp://a.rtmp.youtube.com/live2/', { kind: 'env', name: 'YT' }],
    ['facebook:file:/run/keys/fb', 'rtmps://live-api-s.facebook.com:443/rtmp/', { kind: 'file', path: '/run/keys/fb' }],
    ['rtmp://host:1935/app:env:NAME', 'rtmp://host:1935/app/', { kind: 'env', name: 'NAME' }],
    ['rtmp://host/app:file:key.txt', 'rtmp://host/app/', { kind: 'file', path: 'key.txt' }],
    ['rtmps://[::1]:1936/a/b:env:K', 'rtmps://[::1]:1936/a/b/', { kind: 'env', name: 'K' }],
    [
      String.raw`rtmp://host/app:file:C:\keys\tw.txt`,
      'rtmp://host/app/',
      { kind: 'file', path: String.raw`C:\keys\tw.txt` },
    ],
  ])('%s', (text, rtmpUrl, streamKey) => {
    expect(parseDestination(text)).toMatchObject({ rtmpUrl, streamKey })
  })

  it('takes the key of a single destination from --key-env', () => {
    expect(parseDestination('twitch', 'TW_KEY').streamKey).toEqual({ kind: 'env', name: 'TW_KEY' })
    expect(() => parseLiveDestinations(['twitch', 'youtube'], 'K')).toThrow('single destination')
    expect(() => parseDestination('twitch:env:A', 'B')).toThrow('named twice')
  })

  it.each([
    'twitch:live_SECRET',
    'rtmp://host/app:SECRET',
    'rtmp://host/app/SECRET',
    'rtmp://user:SECRET@host/app:env:K',
    'SECRET',
    'twitch:env:SECRET-a&b',
    'SECRET:env:K',
    'rtmp://host/app:SECRET:env:K',
    'srt://host:9000/SECRET:env:K',
    'http://host/SECRET:env:K',
  ])('%s is refused, and not repeated', (text) => {
    const complaint = refusal(() => parseDestination(text))
    expect(complaint).toBeInstanceOf(CommandFailed)
    expect(complaint.exitCode).toBe(2)
    expect(complaint.message).not.toContain('SECRET')
  })

  it.each(['rtmp://host/app:SECRET', 'twitch:SECRET', 'SECRET'])('%s is refused with --key-env too', (text) => {
    expect(refusal(() => parseDestination(text, 'K')).message).not.toContain('SECRET')
  })
})

function refusal(work: () => unknown): CommandFailed {
  try {
    work()
  } catch (error) {
    if (error instanceof CommandFailed) return error
    throw error
  }
  throw new Error('it was not refused')
}

describe('a destination by SRT', () => {
  it('has its passphrase by reference behind it, and is a listener where no host is named', () => {
    expect(parseLiveDestinations(['srt://studio:9000:env:PASS', 'srt://:9001', 'twitch:env:K'])).toMatchObject([
      { srtAddress: 'srt://studio:9000', mode: 'caller', passphrase: { kind: 'env', name: 'PASS' } },
      { srtAddress: 'srt://:9001', mode: 'listener' },
      { name: 'Twitch' },
    ])
  })

  it('names its passphrase once', () => {
    expect(() => parseLiveDestinations(['srt://studio:9000:env:PASS'], 'OTHER')).toThrow('named twice')
  })
})
