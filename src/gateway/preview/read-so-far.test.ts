import { describe, expect, it } from 'vitest'
import { ReadSoFar } from './read-so-far.ts'

describe('ReadSoFar', () => {
  it('counts as read what was sent before the newest question that was answered', () => {
    const far = new ReadSoFar()
    expect(far.sent(100, 0)).toBe('1')
    expect([far.sent(50, 10), far.sent(50, 249)]).toEqual([null, null])
    expect(far.unreadBytes).toBe(200)
    expect(far.sent(10, 250)).toBe('2')
    expect(far.unreadMs(1000)).toBe(1000)
    far.answered('1')
    expect([far.unreadBytes, far.unreadMs(1000)]).toEqual([110, 750])
    far.answered('2')
    expect([far.unreadBytes, far.unreadMs(1000)]).toEqual([0, 0])
  })

  it('takes an answer to nothing, or one twice, for nothing', () => {
    const far = new ReadSoFar()
    far.sent(100, 0)
    far.sent(100, 1000)
    for (const answer of ['', '7', '2', '1', '2', 'x'.repeat(1000)]) far.answered(answer)
    expect(far.unreadBytes).toBe(0)
  })

  it('asks no more once many questions are open', () => {
    const far = new ReadSoFar()
    const asked = Array.from({ length: 1000 }, (_, at) => far.sent(1, at * 1000)).filter((one) => one !== null)
    expect(asked.length).toBe(256)
    expect(far.unreadBytes).toBe(1000)
  })
})
