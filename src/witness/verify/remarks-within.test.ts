import { array, assert, boolean, constantFrom, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RemarksCollector } from './remarks-within.ts'
import { Remarks } from './remarks.ts'

const times = ['2026-11-22T13:01:43.807Z', '2026-11-22T13:01:43.808Z', '2026-11-22T13:01:43Z', 'no time']
const entries = array(
  record({
    at: constantFrom(...times),
    operation: constantFrom(null, 'a', 'b', 'c', 'd', ''),
    isIntent: boolean(),
  }),
  { minLength: 1, maxLength: 60 },
)

describe('remarks on entries that were looked at in pieces', () => {
  it('are those of one who looked at all, wherever they are cut', () => {
    assert(
      property(entries, array(boolean(), { minLength: 60, maxLength: 60 }), (all, cuts) => {
        const whole = new Remarks()
        const joined = new Remarks()
        let piece = new RemarksCollector()
        for (const [index, { at, operation, isIntent }] of all.entries()) {
          whole.pass(index + 1, '', at, operation, isIntent)
          // Whoever joins has seen the first one itself.
          if (index === 0) joined.pass(index + 1, '', at, operation, isIntent)
          else piece.pass(index + 1, '', at, operation, isIntent)
          if (index > 0 && (cuts[index] === true || index === all.length - 1)) {
            if (!joined.hasRoomFor(piece.found)) throw new Error('there is room for so few')
            joined.join(structuredClone(piece.found))
            piece = new RemarksCollector()
          }
        }
        expect(joined.found).toEqual(whole.found)
      }),
      { numRuns: 2000 },
    )
  })

  it('are not joined where more might be open at once than is kept', () => {
    const opened = (count: number, length: number, from = 0): RemarksCollector => {
      const piece = new RemarksCollector()
      for (let n = 0; n < count; n++) piece.pass(n + 1, '', times[0] ?? '', String(from + n).padEnd(length, '-'), true)
      return piece
    }
    const remarks = new Remarks()
    remarks.pass(1, '', times[0] ?? '', 'first', true)
    expect(remarks.hasRoomFor(opened(99_999, 10).found)).toBe(true)
    expect(remarks.hasRoomFor(opened(100_000, 10).found)).toBe(false)
    expect(remarks.hasRoomFor(opened(300, 60_000).found)).toBe(false)
    // Also where all of them have ended again.
    const passing = opened(100_000, 10)
    for (let n = 0; n < 100_000; n++) passing.pass(100_001 + n, '', times[0] ?? '', String(n).padEnd(10, '-'), false)
    expect(passing.found.opened).toEqual([])
    expect(remarks.hasRoomFor(passing.found)).toBe(false)
  })
})
