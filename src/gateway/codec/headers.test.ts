import { describe, expect, it } from 'vitest'
import { parseAacConfig, parseAvcConfig, parseSps } from './index.ts'

/** Codec headers as ffmpeg 5.1 with x264 wrote them into FLV, and what ffprobe says of the same streams. */
const records: readonly (readonly [string, string, object])[] = [
  [
    '1080 rows cropped from 1088, 29.97 fps',
    '01640028ffe1001967640028acd940780227e5c04400000fa40003a9803c60c65801000668eae3cb22c0fdf8f800',
    { width: 1920, height: 1080, fps: 30_000 / 1001, profile: 100, level: 40, codec: 'avc1.640028' },
  ],
  [
    'Main, 50 fps',
    '014d4020ffe10019674d4020eca02802dd80880000030008000003032078c18cb001000568eae3cb20',
    { width: 1280, height: 720, fps: 50, profile: 77, level: 32, codec: 'avc1.4d4020' },
  ],
  [
    'Baseline, 60 fps',
    '0142c01fffe100196742c01fdb0280bfe5c044000003000400000301e03c60cb8001000568ca83cb20',
    { width: 640, height: 360, fps: 60, profile: 66, level: 31, codec: 'avc1.42c01f' },
  ],
  [
    'interlaced, 25 frames in 50 fields',
    '01640028ffe1001a67640028acd94078044fde0220000003002000000643e2c5b2c001000668faa3cb22c0fdf8f800',
    { width: 1920, height: 1080, fps: 25, profile: 100, level: 40, codec: 'avc1.640028' },
  ],
  [
    '4:4:4 with odd sizes',
    '01f4000dffe1001b67f4000d919b282a33c7c7e022000003000200000300781e28532c01000668eae3c44844fff8f800',
    { width: 322, height: 178, fps: 30, profile: 244, level: 13, codec: 'avc1.f4000d' },
  ],
]

describe('AVC decoder configuration', () => {
  it.each(records)('%s', (_, hex, expected) => {
    const config = parseAvcConfig(Buffer.from(hex, 'hex'))
    expect(config).toMatchObject({ ...expected, lengthSize: 4 })
    expect(config?.sps).toHaveLength(1)
    expect(config?.pps[0]?.[0]).toBe(0x68)
  })

  it.each(records)('is null wherever the record is cut off before its picture parameters end: %s', (_, hex) => {
    const whole = Buffer.from(hex, 'hex')
    const spsLength = whole.readUInt16BE(6)
    const needed = 8 + spsLength + 3 + whole.readUInt16BE(8 + spsLength + 1)
    for (let length = 0; length < needed; length++) expect(parseAvcConfig(whole.subarray(0, length))).toBeNull()
    expect(parseAvcConfig(whole.subarray(0, needed))).not.toBeNull()
  })

  it('keeps the size when the timing cannot be read', () => {
    const whole = Buffer.from('6742c01fdb0280bfe5c044000003000400000301e03c60cb80', 'hex')
    expect(parseSps(whole.subarray(0, 13))).toMatchObject({ width: 640, height: 360, fps: null })
  })

  it('is null for other NAL units', () => {
    expect(parseSps(Buffer.from('68eae3cb22c0', 'hex'))).toBeNull()
  })
})

describe('AAC AudioSpecificConfig', () => {
  it.each([
    ['1190', { objectType: 2, sampleRate: 48_000, channels: 2, codec: 'mp4a.40.2' }],
    ['1210', { objectType: 2, sampleRate: 44_100, channels: 2, codec: 'mp4a.40.2' }],
    ['1188', { objectType: 2, sampleRate: 48_000, channels: 1, codec: 'mp4a.40.2' }],
    ['2b118800', { objectType: 5, sampleRate: 24_000, channels: 2, codec: 'mp4a.40.5' }],
    ['17805dc010', { objectType: 2, sampleRate: 48_000, channels: 2, codec: 'mp4a.40.2' }],
  ])('%s', (hex, expected) => {
    expect(parseAacConfig(Buffer.from(hex, 'hex'))).toMatchObject(expected)
  })

  it.each(['', '11', 'ffffffff', '0190', '1180'])('is null for %j', (hex) => {
    expect(parseAacConfig(Buffer.from(hex, 'hex'))).toBeNull()
  })
})
