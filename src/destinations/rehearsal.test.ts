import { describe, expect, it } from 'vitest'
import { isRehearsalUrl, rehearsalUrl } from './rehearsal.ts'
import { validateRtmpUrl } from './validate.ts'

describe('the address of a rehearsal', () => {
  it('is a valid one, and is known again', () => {
    expect(validateRtmpUrl(rehearsalUrl(49_200))).toEqual([])
    expect(isRehearsalUrl(rehearsalUrl(49_200))).toBe(true)
  })

  it.each([
    'rtmp://live.twitch.tv/app/',
    'rtmp://127.0.0.1:1935/live',
    'rtmp://127.0.0.1.example:1935/rehearsal',
    'rtmp://127.0.0.1:1935@live.example/rehearsal',
    'rtmp://live.example:1935/rehearsal',
    'rtmps://127.0.0.1:443/rehearsal',
    'rtmp://127.0.0.1:1935/rehearsal/../live',
    'srt://127.0.0.1:9000',
    '',
  ])('is not %s', (url) => {
    expect(isRehearsalUrl(url)).toBe(false)
  })
})
