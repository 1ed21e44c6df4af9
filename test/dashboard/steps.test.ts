import { describe, expect, it } from 'vitest'
import { stepsOf, type Situation } from '../../dashboard/firstrun/steps.ts'

const nothing: Situation = {
  isTested: false,
  instances: 0,
  streamArrives: false,
  destinations: 0,
  isRehearsed: false,
  chosen: null,
}
const told = (situation: Partial<Situation>) => stepsOf({ ...nothing, ...situation })
const states = (situation: Partial<Situation>) => told(situation).map(({ state }) => state)
const opened = (situation: Partial<Situation>) => told(situation).flatMap(({ name, isOpen }) => (isOpen ? [name] : []))

describe('the steps of a first run', () => {
  it('one is open at a time: the first that is not done', () => {
    expect(opened({})).toEqual(['find'])
    expect(opened({ isTested: true })).toEqual(['add'])
    expect(opened({ instances: 1 })).toEqual(['custom'])
    expect(opened({ instances: 1, streamArrives: true })).toEqual(['destination'])
    expect(opened({ instances: 1, streamArrives: true, destinations: 1 })).toEqual(['rehearse'])
  })

  it('are told by what is there, also what was done out of turn', () => {
    expect(states({ destinations: 2 })).toEqual(['current', 'open', 'open', 'done', 'open'])
    expect(states({ instances: 1, destinations: 2 })).toEqual(['done', 'done', 'current', 'done', 'open'])
    expect(states({ instances: 1, streamArrives: true, destinations: 2, isRehearsed: true })).toEqual(
      Array.from({ length: 5 }, () => 'done'),
    )
  })

  it('one that somebody opens is open instead of the current one, and stays what it is', () => {
    const situation = { instances: 1, chosen: 'find' } as const
    expect(opened(situation)).toEqual(['find'])
    expect(states(situation)).toEqual(['done', 'done', 'current', 'open', 'open'])
  })

  it('another vMix, found where there is one already, is named next', () => {
    expect(opened({ instances: 1, chosen: 'find', isTested: true })).toEqual(['add'])
  })

  it('none is open when all is done', () => {
    expect(opened({ instances: 1, streamArrives: true, destinations: 1, isRehearsed: true })).toEqual([])
  })
})
