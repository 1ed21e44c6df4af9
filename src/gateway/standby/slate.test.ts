import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { array, assert, asyncProperty, integer, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFlv } from '../codec/index.ts'
import type { MediaPacket } from '../packet.ts'
import { readSlate } from './read-slate.ts'
import { differenceOf, leadIn, SlateError, slateOf } from './slate.ts'

const clip = resolve(import.meta.dirname, '../../../assets/clip.flv')
const { packets } = readFlv(await readFile(clip))
const firstKey = packets.find(({ role }) => role === 'key')
const without = (kind: MediaPacket['kind']) => packets.filter((packet) => packet.kind !== kind)

describe('slateOf', () => {
  it('begins at 0 with a key frame that carries its parameter sets, and goes round without overlap', () => {
    const slate = slateOf(packets)
    const [first] = slate.packets
    expect([first?.role, first?.dtsMs]).toEqual(['key', 0])
    expect(slate.format).toEqual({ width: 640, height: 360, fps: 30, sampleRate: 48_000, channels: 2 })
    const times = (role: string) => slate.packets.filter((packet) => packet.role === role).map(({ dtsMs }) => dtsMs)
    const sound = times('audio')
    expect((sound[0] ?? 0) + slate.durationMs - (sound.at(-1) ?? 0)).toBeGreaterThanOrEqual(21)
    expect(leadIn(slate).every(({ dtsMs, role }) => role === 'audio' && dtsMs < 0 && dtsMs >= -250)).toBe(true)
  })

  it.each([
    ['no picture', without('video'), /no H\.264 picture/],
    ['no sound', without('audio'), /no AAC sound/],
    ['no key frame at its beginning', packets.filter(({ role }, at) => role !== 'key' || at > 300), /key frame/],
    [
      'times that go back',
      [...packets, ...packets.filter(({ role }) => role === 'delta').slice(0, 3)],
      /times go back/,
    ],
    ['one picture', packets.filter((packet) => packet.role === 'config' || packet === firstKey), /pictures a second/],
  ])('refuses what has %s, and says so', (_what, given, why) => {
    expect(() => slateOf(given)).toThrow(SlateError)
    expect(() => slateOf(given)).toThrow(why)
  })

  it('refuses one whose picture changes on the way', () => {
    const header = packets.find(({ kind, role }) => kind === 'video' && role === 'config')
    if (header === undefined) throw new Error('no header')
    const body = Buffer.from(header.body)
    body[body.length - 1] = (body.at(-1) ?? 0) ^ 1
    expect(() => slateOf([...packets, { ...header, body }])).toThrow(/changes its format/)
  })
})

describe('differenceOf', () => {
  const format = { width: 1920, height: 1080, fps: 29.97, sampleRate: 48_000, channels: 2 }

  it('says what a receiver would see, and nothing of what it would not', () => {
    expect(differenceOf(format, { ...format, fps: 30 })).toBeNull()
    expect(differenceOf(format, {})).toBeNull()
    expect(differenceOf(format, { ...format, width: 1280, height: 720, fps: 59.94 })).toBe(
      '1920×1080 instead of 1280×720, 29.97 frames a second instead of 59.94',
    )
    expect(differenceOf(format, { ...format, sampleRate: 44_100, channels: 1 })).toBe(
      '48000 Hz instead of 44100 Hz, 2 instead of 1 channels of sound',
    )
  })
})

describe('readSlate', () => {
  it('takes a file for what it is, and a damaged one for nothing else than damaged', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vmix-slate-'))
    try {
      const path = join(folder, 'slate')
      const whole = await readFile(clip)
      await writeFile(path, whole)
      expect((await readSlate(path))?.format.width).toBe(640)
      await writeFile(path, 'some text that is longer than a head')
      expect(await readSlate(path)).toBeNull()
      await expect(readSlate(folder)).rejects.toThrow(SlateError)
      await expect(readSlate(join(folder, 'none'))).rejects.toThrow('It is not there.')
      const changes = array(tuple(integer({ min: 0, max: whole.length - 1 }), integer({ min: 0, max: 255 })), {
        minLength: 1,
        maxLength: 20,
      })
      await assert(
        asyncProperty(changes, integer({ min: 0, max: whole.length }), async (list, end) => {
          const damaged = Buffer.from(whole.subarray(0, end))
          for (const [at, byte] of list) if (at < damaged.length) damaged[at] = byte
          await writeFile(path, damaged)
          const wrong = await readSlate(path).then(
            () => null,
            (error: unknown) => error,
          )
          expect(wrong === null || wrong instanceof SlateError).toBe(true)
        }),
        { numRuns: 60 },
      )
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
