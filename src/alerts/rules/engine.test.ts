import { describe, expect, it } from 'vitest'
import { AlertEngine } from './engine.ts'
import { rulesWith, type AlertRules } from './rule.ts'
import type { Condition } from './condition.ts'
import { engineMemory } from './memory.ts'

const began = Date.parse('2026-11-22T20:00:00.000Z')

function condition(kind: Condition['kind'], more: Partial<Condition> = {}): Condition {
  return {
    kind,
    instance: 'studio',
    channel: 0,
    destinationId: null,
    message: 'What is.',
    action: 'What to do.',
    ...more,
  }
}

const lost = condition('stream_lost')
const retrying = condition('destination_retrying', { destinationId: 'twitch' })

/** Looks at given seconds; says what was told at which. */
class Show {
  engine: AlertEngine
  readonly told: string[] = []

  constructor(rules: AlertRules = rulesWith({}), engine = new AlertEngine(rules)) {
    this.engine = engine
  }

  look(second: number, conditions: readonly Condition[] = [], unseen?: () => boolean): void {
    const moment = { atMs: second * 1000, nowMs: began + second * 1000 }
    for (const { notice } of this.engine.look(conditions, moment, unseen)) {
      this.told.push(`${second} ${notice.what} ${notice.alert?.kind} ${notice.alert?.severity}`)
    }
  }

  /** Once a second: what holds at each. */
  run(from: number, to: number, conditions: (second: number) => readonly Condition[]): void {
    for (let second = from; second <= to; second++) this.look(second, conditions(second))
  }
}

describe('an alarm', () => {
  it('of a lost stream is told at the first look, once, and its end once', () => {
    const show = new Show()
    show.run(0, 30, (second) => (second < 20 ? [lost] : []))
    expect(show.told).toEqual(['0 firing stream_lost critical', '25 resolved stream_lost critical'])
    expect(show.engine.alerts).toMatchObject([
      { state: 'resolved', since: '2026-11-22T20:00:00.000Z', resolvedAt: '2026-11-22T20:00:25.000Z' },
    ])
  })

  it('of what may mend itself is told only when it has held for its time', () => {
    const show = new Show()
    show.run(0, 9, () => [retrying])
    expect(show.told).toEqual([])
    show.look(10, [retrying])
    expect(show.told).toEqual(['10 firing destination_retrying warning'])
  })

  it('is not hidden by what blinks: time that it holds adds up while it is away for moments only', () => {
    const show = new Show()
    show.run(0, 30, (second) => (second % 3 === 2 ? [] : [condition('health_critical')]))
    expect(show.told.length).toBe(1)
    expect(show.told[0]).toMatch(/^[3-7] firing health_critical/)
  })

  it('that never held for its time leaves nothing', () => {
    const show = new Show()
    show.run(0, 60, (second) => (second < 5 ? [retrying] : []))
    expect([show.told, show.engine.alerts, show.engine.isWaiting]).toEqual([[], [], false])
  })

  it('is one for each thing: two destinations are two', () => {
    const show = new Show()
    const other = condition('destination_retrying', { destinationId: 'youtube' })
    show.run(0, 10, () => [retrying, other, other])
    expect(show.told.length).toBe(2)
    expect(new Set(show.engine.alerts.map(({ id }) => id)).size).toBe(2)
  })

  it('that becomes worse is told again, also where somebody has acknowledged it', () => {
    const show = new Show()
    const low = condition('disk_low')
    show.run(0, 6, () => [low])
    const [alert] = show.engine.alerts
    expect(show.engine.acknowledge(alert?.id ?? '', 'anna', began)).toBe(true)
    show.run(7, 9, () => [{ ...low, severity: 'critical' }])
    show.run(10, 12, () => [low])
    expect(show.told).toEqual(['5 firing disk_low warning', '7 firing disk_low critical'])
    expect(show.engine.alerts[0]?.acknowledged).toBeNull()
  })

  it('of a rule that is switched off is none', () => {
    const show = new Show(rulesWith({ stream_lost: { enabled: false } }))
    show.run(0, 3, () => [lost])
    expect([show.told, show.engine.alerts]).toEqual([[], []])
  })

  it('with a rule that tells no end ends without a word', () => {
    const show = new Show()
    show.run(0, 20, (second) => (second < 3 ? [condition('stream_stopped_by_hand')] : []))
    expect(show.told).toEqual(['0 firing stream_stopped_by_hand warning'])
  })

  it('goes to those that its rule names', () => {
    const engine = new AlertEngine(rulesWith({ stream_lost: { receivers: ['noc'] } }))
    expect(engine.look([lost], { atMs: 0, nowMs: began })[0]?.receivers).toEqual(['noc'])
  })

  it('has a sentence that is bounded', () => {
    const show = new Show()
    show.look(0, [{ ...lost, message: 'x'.repeat(100_000) }])
    show.look(1, [{ ...lost, message: 'y'.repeat(100_000) }])
    expect(show.engine.alerts[0]?.message.length).toBe(1000)
  })
})

describe('what comes and goes', () => {
  it('for a moment is one alarm', () => {
    const show = new Show()
    show.run(0, 60, (second) => (second % 4 < 2 ? [lost] : []))
    expect(show.told).toEqual(['0 firing stream_lost critical'])
    expect(show.engine.alerts[0]?.returns).toBe(15)
  })

  it('and is critical is told at once each time, yet at most two notices a cooldown, and never ends on "over" while it is', () => {
    const show = new Show()
    // Ten seconds on, ten off, for ten minutes: long enough away to be over each time.
    show.run(0, 600, (second) => (second % 20 < 10 ? [lost] : []))
    expect(show.told).toEqual([
      '0 firing stream_lost critical',
      '15 resolved stream_lost critical',
      '20 firing stream_lost critical',
    ])
    show.run(601, 700, () => [])
    expect(show.told.at(-1)).toMatch(/resolved/)
    expect(show.told.length).toBe(4)
  })

  it('and is no more than a warning waits for the end of its cooldown', () => {
    const show = new Show(rulesWith({ destination_retrying: { forMs: 0 } }))
    show.run(0, 5, (second) => (second === 0 ? [retrying] : []))
    show.run(6, 40, () => [])
    show.run(41, 80, () => [retrying])
    expect(show.told.map((line) => line.replace(' destination_retrying warning', ''))).toEqual([
      '0 firing',
      '6 resolved',
      '60 firing',
    ])
  })

  it('and was never told again is not told to be over', () => {
    const show = new Show(rulesWith({ destination_retrying: { forMs: 0 } }))
    show.run(0, 300, (second) => (second === 0 || (second > 20 && second < 30) ? [retrying] : []))
    expect(show.told.length).toBe(2)
  })
})

describe('a maintenance window', () => {
  const window = { id: 'w', fromMs: began + 10_000, untilMs: began + 20_000, kinds: null, reason: 'move', by: null }

  it('keeps quiet what begins in it, and tells at its end what still holds', () => {
    const show = new Show()
    show.engine.windows = [{ ...window, instances: ['studio'] }]
    show.run(12, 30, () => [lost])
    expect(show.told).toEqual(['20 firing stream_lost critical'])
  })

  it('shows what it keeps quiet', () => {
    const show = new Show()
    show.engine.windows = [{ ...window, instances: null }]
    show.look(12, [lost])
    expect([show.told, show.engine.alerts.length]).toEqual([[], 1])
  })

  it('of another vMix, or about something else, keeps nothing quiet', () => {
    const show = new Show()
    show.engine.windows = [
      { ...window, instances: ['other'] },
      { ...window, instances: null, kinds: ['disk_low'] },
    ]
    show.look(12, [lost])
    expect(show.told.length).toBe(1)
  })

  it('does not keep back that something is over which was told before it', () => {
    const show = new Show()
    show.engine.windows = [{ ...window, untilMs: null, instances: null }]
    show.run(0, 20, (second) => (second < 9 ? [lost] : []))
    expect(show.told).toEqual(['0 firing stream_lost critical', '14 resolved stream_lost critical'])
  })
})

describe('what nobody can see', () => {
  it('stays as it was: a vMix that is not asked yet ends no alarm', () => {
    const show = new Show()
    show.look(0, [lost])
    for (let second = 1; second < 60; second++) show.look(second, [], () => true)
    expect(show.engine.alerts[0]?.state).toBe('firing')
    show.run(60, 70, () => [])
    expect(show.told).toEqual(['0 firing stream_lost critical', '65 resolved stream_lost critical'])
  })
})

describe('what was acknowledged', () => {
  it('is told no more, is shown until it is over, and is gone then', () => {
    const show = new Show()
    show.engine.windows = [
      { id: 'w', fromMs: null, untilMs: began + 5000, instances: null, kinds: null, reason: '', by: 'anna' },
    ]
    show.look(0, [lost])
    const id = show.engine.alerts[0]?.id ?? ''
    expect(show.engine.acknowledge(id, 'anna', began + 1000)).toBe(true)
    show.run(1, 10, () => [lost])
    expect(show.engine.alerts[0]?.acknowledged).toEqual({ at: '2026-11-22T20:00:01.000Z', by: 'anna' })
    show.run(11, 20, () => [])
    expect([show.told, show.engine.alerts]).toEqual([[], []])
  })

  it('after it was over is gone, and what there is not cannot be', () => {
    const show = new Show()
    show.run(0, 10, (second) => (second === 0 ? [lost] : []))
    const id = show.engine.alerts[0]?.id ?? ''
    expect([show.engine.acknowledge(id, 'anna', began), show.engine.alerts]).toEqual([true, []])
    expect(show.engine.acknowledge(id, 'anna', began)).toBe(false)
  })
})

describe('a restart', () => {
  function restarted(show: Show, atMs: number, second: number): Show {
    const memory = engineMemory.parse(JSON.parse(JSON.stringify(show.engine.memory)))
    const moment = { atMs, nowMs: began + second * 1000 }
    return new Show(show.engine.rules, new AlertEngine(show.engine.rules, memory, moment))
  }

  it('neither tells again what was told, nor forgets that it is', () => {
    const show = new Show()
    show.look(0, [lost])
    const id = show.engine.alerts[0]?.id
    const next = restarted(show, 5000, 100)
    next.run(5, 20, () => [lost])
    expect([next.told, next.engine.alerts[0]?.id]).toEqual([[], id])
    next.run(21, 30, () => [])
    expect(next.told).toEqual(['26 resolved stream_lost critical'])
  })

  it('keeps a cooldown, by the wall clock', () => {
    const show = new Show(rulesWith({ destination_retrying: { forMs: 0 } }))
    show.run(0, 10, (second) => (second === 0 ? [retrying] : []))
    const next = restarted(show, 0, 11)
    next.run(12, 70, () => [retrying])
    expect(next.told).toEqual(['60 firing destination_retrying warning'])
  })
})

describe('too much at once', () => {
  it('is bounded and counted', () => {
    const show = new Show()
    show.look(
      0,
      Array.from({ length: 1200 }, (_, n) => condition('destination_failed', { destinationId: `d${n}` })),
    )
    expect([show.engine.alerts.length, show.engine.ignored]).toEqual([1000, 200])
    show.run(1, 10, () => [])
    expect(show.engine.alerts.length).toBe(100)
  })
})
