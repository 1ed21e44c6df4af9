import { describe, expect, it } from 'vitest'
import { LossEstimate } from './loss-estimate.ts'

type Happening = Partial<Record<'reports' | 'listed' | 'sentAgain', number>>

/** A look every 10 ms, at a line of 60 ms and 400 packets a second; what happens is given by its time. */
function lostAfter(happenings: Readonly<Record<number, Happening>>, forMs: number): number {
  const estimate = new LossEstimate(0)
  const counts = { sent: 0, sentAgain: 0, reports: 0, listed: 0, rttMs: 60 }
  for (let atMs = 10; atMs <= forMs; atMs += 10) {
    const { reports = 0, listed = 0, sentAgain = 0 } = happenings[atMs] ?? {}
    counts.sent += 4 + sentAgain
    counts.sentAgain += sentAgain
    counts.reports += reports
    counts.listed += listed
    estimate.see({ ...counts }, atMs)
  }
  return estimate.packetsLost
}
const gap = (listed: number): Happening => ({ reports: 1, listed, sentAgain: listed })

describe('the estimate of losses', () => {
  it('is nothing while nothing is reported', () => {
    expect(lostAfter({}, 5000)).toBe(0)
  })

  it('counts a packet once that is listed again while it is under way, sent again or not', () => {
    const listedOnly: Happening = { reports: 1, listed: 3 }
    expect(lostAfter({ 3000: gap(3), 3040: listedOnly }, 5000)).toBe(3)
    expect(lostAfter({ 3000: gap(3), 3040: gap(3) }, 5000)).toBeCloseTo(3, 1)
  })

  it('counts it again when a round trip has passed: it was lost a second time', () => {
    expect(lostAfter({ 3000: gap(1), 3100: gap(1) }, 5000)).toBe(2)
  })

  it('counts a gap that is reported while others are under way', () => {
    expect(lostAfter({ 3000: gap(5), 3010: gap(1), 3020: gap(1) }, 5000)).toBeCloseTo(7, 1)
  })

  it('takes a packet that libsrt sends again a moment after its report for that report’s', () => {
    const late = { 3000: { reports: 1, listed: 2 }, 3010: { sentAgain: 2 } }
    expect(lostAfter(late, 5000)).toBe(2)
  })
})
