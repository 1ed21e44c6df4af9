import { describe, expect, it } from 'vitest'
import { Remarks } from './remarks.ts'

const at = '2026-11-22T13:01:43.807Z'

/** So many operations are asked for, with ids of this length. */
function asked(count: number, length: number): Remarks {
  const remarks = new Remarks()
  for (let index = 0; index < count; index++) remarks.pass(index + 1, '', at, String(index).padEnd(length, '-'), true)
  return remarks
}

describe('operations without an outcome', () => {
  it('are all counted as long as they are no more than any show has', () => {
    expect(asked(100_000, 36).found.unfinished).toMatchObject({ count: 100_000, isComplete: true })
  })

  it('are kept up to a number, and up to a length of all their ids, and the count says that there are more', () => {
    expect(asked(100_001, 36).found.unfinished).toMatchObject({ count: 100_000, isComplete: false })
    // Such ids would take 3 GB.
    const { count, isComplete, oldest } = asked(1000, 60_000).found.unfinished
    expect({ isComplete, listed: oldest.length }).toEqual({ isComplete: false, listed: 20 })
    expect(count * 60_000).toBeLessThanOrEqual(16 * 1024 * 1024)
  })

  it('leave their room when they end', () => {
    const remarks = new Remarks()
    for (let index = 0; index < 1000; index++) {
      const id = String(index).padEnd(60_000, '-')
      remarks.pass(2 * index + 1, '', at, id, true)
      remarks.pass(2 * index + 2, '', at, id, false)
      // Told twice, it frees nothing twice.
      remarks.pass(2 * index + 2, '', at, id, false)
    }
    expect(remarks.found.unfinished).toEqual({ count: 0, oldest: [], isComplete: true })
    remarks.pass(3000, '', at, 'x'.repeat(60_000), true)
    expect(remarks.found.unfinished).toMatchObject({ count: 1, isComplete: true })
  })
})
