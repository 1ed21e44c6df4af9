import { describe, expect, it } from 'vitest'
import { GapRecord } from './gap-record.ts'
import { prepareEvent } from './prepare.ts'

const event = (eventType: string): ReturnType<typeof prepareEvent> =>
  prepareEvent({ eventType }, { actor: 'anna', timestamp: 't' })

describe('a gap', () => {
  it('tells how much is missing, from when to when, of which kinds', () => {
    const gap = new GapRecord()
    expect(gap.isEmpty).toBe(true)
    gap.add(event('stream_stopped'), 1000, 'disk_full', true)
    gap.add(event('operation_requested'), 2000, 'disk_full', false)
    gap.add(event('operation_requested'), 3000, 'disk_full', false)
    expect(gap.describe()).toMatchObject({
      count: 3,
      first_at: '1970-01-01T00:00:01.000Z',
      last_at: '1970-01-01T00:00:03.000Z',
      kinds: { stream_stopped: 1, operation_requested: 2 },
      recorded_late: 1,
      cause: 'disk_full',
    })
  })

  it('stays bounded, and counts on', () => {
    const gap = new GapRecord()
    for (let index = 0; index < 2000; index++) gap.add(event(`kind_${index}`), index, 'disk_error', true)
    const told = gap.describe()
    expect(told['count']).toBe(2000)
    expect(gap.late).toHaveLength(256)
    expect(Object.keys(Object(told['kinds']))).toHaveLength(33)
  })

  it('takes up what came while it was tried to be written', () => {
    const [first, second] = [new GapRecord(), new GapRecord()]
    first.add(event('a'), 1, 'disk_full', true)
    second.add(event('a'), 2, 'disk_error', true)
    first.absorb(second)
    expect(first.describe()).toMatchObject({ count: 2, kinds: { a: 2 }, recorded_late: 2, cause: 'disk_error' })
  })
})
