import { describe, expect, it } from 'vitest'
import { RestartRule, type RestartLook } from './restart-rule.ts'

const died: Omit<RestartLook, 'atMs'> = { live: false, shouldBeLive: true, how: 'by_itself' }
const on: Omit<RestartLook, 'atMs'> = { live: true, shouldBeLive: true, how: null }

/** Looks once a second; says at which seconds it tried. */
function tries(rule: RestartRule, from: number, to: number, look: (second: number) => Omit<RestartLook, 'atMs'>) {
  const made: number[] = []
  for (let second = from; second <= to; second++) {
    if (rule.look({ atMs: second * 1000, ...look(second) }) === null) continue
    made.push(second)
    rule.tried(null)
  }
  return made
}

describe('a stream that stopped by itself', () => {
  it('is started at once, three times with more and more time between, and no more', () => {
    const rule = new RestartRule()
    expect(tries(rule, 0, 300, () => died)).toEqual([0, 5, 20])
    expect(rule.givenUp).toMatch(/3 tries/)
  })

  it('three times too, where it comes back each time and dies again', () => {
    const rule = new RestartRule()
    expect(tries(rule, 0, 500, (second) => (second % 10 === 0 ? died : on)).length).toBe(3)
  })

  it('is given up only while it is off, with what the last try said', () => {
    const rule = new RestartRule()
    for (const second of [0, 5, 20]) {
      expect(rule.look({ atMs: second * 1000, ...died })).not.toBeNull()
      expect(rule.givenUp).toBeNull()
      rule.tried('vMix does not answer.')
    }
    rule.look({ atMs: 21_000, ...died })
    expect(rule.givenUp).toBe('vMix does not answer.')
    rule.look({ atMs: 22_000, ...on })
    expect(rule.givenUp).toBeNull()
  })

  it('is counted anew when it has been on for ten minutes, or was stopped by somebody', () => {
    const rule = new RestartRule()
    expect(tries(rule, 0, 30, () => died).length).toBe(3)
    expect(tries(rule, 31, 640, () => on)).toEqual([])
    expect(tries(rule, 641, 641, () => died).length).toBe(1)
    const other = new RestartRule()
    tries(other, 0, 30, () => died)
    tries(other, 31, 32, () => ({ live: false, shouldBeLive: false, how: null }))
    expect(tries(other, 33, 33, () => died)).toEqual([33])
  })

  it('that is off again after a try, and nobody knows how, is given up at once: somebody may have stopped it', () => {
    const rule = new RestartRule()
    expect(tries(rule, 0, 120, (second) => (second === 0 ? died : { ...died, how: 'unknown' }))).toEqual([0])
    expect(rule.givenUp).toMatch(/not known/)
    tries(rule, 121, 121, () => on)
    expect(rule.givenUp).toBeNull()
  })

  it('is not started twice at once', () => {
    const rule = new RestartRule()
    expect(rule.look({ atMs: 0, ...died })).toBe(1)
    expect(rule.look({ atMs: 60_000, ...died })).toBeNull()
  })
})

describe('is never started again', () => {
  it.each<[string, Omit<RestartLook, 'atMs'>]>([
    ['what was stopped by hand', { ...died, how: 'by_hand' }],
    ['what nobody knows the reason of', { ...died, how: 'unknown' }],
    ['what the gateway may still tell of', { ...died, how: 'not_yet' }],
    ['what was stopped by this server', { ...died, shouldBeLive: false }],
    ['what nobody says should be on', { ...died, shouldBeLive: null }],
    ['what vMix says nothing of', { ...died, live: null }],
    ['what is on', on],
    ['what a vMix that does not answer showed last', { ...died, how: null }],
  ])('%s', (_, look) => {
    expect(tries(new RestartRule(), 0, 120, () => look)).toEqual([])
  })
})
