import { describe, expect, it } from 'vitest'
import type { MediaPacket } from './packet.ts'
import { StallDetector } from './stall.ts'

const body = Buffer.alloc(1)
const video = (dtsMs: number, arrivedMs = dtsMs): MediaPacket => ({
  kind: 'video',
  role: 'delta',
  dtsMs,
  ctsMs: 0,
  body,
  arrivedMs,
})
const audio = (dtsMs: number): MediaPacket => ({
  kind: 'audio',
  role: 'audio',
  dtsMs,
  ctsMs: 0,
  body,
  arrivedMs: dtsMs,
})

/** Feeds one stream and checks every 100 ms, as the gateway does; answers when it first said "stalled", or null. */
function firstAlarm(packets: readonly MediaPacket[], untilMs: number): number | null {
  const detector = new StallDetector()
  let next = 0
  for (let now = 0; now <= untilMs; now += 100) {
    for (let packet = packets[next]; packet !== undefined && packet.arrivedMs <= now; packet = packets[++next]) {
      detector.packet(packet)
    }
    if (detector.check(now, 0) === true) return now
  }
  return null
}

const every = (stepMs: number, untilMs: number): number[] =>
  Array.from({ length: Math.ceil(untilMs / stepMs) }, (_, at) => at * stepMs)

describe('StallDetector', () => {
  it('alarms within 1.2 s when 25 fps stop, and never before', () => {
    const packets = every(40, 20_000).map((at) => video(at))
    const alarm = firstAlarm(packets, 30_000)
    expect(alarm).toBeGreaterThan(20_900)
    expect(alarm).toBeLessThanOrEqual(21_200)
  })

  it('stays quiet through hiccups of 0.95 s', () => {
    let late = 0
    const packets = every(40, 60_000).map((at) => {
      if (at % 5000 === 0) late = 950
      else late = Math.max(0, late - 40)
      return video(at, at + late)
    })
    expect(firstAlarm(packets, 60_000)).toBeNull()
  })

  it('stays quiet at one picture a second, with and without sound', () => {
    const slow = every(1000, 60_000).map((at) => video(at))
    expect(firstAlarm(slow, 59_900)).toBeNull()
    const both = [...slow, ...every(21, 60_000).map(audio)].sort((a, b) => a.arrivedMs - b.arrivedMs)
    expect(firstAlarm(both, 59_900)).toBeNull()
  })

  it('stays quiet at one picture a second that comes somewhat late, from the first one on', () => {
    const late = every(1000, 60_000).map((at, index) => video(at, at + 150 * (index % 2)))
    expect(firstAlarm(late, 59_900)).toBeNull()
  })

  it('stays quiet where sound comes in steps with slow pictures, as ffmpeg sends it, and finds its end', () => {
    const steps = every(1000, 60_000).flatMap((at, index) => {
      const arrived = at + 150 * (index % 2)
      return [
        video(at, arrived),
        ...every(21, 1000).map((sound) => ({ ...audio(at + sound - 1000), arrivedMs: arrived })),
      ]
    })
    expect(firstAlarm(steps, 59_900)).toBeNull()
    expect(firstAlarm(steps, 70_000)).toBeLessThanOrEqual(59_150 + 1500)
  })

  it('forgets a gap in the sound after ten seconds', () => {
    const sounds = [...every(21, 10_000), ...every(21, 30_000).map((at) => 10_900 + at)].map(audio)
    const pictures = [...every(40, 10_000), ...every(40, 30_000).map((at) => 10_900 + at)].map((at) => video(at))
    const last = Math.max(...sounds.map(({ arrivedMs }) => arrivedMs))
    const both = [...sounds, ...pictures].sort((one, other) => one.arrivedMs - other.arrivedMs)
    expect(firstAlarm(both, last + 5000)).toBeLessThanOrEqual(last + 1200)
  })

  it('finds one that ends with its first picture within 1.5 s', () => {
    expect(firstAlarm([video(0)], 5000)).toBe(1500)
  })

  it('alarms after 1 s when a slow picture and its sound both stop', () => {
    const both = [...every(1000, 10_001).map((at) => video(at)), ...every(21, 10_001).map(audio)]
    const alarm = firstAlarm(
      both.sort((a, b) => a.arrivedMs - b.arrivedMs),
      20_000,
    )
    expect(alarm).toBeGreaterThan(11_000)
    expect(alarm).toBeLessThanOrEqual(11_200)
  })

  it('alarms when the picture stops and sound goes on', () => {
    const both = [...every(40, 5000).map((at) => video(at)), ...every(21, 10_000).map(audio)]
    expect(
      firstAlarm(
        both.sort((a, b) => a.arrivedMs - b.arrivedMs),
        10_000,
      ),
    ).toBeLessThanOrEqual(6200)
  })

  it('proves nothing before the first picture, or when we were late ourselves; but not for ever', () => {
    const detector = new StallDetector()
    expect(detector.check(99_999, 0)).toBeNull()
    detector.packet(video(0))
    expect([1, 2, 3, 4].map(() => detector.check(5000, 300))).toEqual([null, null, null, true])
    detector.reset()
    expect(detector.check(5000, 0)).toBeNull()
  })
})

describe('StallDetector.dueMs', () => {
  it('is never later than the alarm, and not long before it', () => {
    const streams = [
      every(40, 20_000).map((at) => video(at)),
      every(1000, 20_000).map((at) => video(at)),
      [...every(1000, 20_000).map((at) => video(at)), ...every(21, 20_000).map(audio)].sort(
        (a, b) => a.arrivedMs - b.arrivedMs,
      ),
    ]
    for (const packets of streams) {
      const detector = new StallDetector()
      for (const packet of packets) detector.packet(packet)
      const alarm = firstAlarm(packets, 30_000) ?? Infinity
      expect(detector.dueMs).toBeLessThanOrEqual(alarm)
      expect(detector.dueMs).toBeGreaterThanOrEqual(alarm - 200)
    }
  })

  it('is never while nothing is known', () => {
    expect(new StallDetector().dueMs).toBe(Infinity)
  })
})
