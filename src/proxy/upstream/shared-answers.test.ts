import { describe, expect, it } from 'vitest'
import { systemClock } from '../../clock/index.ts'
import { SharedAnswers } from './shared-answers.ts'

/** A vMix that answers when the test says so, and a clock that stands still. */
function stage(maxAgeMs = 100) {
  const clock = { ...systemClock, monotonic: () => time.now }
  const time = { now: 0 }
  const asked: PromiseWithResolvers<number>[] = []
  const answers = new SharedAnswers<number>({
    clock,
    maxAgeMs,
    maxKeys: 2,
    ask: () => {
      const next = Promise.withResolvers<number>()
      asked.push(next)
      return next.promise
    },
  })
  return { time, asked, answers }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('SharedAnswers', () => {
  it('asks once for all, and again when the answer is old', async () => {
    const { time, asked, answers } = stage()
    const all = [answers.get(''), answers.get('')]
    asked[0]?.resolve(1)
    expect(await Promise.all(all)).toEqual([1, 1])
    time.now = 100
    expect(await answers.get('')).toBe(1)
    time.now = 101
    const later = answers.get('')
    asked[1]?.resolve(2)
    expect([await later, answers.count]).toEqual([2, 2])
  })

  it('gives a fresh one to whoever wants it: asked for from then on, after what is under way, and shared on', async () => {
    const { time, asked, answers } = stage()
    const early = answers.get('')
    time.now = 1
    const fresh = [answers.fresh(''), answers.fresh('')]
    time.now = 2
    asked[0]?.resolve(1)
    expect(await early).toBe(1)
    await turn()
    expect(asked.length).toBe(2)
    asked[1]?.resolve(2)
    expect(await Promise.all(fresh)).toEqual([2, 2])
    expect(await answers.get('')).toBe(2)
    expect(answers.count).toBe(2)
  })

  it('gives nothing that was asked for before a change, and asks one at a time', async () => {
    const { asked, answers } = stage()
    const early = answers.get('')
    answers.changed()
    const late = [answers.get(''), answers.get('')]
    await turn()
    expect(asked.length).toBe(1)
    asked[0]?.resolve(1)
    expect(await early).toBe(1)
    await turn()
    expect(asked.length).toBe(2)
    // Another change does not keep those waiting who asked before it.
    answers.changed()
    asked[1]?.resolve(2)
    expect(await Promise.all(late)).toEqual([2, 2])
  })

  it('shares a failure too, and forgets the least recent question', async () => {
    const { time, asked, answers } = stage()
    const failing = [answers.get('a'), answers.get('a')]
    asked[0]?.reject(new Error('away'))
    expect((await Promise.allSettled(failing)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await expect(answers.get('a')).rejects.toThrow('away')
    time.now = 101
    for (const [index, key] of ['a', 'b', 'c'].entries()) {
      const answer = answers.get(key)
      asked[index + 1]?.resolve(index)
      expect(await answer).toBe(index)
    }
    const again = answers.get('a')
    asked[4]?.resolve(9)
    expect(await again).toBe(9)
  })
})
