import { describe, expect, it } from 'vitest'
import type { MediaPacket } from '../../packet.ts'
import { partPath } from './part-names.ts'
import { PartRules } from './part-rules.ts'

const make = (kind: MediaPacket['kind'], role: MediaPacket['role'], dtsMs: number, body = 'x'): MediaPacket => ({
  kind,
  role,
  dtsMs,
  ctsMs: 0,
  body: Buffer.from(body),
  arrivedMs: 0,
})
const key = (dtsMs: number) => make('video', 'key', dtsMs)
const delta = (dtsMs: number) => make('video', 'delta', dtsMs)
const sound = (dtsMs: number) => make('audio', 'audio', dtsMs)
const videoHeader = (body: string) => make('video', 'config', 0, body)
const audioHeader = (body: string) => make('audio', 'config', 0, body)

const steps = (rules: PartRules, ...packets: MediaPacket[]) => packets.map((packet) => rules.next(packet))

function begun(): PartRules {
  const rules = new PartRules()
  steps(rules, videoHeader('a'), audioHeader('s'), key(0), delta(40), sound(45))
  return rules
}

describe('PartRules', () => {
  it('begins at the first key frame that has a header; before that nothing is of use', () => {
    const rules = new PartRules()
    expect(steps(rules, key(0), videoHeader('a'), delta(1), sound(2), key(3), delta(4), sound(5))).toEqual([
      // The last is sound without a header.
      'skip',
      'skip',
      'skip',
      'skip',
      'begin',
      'write',
      'skip',
    ])
  })

  it('ends at once with another picture header, and begins with its key frame', () => {
    expect(steps(begun(), videoHeader('b'), delta(80), sound(81), key(120))).toEqual(['end', 'skip', 'skip', 'begin'])
  })

  it('keeps the picture to the next key frame when only the sound changes', () => {
    const rules = begun()
    expect(steps(rules, audioHeader('t'), delta(80), sound(81), key(120), sound(121))).toEqual([
      'skip',
      'write',
      'skip',
      'begin',
      'write',
    ])
    expect(rules.open?.audio?.body.toString()).toBe('t')
  })

  it('takes sound that comes late into the next part', () => {
    const rules = new PartRules()
    expect(steps(rules, videoHeader('a'), key(0), audioHeader('s'), sound(20), key(40), sound(60))).toEqual([
      'skip',
      'begin',
      'skip',
      'skip',
      'begin',
      'write',
    ])
  })

  it('the same headers again change nothing', () => {
    expect(steps(begun(), videoHeader('a'), audioHeader('s'), key(120), sound(121))).toEqual([
      'skip',
      'skip',
      'write',
      'write',
    ])
  })

  it.each([20_000, -5000])('a leap of %i ms ends the part; a key frame there begins the next', (leap) => {
    expect(steps(begun(), delta(40 + leap), key(80 + leap))).toEqual(['end', 'begin'])
    expect(steps(begun(), key(40 + leap))).toEqual(['begin'])
  })

  it('small steps back, and pauses of some seconds, are no leap', () => {
    expect(steps(begun(), delta(9000), sound(8000), key(9040))).toEqual(['write', 'write', 'write'])
  })

  it('a picture that was away for more than a minute, while sound went on, comes back in the next part', () => {
    const rules = begun()
    for (let ms = 100; ms <= 65_000; ms += 5000) expect(rules.next(sound(ms))).toBe('write')
    expect(steps(rules, delta(65_040), key(65_080))).toEqual(['end', 'begin'])
  })

  it('after the feed has ended waits for headers and a key frame', () => {
    const rules = begun()
    rules.feedEnded()
    expect(steps(rules, key(0), videoHeader('a'), key(40))).toEqual(['skip', 'skip', 'begin'])
  })
})

describe('partPath', () => {
  it('puts the number before the extension', () => {
    expect([1, 2, 10].map((part) => partPath('show.mp4', part))).toEqual([
      'show.mp4',
      'show.part2.mp4',
      'show.part10.mp4',
    ])
    expect(partPath('a.b', 2)).toBe('a.part2.b')
  })
})
