import { describe, expect, it } from 'vitest'
import { holds, isOfAll, windowText } from '../../dashboard/state/maintenance.ts'
import { planBody } from '../../dashboard/state/plan-body.ts'
import { timingSent, timingShown } from '../../dashboard/state/plan-timing.ts'
import type { MaintenanceView, ScheduleView } from '../../src/server/view/index.ts'

const nothing = { kind: 'weekly', at: '', days: [], time: '', cron: '' } as const

describe('when something is planned', () => {
  it('every week is sent as a cron expression, and shown as every week again', () => {
    const weekly = { ...nothing, days: [3, 0], time: '09:05' }
    expect(timingSent(weekly)).toEqual({ cron: '5 9 * * 0,3' })
    expect(timingShown({ at: null, cron: '5 9 * * 0,3' })).toMatchObject({
      kind: 'weekly',
      days: [0, 3],
      time: '09:05',
    })
    expect(timingSent({ ...nothing, days: [0, 1, 2, 3, 4, 5, 6], time: '00:00' })).toEqual({ cron: '0 0 * * *' })
    expect(timingShown({ at: null, cron: '0 0 * * *' }).days).toHaveLength(7)
  })

  it('what is more than every week stays the expression that it is', () => {
    for (const cron of ['*/5 * * * *', '0 9 1 * *', '0 9-11 * * 1', '0 9 * * MON', '0 9 * * 1#2'])
      expect(timingShown({ at: null, cron })).toMatchObject({ kind: 'cron', cron })
  })

  it('is not sent before it is said', () => {
    for (const kind of ['once', 'weekly', 'cron'] as const) expect(timingSent({ ...nothing, kind })).toBeNull()
    expect(timingSent({ ...nothing, time: '09:00' })).toBeNull()
    expect(timingSent({ ...nothing, kind: 'once', at: '2026-12-24T17:00' })).toEqual({ at: '2026-12-24T17:00' })
  })
})

describe('a line of the plan that is sent again', () => {
  const line: ScheduleView = {
    kind: 'schedule',
    id: 'sunday',
    name: 'Sunday',
    instance: 'studio',
    channel: 1,
    does: 'start',
    enabled: false,
    fromFile: false,
    destinations: ['twitch'],
    record: { format: 'MKV' },
    looksBefore: false,
    cron: '0 9 * * 0',
    at: null,
    timeZone: 'Europe/Berlin',
    nextAt: null,
    preflightAt: null,
    skipped: null,
    last: null,
    preflight: null,
  }

  it('is what it was', () => {
    expect(planBody(line)).toEqual({
      name: 'Sunday',
      instance: 'studio',
      do: 'start',
      channel: 1,
      timeZone: 'Europe/Berlin',
      enabled: false,
      cron: '0 9 * * 0',
      destinations: ['twitch'],
      preflight: false,
      record: { format: 'MKV' },
    })
  })

  it('has nothing that only a start has, where it is none', () => {
    const stop = planBody({ ...line, does: 'stop', destinations: [], record: null, cron: null, at: '2026-12-24T17:00' })
    expect(Object.keys(stop).sort()).toEqual(['at', 'channel', 'do', 'enabled', 'instance', 'name', 'timeZone'])
  })
})

describe('maintenance', () => {
  const window: MaintenanceView = {
    kind: 'maintenance',
    id: 'm',
    from: '2026-11-22T10:00:00Z',
    until: '2026-11-22T12:00:00Z',
    instances: null,
    about: null,
    reason: 'New cables.',
    by: 'Anna',
  }
  const at = (time: string) => Date.parse(`2026-11-22T${time}Z`)

  it('holds from its beginning on, and no longer at its end', () => {
    expect(['09:59:59', '10:00:00', '11:59:59', '12:00:00'].map((time) => holds(window, at(time)))).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(holds({ ...window, from: null, until: null }, 0)).toBe(true)
  })

  it('says whose it is and of what; of some is not of all', () => {
    expect(isOfAll(window)).toBe(true)
    expect(isOfAll({ ...window, about: ['disk_low'] })).toBe(false)
    const some = { ...window, from: null, until: null, instances: ['studio'], about: ['disk_low'], by: null }
    expect(windowText(some)).toBe('of studio, about disk low, until it is ended, from the configuration file')
  })
})
