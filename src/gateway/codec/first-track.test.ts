import { describe, expect, it } from 'vitest'
import { firstTrack } from './first-track.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex')
const HVC1 = '68766331'
const AV01 = '61763031'
const OPUS = '4f707573'

describe('firstTrack', () => {
  it.each([
    ['an old message as it is', 'video', '1701000000 aabb', '1701000000 aabb'],
    ['an extended one as it is', 'video', `91 ${HVC1} 000000 aabb`, `91 ${HVC1} 000000 aabb`],
    ['old sound as it is', 'audio', 'af01aabb', 'af01aabb'],
    ['one track, number 0', 'video', `96 01 ${HVC1} 00 000000 aabb`, `91 ${HVC1} 000000 aabb`],
    ['the first of many', 'video', `a6 11 ${AV01} 00 000002 aabb 01 000001 cc`, `a1 ${AV01} aabb`],
    ['number 0 wherever it stands', 'video', `96 11 ${AV01} 01 000001 cc 00 000002 aabb`, `91 ${AV01} aabb`],
    ['with a codec each', 'video', `96 20 ${AV01} 01 000001 cc ${HVC1} 00 000002 aabb`, `90 ${HVC1} aabb`],
    ['behind a modifier', 'video', `97 00 00 06 01 ${HVC1} 00 000000 aabb`, `91 ${HVC1} 000000 aabb`],
    ['sound', 'audio', `95 01 ${OPUS} 00 aabb`, `91 ${OPUS} aabb`],
  ] as const)('takes %s', (_, kind, body, expected) => {
    expect(firstTrack(kind, hex(body))?.toString('hex')).toBe(expected.replaceAll(' ', ''))
  })

  it.each([
    ['another track alone', `96 01 ${HVC1} 01 000000 aabb`],
    ['many without number 0', `96 11 ${AV01} 02 000001 cc 01 000002 aabb`],
    ['a size beyond the end', `96 11 ${AV01} 01 00ffff cc`],
    ['a size that is cut off', `96 11 ${AV01} 01 00`],
    ['a track that is cut off', `96 11 ${AV01}`],
    ['a layout that nobody knows', `96 31 ${AV01} 00 aabb`],
    ['nothing behind the head', '96'],
  ])('leaves out %s', (_, body) => {
    expect(firstTrack('video', hex(body))).toBeNull()
  })
})
