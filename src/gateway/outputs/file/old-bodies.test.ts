import { describe, expect, it } from 'vitest'
import { audioPacket, videoPacket } from '../../codec/index.ts'
import { hasOldBody, oldBody } from './old-bodies.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const video = (text: string) => videoPacket(hex(text), 0, 0)
const audio = (text: string) => audioPacket(hex(text), 0, 0)
const AVCC = '0142c01fffe100196742c01fdb0280bfe5c044000003000400000301e03c60cb8001000568ca83cb20'

describe('oldBody', () => {
  it.each([
    ['an old one as it is', video('1701000021 aabb'), '1701000021aabb'],
    ['a header', video(`90 61766331 ${AVCC}`), `1700000000${AVCC}`],
    ['a key frame', video('91 61766331 000021 aabb'), '1701000021aabb'],
    ['another frame', video('a3 61766331 aabb'), '2701000000aabb'],
    ['old sound as it is', audio('af01aabb'), 'af01aabb'],
    ['the header of sound', audio('90 6d703461 1190'), 'af001190'],
    ['sound', audio('91 6d703461 aabb'), 'af01aabb'],
  ])('of %s', (_, packet, expected) => {
    expect(Buffer.concat(oldBody(packet)).toString('hex')).toBe(expected)
  })

  it('is there for H.264 and AAC alone', () => {
    expect([video(`90 61766331 ${AVCC}`), audio('90 6d703461 1190')].map((packet) => hasOldBody(packet))).toEqual([
      true,
      true,
    ])
    const others = [video('90 61763031 81000c000a0b000000043d06c402f80040'), audio('90 4f707573 4f707573')]
    expect(others.map((packet) => hasOldBody(packet))).toEqual([false, false])
  })
})
