import { describe, expect, it } from 'vitest'
import { parseLiveDestinations } from './live-destinations.ts'

const env = (name: string) => ({ kind: 'env', name })

describe('the destinations of a show', () => {
  it('are several, and each may have a backup behind "or"', () => {
    const parsed = parseLiveDestinations([
      'twitch:env:TW',
      'rtmp://a.example/live:env:A',
      'or',
      'rtmps://b.example/live:env:B',
      'srt://one:9000:env:S',
      'OR',
      'srt://two:9000',
    ])
    expect(parsed).toHaveLength(3)
    expect(parsed[0]).not.toHaveProperty('backup')
    expect(parsed[1]).toMatchObject({
      rtmpUrl: 'rtmp://a.example/live/',
      streamKey: env('A'),
      backup: { rtmpUrl: 'rtmps://b.example/live/', streamKey: env('B') },
    })
    expect(parsed[2]).toMatchObject({
      srtAddress: 'srt://one:9000',
      passphrase: env('S'),
      backup: { srtAddress: 'srt://two:9000', passphrase: null },
    })
  })

  it.each([
    [['or', 'twitch:env:TW'], /stands between/],
    [['twitch:env:TW', 'or'], /backup is missing/],
    [['twitch:env:TW', 'or', 'or', 'twitch:env:B'], /backup is missing/],
    [['twitch:env:TW', 'or', 'srt://two:9000'], /speak the same/],
    [['twitch:env:TW', 'or', 'rtmp://b.example/live'], /names no key/],
  ])('%j is refused', (texts, message) => {
    expect(() => parseLiveDestinations(texts)).toThrow(message)
  })

  it('with --key-env there is one, without a backup', () => {
    expect(() => parseLiveDestinations(['twitch', 'or', 'youtube'], 'KEY')).toThrow(/single destination/)
  })
})
