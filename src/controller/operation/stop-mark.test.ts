import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../clock/index.ts'
import { StopMark } from './stop-mark.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stop-mark-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('the mark of a stop', () => {
  it('ends the starts that have begun, and no later one', async () => {
    const mark = StopMark.channel(folder, 0)
    const before = mark.begin()
    expect(before.came()).toBe(false)
    await mark.set(systemClock)
    expect([before.came(), mark.begin().came()]).toEqual([true, false])
  })

  it('does so too where nobody may be held up, prepared or not', async () => {
    const mark = StopMark.channel(folder, 1)
    const first = mark.beginAside(systemClock)
    expect(await first()).toBe(false)
    await mark.set(systemClock)
    expect(await first()).toBe(true)
    const second = mark.beginAside(systemClock)
    const third = mark.beginAside(systemClock)
    expect(await second()).toBe(false)
    await mark.set(systemClock)
    expect([await second(), await third()]).toEqual([true, true])
    expect(await mark.beginAside(systemClock)()).toBe(false)
    const prepared = StopMark.recorder(folder)
    await prepared.prepare()
    const start = prepared.beginAside(systemClock)
    await prepared.set(systemClock)
    expect(await start()).toBe(true)
  })

  it('tells whether anybody has just told it to stop, which a start has not', async () => {
    const mark = StopMark.recorder(folder)
    const isFresh = () => mark.isFresh(systemClock, 10_000)
    expect(await isFresh()).toBe(false)
    mark.begin()
    expect(await isFresh()).toBe(false)
    await mark.set(systemClock)
    expect(await isFresh()).toBe(true)
    const later = { ...systemClock, now: () => Date.now() + 11_000 }
    expect(await mark.isFresh(later, 10_000)).toBe(false)
  })
})
