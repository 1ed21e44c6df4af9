import { describe, expect, it } from 'vitest'
import {
  audioCodecName,
  audioPacket,
  codedData,
  isColourInfo,
  parseAacConfigBody,
  parseAv1Config,
  parseAvcConfigBody,
  parseHevcConfig,
  parseVideoConfigBody,
  videoCodecName,
  videoPacket,
  withoutDelimiter,
} from './index.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex')
const HVC1 = '68766331'
const AV01 = '61763031'
const OPUS = '4f707573'
const MP4A = '6d703461'

/** As ffmpeg 5.1 wrote them into MP4 with x265, SVT-AV1 and libaom, from 322×178 pictures; x265's SEI is left out. */
const HVCC = hex(
  `0101600000009000000000003cf000fcfdf8f800000f03
   a00001001840010c01ffff01600000030090000003000003003c959409
   a10001002a42010101600000030090000003000003003ca00a880c1c4446595952930bc05a02000007d20000ea6010
   a2000100064401c073c189`,
)
const AV1C = hex('81000c000a0b000000043d06c402f80040')

describe('roles of enhanced RTMP bodies', () => {
  it.each([
    ['HEVC, sequence start', `90 ${HVC1} 0101`, 'config', 0, '0101'],
    ['HEVC, coded frames, key', `91 ${HVC1} 000042 aabb`, 'key', 66, 'aabb'],
    ['HEVC, coded frames, shown before its time', `a1 ${HVC1} ffffd6 aabb`, 'delta', -42, 'aabb'],
    ['HEVC, disposable', `b1 ${HVC1} 000000 aabb`, 'delta', 0, 'aabb'],
    ['HEVC, coded frames without composition time', `a3 ${HVC1} aabb`, 'delta', 0, 'aabb'],
    ['HEVC, sequence end', `92 ${HVC1}`, 'end', 0, ''],
    ['AV1 has no composition time', `91 ${AV01} aabb`, 'key', 0, 'aabb'],
    ['VP9, named and not described', '91 76703039 aabb', 'key', 0, 'aabb'],
    ['H.264 by four characters', '91 61766331 000021 aabb', 'key', 33, 'aabb'],
    ['HEVC by its old number', '1c 01 000021 aabb', 'key', 33, 'aabb'],
    ['a modifier before the type', `97 02 000003 01 ${AV01} aabb`, 'key', 0, 'aabb'],
    ['a modifier of 257 bytes', `97 ff 0100 ${'00'.repeat(257)} 01 ${AV01} aabb`, 'key', 0, 'aabb'],
  ])('%s', (_, text, role, ctsMs, data) => {
    const packet = videoPacket(hex(text), 40, 7)
    expect(packet).toMatchObject({ kind: 'video', role, ctsMs, dtsMs: 40, arrivedMs: 7 })
    expect(codedData('video', packet.body).toString('hex')).toBe(data)
  })

  it.each([
    ['a command frame', `d1 ${HVC1} 000000 00`],
    ['a frame without data', `93 ${HVC1}`],
    ['a composition time that is cut off', `91 ${HVC1} 0000`],
    ['a codec that is cut off', '91 687663'],
    ['an MPEG-TS sequence start', `95 ${AV01} 0101`],
    ['more than one track', `96 01 ${HVC1} 00 000000 aa`],
    ['modifiers without end', '97 00 00 07 00 00 07'],
    ['a head alone', '91'],
  ])('%s is other', (_, text) => {
    expect(videoPacket(hex(text), 0, 0).role).toBe('other')
  })

  it.each([
    ['AAC, sequence start', `90 ${MP4A} 1190`, 'config', '1190'],
    ['AAC, coded frames', `91 ${MP4A} 21`, 'audio', '21'],
    ['Opus', `91 ${OPUS} 0102`, 'audio', '0102'],
    ['MP3 by its number', '2f fffb', 'audio', 'fffb'],
    ['MP3 by four characters', '91 2e6d7033 fffb', 'audio', 'fffb'],
    ['an end', `92 ${OPUS}`, 'other', ''],
    ['its channels', `94 ${OPUS} 0102`, 'other', '0102'],
    ['more than one track', `95 01 ${OPUS} 00 00`, 'other', `95 01 ${OPUS} 00 00`],
    ['a codec that is cut off', '91 4f70', 'other', '91 4f70'],
  ])('sound: %s', (_, text, role, data) => {
    const packet = audioPacket(hex(text), 0, 0)
    expect(packet.role).toBe(role)
    expect(codedData('audio', packet.body).toString('hex')).toBe(data.replaceAll(' ', ''))
  })

  it('tells colours from other video messages', () => {
    expect(isColourInfo(videoPacket(hex(`94 ${HVC1} 02 0009 636f6c6f72496e666f`), 0, 0))).toBe(true)
    expect(isColourInfo(videoPacket(hex(`95 ${AV01} 0101`), 0, 0))).toBe(false)
    expect(isColourInfo(videoPacket(hex(`91 ${HVC1} 000000 aa`), 0, 0))).toBe(false)
  })

  it('names codecs for people, and shows nothing of a stranger as it is', () => {
    const video = ['17', '12', '14', `90 ${HVC1} 00`, `90 ${AV01} 00`, '90 1b5b316d 00', '9f']
    expect(video.map((text) => videoCodecName(hex(text)))).toEqual([
      'H.264',
      'Sorenson H.263',
      'VP6',
      'HEVC',
      'AV1',
      '?[1m',
      null,
    ])
    const sound = ['af01', '2f', 'bf', `90 ${OPUS} 00`, '']
    expect(sound.map((text) => audioCodecName(hex(text)))).toEqual(['AAC', 'MP3', 'Speex', 'Opus', null])
  })
})

describe('codec headers', () => {
  it('of HEVC: cropped size, sets, and the name', () => {
    const config = parseHevcConfig(HVCC)
    expect(config).toMatchObject({ width: 322, height: 178, fps: null, lengthSize: 4, codec: 'hvc1.1.6.L60.90' })
    expect([config?.vps, config?.sps, config?.pps].map((sets) => sets?.length)).toEqual([1, 1, 1])
    expect(config?.record.equals(HVCC)).toBe(true)
  })

  it('of AV1: size, and the name', () => {
    expect(parseAv1Config(AV1C)).toEqual({ record: AV1C, width: 322, height: 178, fps: null, codec: 'av01.0.00M.08' })
  })

  it('of AV1 with a frame rate and operating points', () => {
    // Timing: 1001 of 30,000 ticks a picture, always; one operating point at level 4.0, main tier; 1920×1080.
    const bits = ['000', '0', '0', '1', (1001).toString(2).padStart(32, '0'), (30_000).toString(2).padStart(32, '0')]
    const more = [
      '1',
      '1',
      '0',
      '0',
      '00000',
      '000000000000',
      '01000',
      '0',
      '1010',
      '1010',
      '11101111111',
      '10000110111',
    ]
    const text = [...bits, ...more].join('')
    const bytes = Buffer.from(
      (text.padEnd(Math.ceil(text.length / 8) * 8, '0').match(/.{8}/g) ?? []).map((b) => parseInt(b, 2)),
    )
    const record = Buffer.concat([hex('81080c00'), Buffer.of(0x0a, bytes.length), bytes])
    expect(parseAv1Config(record)).toMatchObject({
      width: 1920,
      height: 1080,
      fps: 30_000 / 1001,
      codec: 'av01.0.08M.08',
    })
  })

  it('are read by what the message says that they are', () => {
    const body = (head: string, record: Buffer) => Buffer.concat([hex(head), record])
    expect(parseVideoConfigBody(body(`90 ${HVC1}`, HVCC))).toMatchObject({ codec: 'hvc1.1.6.L60.90' })
    expect(parseVideoConfigBody(body('1c 00 000000', HVCC))).toMatchObject({ width: 322 })
    expect(parseVideoConfigBody(body(`90 ${AV01}`, AV1C))).toMatchObject({ codec: 'av01.0.00M.08' })
    expect(parseVideoConfigBody(body(`90 ${AV01}`, HVCC))).toBeNull()
    expect(parseVideoConfigBody(body('90 76703039', AV1C))).toBeNull()
    expect(parseAvcConfigBody(body(`90 ${HVC1}`, HVCC))).toBeNull()
    expect(parseAacConfigBody(hex(`90 ${MP4A} 1190`))).toMatchObject({ sampleRate: 48_000, channels: 2 })
    expect(parseAacConfigBody(hex(`90 ${OPUS} 4f70757348656164`))).toBeNull()
  })

  it('that are cut off at any place are none, and throw nothing', () => {
    for (let length = 0; length < HVCC.length; length++) expect(parseHevcConfig(HVCC.subarray(0, length))).toBeNull()
    for (let length = 0; length < AV1C.length - 1; length++) expect(parseAv1Config(AV1C.subarray(0, length))).toBeNull()
  })
})

describe('withoutDelimiter', () => {
  it('takes a temporal delimiter off, and nothing else', () => {
    expect(withoutDelimiter(hex('1200 3203 aabbcc')).toString('hex')).toBe('3203aabbcc')
    expect(withoutDelimiter(hex('3203 aabbcc')).toString('hex')).toBe('3203aabbcc')
    expect(withoutDelimiter(Buffer.alloc(0))).toHaveLength(0)
  })
})
