import { describe, expect, it } from 'vitest'
import { createHealthJudge, type LinkReading } from './index.ts'
import { GOOD_READING } from '../../test/support/good-reading.ts'
import { latencyFor, lineFinding, lossFinding } from './link.ts'

const good: LinkReading = { rttMs: 30, latencyMs: 120, lossPercent: 0, droppedRecently: 0, sendBufferMs: 30 }

describe('the line of an SRT destination', () => {
  it('is good without loss, whatever the round trip, and with a little loss that the latency makes up for', () => {
    expect(lossFinding(good)).toBeNull()
    expect(lossFinding({ ...good, rttMs: 400 })).toBeNull()
    expect(lossFinding({ ...good, lossPercent: 4.9 })).toBeNull()
    expect(lossFinding({ ...good, lossPercent: null })).toBeNull()
    expect(lossFinding(null)).toBeNull()
  })

  it('that loses packets with too little latency says how much it takes', () => {
    const found = lossFinding({ ...good, rttMs: 90, lossPercent: 6 })
    expect(found).toMatchObject({ code: 'srt_loss', status: 'warning' })
    expect(`${found?.message} ${found?.action}`).toBe(
      'Loss 6 % at RTT 90 ms. Raise latency to at least 360 ms, here or at the receiver.',
    )
  })

  it('that loses a tenth and more is said even where the latency is enough, and is critical where it is not', () => {
    expect(lossFinding({ ...good, latencyMs: 1000, lossPercent: 12 })).toMatchObject({ status: 'warning' })
    expect(lossFinding({ ...good, rttMs: 90, lossPercent: 12 })).toMatchObject({ status: 'critical' })
  })

  it('on which packets come too late is critical', () => {
    expect(lossFinding({ ...good, lossPercent: 1, droppedRecently: 3 })).toMatchObject({
      code: 'srt_late',
      status: 'critical',
    })
  })

  it('that takes less than is sent is a warning', () => {
    expect(lineFinding({ ...good, sendBufferMs: 500 })).toBeNull()
    expect(lineFinding({ ...good, sendBufferMs: 900 })).toMatchObject({ code: 'srt_slow', status: 'warning' })
    expect(lineFinding({ ...good, latencyMs: 2000, sendBufferMs: 900 })).toBeNull()
  })

  it('takes four round trips of latency', () => {
    expect([0.05, 30, 90, 91].map(latencyFor)).toEqual([10, 120, 360, 370])
  })

  it('counts after five seconds, beside a healthy picture, and clears after ten', () => {
    const judge = createHealthJudge({ subject: 'destination' })
    const at = (atMs: number, link: LinkReading) =>
      judge
        .judge({ atMs, reading: { ...GOOD_READING, atMs }, live: true, shouldBeLive: true, link })
        .reasons.map(({ code }) => code)
    const bad = { ...good, rttMs: 90, lossPercent: 6 }
    expect(at(0, good)).toEqual([])
    expect(at(1000, bad)).toEqual([])
    expect(at(7000, bad)).toEqual(['srt_loss'])
    expect(at(8000, good)).toEqual(['srt_loss'])
    expect(at(19_000, good)).toEqual([])
  })
})
