import { describe, expect, it } from 'vitest'
import { type MediaPacket, readFrameMark } from '../../gateway/index.ts'
import type { MediaFaults } from '../media-types.ts'
import { loadClip } from './clip.ts'
import { LiveClip } from './live-clip.ts'
import { noFaults } from './pace.ts'

const clip = await loadClip()

/** Plays `seconds` of it in steps of `stepMs`, as a timer would. */
function played(
  seconds: number,
  faults: Partial<MediaFaults> = {},
  stepMs = 7,
  live = new LiveClip(clip),
): MediaPacket[] {
  const packets: MediaPacket[] = []
  for (let ms = 0; ms < seconds * 1000; ms += stepMs) packets.push(...live.due(ms, { ...noFaults, ...faults }, ms, ms))
  return packets
}

const video = (packets: readonly MediaPacket[]) => packets.filter(({ kind }) => kind === 'video')
const audio = (packets: readonly MediaPacket[]) => packets.filter(({ kind }) => kind === 'audio')
const numbers = (packets: readonly MediaPacket[]) => video(packets).map(({ body }) => readFrameMark(body)?.number)
const steps = (values: readonly number[]) => values.slice(1).map((value, index) => value - (values[index] ?? 0))

describe('the live clip', () => {
  it('loops for an hour without seam or drift, in picture and sound', () => {
    const packets = played(3600, {}, 1000)
    const pictures = video(packets)
    expect(pictures).toHaveLength(3600 * 30 - 29)
    expect(pictures.every(({ dtsMs }, index) => dtsMs === Math.round((index * 1000) / 30))).toBe(true)
    expect(new Set(steps(pictures.map(({ dtsMs }) => dtsMs)))).toEqual(new Set([33, 34]))
    const sounds = audio(packets)
    expect(sounds.every(({ dtsMs }, index) => dtsMs === Math.round((index * 1024) / 48))).toBe(true)
    expect(Math.abs((sounds.at(-1)?.dtsMs ?? 0) - (pictures.at(-1)?.dtsMs ?? 0))).toBeLessThan(34)
    expect(numbers(packets)).toEqual(Array.from({ length: pictures.length }, (_, index) => index))
  })

  it('has a key frame each second, over the seam too', () => {
    const keys = video(played(20)).flatMap(({ role, dtsMs }) => (role === 'key' ? [dtsMs] : []))
    expect(keys).toEqual(Array.from({ length: 20 }, (_, index) => index * 1000))
  })

  it('gives packets in the order of their times', () => {
    expect(steps(played(20).map(({ dtsMs }) => dtsMs)).every((step) => step >= 0)).toBe(true)
  })

  it('begins with metadata and codec headers', () => {
    const headers = new LiveClip(clip).headers(5)
    expect(headers.map(({ kind, role }) => [kind, role])).toEqual([
      ['data', 'config'],
      ['video', 'config'],
      ['audio', 'config'],
    ])
  })

  it('after a late timer gives what is due; after a long sleep leaves out what is past', () => {
    const live = new LiveClip(clip)
    played(1, {}, 10, live)
    expect(video(live.due(1900, noFaults, 0, 0)).length).toBeLessThanOrEqual(28)
    const late = live.due(60_000, noFaults, 0, 0)
    expect(video(late)).toHaveLength(1)
    expect(video(late)[0]?.dtsMs).toBe(60_000)
    expect(numbers(live.due(60_034, noFaults, 0, 0))).toEqual([live.nextNumber - 1])
  })
})

describe('faults', () => {
  it('stall: no packet at all; afterwards the picture goes on where it stood, the times with the clock', () => {
    const live = new LiveClip(clip)
    const before = played(1, {}, 10, live)
    expect(live.due(1900, { ...noFaults, stall: true }, 0, 0)).toEqual([])
    const after = live.due(2500, noFaults, 0, 0)
    expect(numbers(after)[0]).toBe(numbers(before).length)
    expect(video(after)[0]?.dtsMs).toBeGreaterThan(1900)
    expect(video(after)[0]?.role).toBe('key')
  })

  it.each([
    [10, 100],
    [25, 250],
    [1, 10],
    [0, 1],
    [60, 300],
  ])('thinned to %i fps, 10 s have %i frames, numbered without holes, and sound as ever', (fps, count) => {
    const packets = played(10, { thinToFps: fps })
    expect(video(packets).length).toBeGreaterThanOrEqual(count - 1)
    expect(video(packets).length).toBeLessThanOrEqual(count + 1)
    expect(steps(numbers(packets).map(Number)).every((step) => step === 1)).toBe(true)
    expect(audio(packets)).toHaveLength(469)
  })

  it.each([1, 10, 50])('gaps of %i percent: so many numbers are missing, never a key frame', (percent) => {
    const live = new LiveClip(clip)
    const packets = played(20, { gapPercent: percent }, 7, live)
    const missing = live.nextNumber - video(packets).length
    expect(Math.abs(missing - (live.nextNumber * percent) / 100)).toBeLessThanOrEqual(1)
    expect(video(packets).filter(({ role }) => role === 'key')).toHaveLength(20)
  })
})
