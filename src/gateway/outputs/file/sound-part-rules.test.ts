import { describe, expect, it } from 'vitest'
import type { MediaPacket } from '../../packet.ts'
import { SoundPartRules } from './sound-part-rules.ts'

const make = (kind: MediaPacket['kind'], role: MediaPacket['role'], dtsMs: number, body = 'x'): MediaPacket => ({
  kind,
  role,
  dtsMs,
  ctsMs: 0,
  body: Buffer.from(body),
  arrivedMs: 0,
})
const sound = (dtsMs: number) => make('audio', 'audio', dtsMs)
const header = (body: string) => make('audio', 'config', 0, body)
const steps = (rules: SoundPartRules, ...packets: MediaPacket[]) => packets.map((packet) => rules.next(packet))

describe('SoundPartRules', () => {
  it('begin with the first sound that has a header, and have no use for pictures', () => {
    const rules = new SoundPartRules()
    const all = [sound(0), header('s'), make('video', 'config', 0), make('video', 'key', 0), sound(20), sound(41)]
    expect(steps(rules, ...all)).toEqual(['skip', 'skip', 'skip', 'skip', 'begin', 'write'])
  })

  it('end with another header, and begin with what follows it; the same again changes nothing', () => {
    const rules = new SoundPartRules()
    steps(rules, header('s'), sound(0))
    expect(steps(rules, header('s'), sound(21), header('t'), sound(42))).toEqual(['skip', 'write', 'end', 'begin'])
    expect(rules.open?.audio?.body.toString()).toBe('t')
  })

  it('begin anew after a leap, a split, and when the publisher is back', () => {
    const rules = new SoundPartRules()
    steps(rules, header('s'), sound(0))
    expect(steps(rules, sound(60_000), sound(60_021), sound(10_000))).toEqual(['begin', 'write', 'begin'])
    rules.splitAtNextKey()
    expect(steps(rules, sound(10_021), sound(10_042))).toEqual(['begin', 'write'])
    rules.feedEnded()
    expect(steps(rules, sound(10_063), header('s'), sound(10_084))).toEqual(['skip', 'skip', 'begin'])
  })
})
