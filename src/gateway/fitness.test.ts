import { describe, expect, it } from 'vitest'
import { audioPacket, videoPacket } from './codec/index.ts'
import { Fitness } from './fitness.ts'

const hex = (text: string) => Buffer.from(text, 'hex')
const video = (text: string, atMs: number) => videoPacket(hex(text), atMs, atMs)
const audio = (text: string, atMs: number) => audioPacket(hex(text), atMs, atMs)
const KEY = '17010000000000000165'
const DELTA = '27010000000000000141'

describe('Fitness', () => {
  it('has nothing to say of H.264 with AAC, of a picture alone, or of HEVC', () => {
    for (const key of [KEY, '9168766331000000aa']) {
      const fitness = new Fitness()
      const packets = [video(key, 0), audio('af001190', 1), audio('af0121', 2), video(DELTA, 40), video(DELTA, 60_000)]
      expect(packets.map((packet) => fitness.see(packet))).toEqual(packets.map(() => null))
      expect(fitness.why).toBeNull()
    }
  })

  it('says at once that a picture is of a kind that cannot be used, once', () => {
    const fitness = new Fitness()
    expect(fitness.see(video('14aabb', 0))).toMatchObject({
      code: 'picture_unsupported',
      message: expect.stringContaining('VP6'),
    })
    expect(fitness.see(video('24aabb', 40))).toBeNull()
    expect(fitness.see(audio('af0121', 20_000))).toBeNull()
    expect(fitness.why).toContain('VP6')
    expect(fitness.blockedWhy).toBe(fitness.why)
    fitness.see(video(KEY, 30_000))
    expect(fitness.blockedWhy).toBeNull()
  })

  it('says that sound comes alone, and takes it back when a picture comes', () => {
    const fitness = new Fitness()
    expect(fitness.see(audio('af0121', 1000))).toBeNull()
    expect(fitness.see(audio('af0121', 5999))).toBeNull()
    expect(fitness.see(audio('af0121', 6000))?.code).toBe('no_picture')
    expect(fitness.see(audio('af0121', 7000))).toBeNull()
    expect(fitness.why).toContain('no picture')
    fitness.see(video(KEY, 8000))
    expect(fitness.why).toBeNull()
  })

  it('says that no key frame comes', () => {
    const fitness = new Fitness()
    expect(fitness.see(video(DELTA, 0))).toBeNull()
    expect(fitness.see(audio('af0121', 10))).toBeNull()
    expect(fitness.see(audio('af0121', 9000))).toBeNull()
    expect(fitness.see(video(DELTA, 12_000))?.code).toBe('no_key_frame')
    fitness.see(video(KEY, 13_000))
    expect(fitness.why).toBeNull()
  })

  it('says that sound is no AAC, and who gets it', () => {
    const fitness = new Fitness()
    fitness.see(video(KEY, 0))
    expect(fitness.see(audio('2ffffb', 1))).toMatchObject({
      code: 'sound_unsupported',
      message: expect.stringContaining('MP3'),
    })
    expect(fitness.see(audio('2ffffb', 2))).toBeNull()
    expect(fitness.blockedWhy).toBeNull()
    fitness.forget()
    expect(fitness.why).toBeNull()
  })
})
