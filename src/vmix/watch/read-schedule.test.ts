import { describe, expect, it } from 'vitest'
import { ReadSchedule } from './read-schedule.ts'

const schedule = () => new ReadSchedule({ pollMs: 1000, slowPollMs: 2000, minGapMs: 50 })

/** One read that begins at `at` and takes `tookMs`. */
function read(plan: ReadSchedule, at: number, tookMs: number): void {
  plan.begin(at)
  plan.succeeded(at + tookMs, 0.5)
}

describe('the state is read', () => {
  it('at once, and then at the pace of polling', () => {
    const plan = schedule()
    expect(plan.next()).toBe(Number.NEGATIVE_INFINITY)
    read(plan, 1000, 10)
    expect(plan.next()).toBe(2000)
  })

  it('slowly while activators come', () => {
    const plan = schedule()
    plan.pushed = true
    read(plan, 1000, 10)
    expect(plan.next()).toBe(3000)
  })

  it('at once when something happened, not more often than the gap, and once more when it has settled', () => {
    const plan = schedule()
    read(plan, 1000, 10)
    plan.want(1500, { settle: true })
    expect(plan.next()).toBeLessThanOrEqual(1500)
    read(plan, 1500, 10)
    plan.want(1520, { settle: true })
    plan.want(1530, { settle: true })
    expect(plan.next()).toBe(1520)
    read(plan, 1530, 10)
    expect(plan.next()).toBe(1780)
    read(plan, 1780, 10)
    expect(plan.next()).toBe(2780)
  })

  it('of something that never stops changing no more often than the gap, after a burst', () => {
    const plan = schedule()
    const begins: number[] = []
    for (let at = 1000; at < 3000; at = Math.max(at + 1, plan.next())) {
      read(plan, at, 2)
      plan.want(at + 3, { settle: true })
      begins.push(at)
    }
    expect(begins.slice(0, 5)).toEqual([1000, 1010, 1020, 1030, 1040])
    expect(begins.length).toBeLessThanOrEqual(2000 / 50 + 9)
    const last = begins.slice(-10)
    expect((last.at(-1) ?? 0) - (last[0] ?? 0)).toBeGreaterThanOrEqual(400)
  })

  it('once more after a read during which something happened', () => {
    const plan = schedule()
    plan.begin(1000)
    plan.want(1010, { settle: false })
    plan.succeeded(1020, 0.5)
    expect(plan.next()).toBe(1010)
  })

  it('less often of a vMix that answers slowly', () => {
    const plan = schedule()
    read(plan, 0, 10)
    read(plan, 1000, 800)
    // Once may be chance.
    expect(plan.next()).toBe(2000)
    read(plan, 1000, 800)
    expect(plan.next()).toBe(1000 + 4 * 800)
    plan.want(1900, { settle: false })
    expect(plan.next()).toBe(1000 + 2 * 800)
    read(plan, 5000, 5000)
    read(plan, 10_000, 5000)
    expect(plan.next()).toBe(20_000)
  })

  it('several times a second while somebody waits for something to show', () => {
    const plan = schedule()
    plan.waiting = 1
    read(plan, 1000, 10)
    expect(plan.next()).toBe(1150)
    plan.waiting = 0
    expect(plan.next()).toBe(2000)
  })

  it('again after a failure, with pauses that grow; soon where a port only refuses', () => {
    const plan = schedule()
    let at = 1000
    const pauses = [1, 2, 3, 4, 5, 6, 7].map((failures) => {
      plan.begin(at)
      plan.failed(at + 5, failures, false, 0.999)
      const pause = plan.next() - at - 5
      at += 10_000
      return Math.round(pause)
    })
    expect(pauses).toEqual([100, 200, 400, 800, 1599, 1999, 1999])
    plan.begin(at)
    plan.failed(at, 9, true, 0.999)
    expect(Math.round(plan.next() - at)).toBe(400)
    // How long the failed try took says nothing of vMix's work.
    plan.begin(at)
    plan.failed(at + 5000, 1, false, 0.999)
    expect(Math.round(plan.next() - at)).toBe(5100)
  })
})
