import { describe, expect, it } from 'vitest'
import { destinationIdentity, platformOf, recommendedBitrate } from './index.ts'

const range = (...args: Parameters<typeof recommendedBitrate>) => {
  const found = recommendedBitrate(...args)
  return found === null ? null : [found.min, found.max]
}

describe('recommended bitrates', () => {
  it('are those of the format, at 25 and 29.97 as at 30, at 50 and 59.94 as at 60', () => {
    expect(range('twitch', { width: 1920, height: 1080, fps: 59.94 })).toEqual([6000, 6000])
    expect(range('twitch', { width: 1280, height: 720, fps: 25 })).toEqual([3000, 6000])
    expect(range('youtube', { width: 3840, height: 2160, fps: 50 })).toEqual([10_000, 40_000])
    expect(range('youtube', { width: 1920, height: 1080, fps: 29.97 })).toEqual([3000, 8000])
    expect(range('facebook', { width: 1920, height: 1080, fps: 60 })).toEqual([4500, 9000])
    expect(range('facebook', { width: 640, height: 360, fps: 30 })).toEqual([400, 1000])
  })

  it('count an upright picture as the same format lying, and one between two formats as the smaller', () => {
    expect(range('facebook', { width: 1080, height: 1920, fps: 30 })).toEqual([3000, 6000])
    expect(range('twitch', { width: 1600, height: 900, fps: 60 })).toEqual([4500, 6000])
  })

  it('are absent where the service publishes none', () => {
    expect(range('twitch', { width: 640, height: 360, fps: 30 })).toBeNull()
    expect(range('youtube', { width: 854, height: 480, fps: 30 })).toBeNull()
    expect(range('facebook', { width: 640, height: 480, fps: 60 })).toBeNull()
  })

  it('name their source and how sure it is', () => {
    const found = recommendedBitrate('youtube', { width: 1280, height: 720, fps: 30 })
    expect(found?.source).toContain('support.google.com')
    expect(found?.sureness).toBe('vendor')
    expect(recommendedBitrate('twitch', { width: 1280, height: 720, fps: 30 })?.sureness).toBe('reported')
  })
})

describe('the service of a URL', () => {
  it.each([
    ['rtmp://live.twitch.tv/app/', 'twitch'],
    ['rtmp://fra05.contribute.live-video.net/app/', 'twitch'],
    ['rtmps://a.rtmps.youtube.com/live2', 'youtube'],
    ['rtmps://live-api-s.facebook.com:443/rtmp/', 'facebook'],
    ['rtmp://nottwitch.tv/app', null],
    ['rtmp://twitch.tv.evil.example/app', null],
    ['rtmp://localhost/live', null],
    ['', null],
  ])('%s: %s', (url, platform) => {
    expect(platformOf(url)).toBe(platform)
  })
})

describe('identity', () => {
  const id = destinationIdentity

  it('is the same for the same place and key, whatever the spelling', () => {
    const same = ['rtmp://Host.example/live', 'rtmp://host.example:1935/live/', 'RTMP://host.example/live//']
    expect(new Set(same.map((url) => id(url, 'f00d')))).toHaveProperty('size', 1)
    expect(id('rtmps://h/app', 'f')).toBe(id('rtmps://h:443/app/', 'f'))
  })

  it('differs by key, by application, by port and by scheme', () => {
    const all = [
      id('rtmp://h/app', 'a'),
      id('rtmp://h/app', 'b'),
      id('rtmp://h/app', null),
      id('rtmp://h/other', 'a'),
      id('rtmp://h:1936/app', 'a'),
      id('rtmps://h/app', 'a'),
      id('rtmp://h/app?backup=1', 'a'),
    ]
    expect(new Set(all).size).toBe(all.length)
  })

  it('has the letters and the length that the gateway’s messages allow', () => {
    for (const url of [
      'rtmp://live.twitch.tv/app/',
      'rtmp://[::1]/x',
      `rtmp://${'a.'.repeat(120)}b/x`,
      'nonsense',
      '',
    ]) {
      expect(id(url, 'a')).toMatch(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/)
    }
    expect(id('rtmp://live.twitch.tv/app/', 'a')).toMatch(/^twitch-[0-9a-f]{12}$/)
  })
})
