import { appendFile, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { readEntries, verifyLog, type Witness } from '../../src/witness/index.ts'
import { collect, freshFolder, openIn, typesOf } from './support.ts'

const rotation = { bytes: 2000 }
const segment = (folder: string, number: number): string => join(folder, `00000${number}.jsonl`)

async function segmentsOf(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort()
}

async function appendSome(witness: Witness, count: number): Promise<void> {
  for (let index = 0; index < count; index++) await witness.append({ eventType: 'x', params: { index } })
}

/** A log of four segments, the last one with more than one entry in it, and closed. */
async function fourSegments(): Promise<string> {
  const folder = await freshFolder()
  await using witness = await openIn(folder, { rotation })
  for (let index = 0; (await segmentsOf(folder)).length < 4; index++) {
    await witness.append({ eventType: 'operation_requested', operationId: `op${index}` })
  }
  await appendSome(witness, 1)
  return folder
}

describe('rotation', () => {
  it('goes on in a new segment before one gets too long, each beginning with the head of the one before', async () => {
    const folder = await freshFolder()
    await using witness = await openIn(folder, { rotation })
    await appendSome(witness, 30)
    const names = await segmentsOf(folder)
    expect(names.length).toBeGreaterThan(5)
    expect(names[1]).toBe('000002.jsonl')
    const heads: unknown[] = []
    const begins: unknown[] = []
    for (const name of names) {
      const text = await readFile(join(folder, name), 'latin1')
      expect(text.length).toBeLessThanOrEqual(rotation.bytes)
      const lines = text
        .trimEnd()
        .split('\n')
        .map((line): Record<string, unknown> => JSON.parse(line))
      begins.push(lines[0]?.['previous_hash'])
      heads.push(lines.at(-1)?.['current_hash'])
    }
    expect(begins.slice(1)).toEqual(heads.slice(0, -1))
    expect(witness.head()).toEqual({ size: 31, hash: heads.at(-1) })
    expect(await verifyLog({ folder })).toMatchObject({ valid: true, totalEvents: 31, lastHash: heads.at(-1) })
  })

  it('never leaves a segment without an entry, however long an entry is', async () => {
    const folder = await freshFolder()
    await using witness = await openIn(folder, { rotation: { bytes: 1 } })
    await appendSome(witness, 5)
    expect(await segmentsOf(folder)).toHaveLength(6)
    for (const name of await segmentsOf(folder)) expect((await stat(join(folder, name))).size).toBeGreaterThan(300)
  })

  it('goes on in a new segment when a day (UTC) begins, if that is asked for', async () => {
    const folder = await freshFolder()
    let now = Date.parse('2026-11-22T23:59:59.000Z')
    const clock = { ...systemClock, now: () => now, monotonic: () => systemClock.monotonic(), sleep: systemClock.sleep }
    await using daily = await openIn(folder, { clock, rotation: { daily: true } })
    await using other = await openIn(folder, { clock })
    await appendSome(daily, 2)
    now += 2000
    await appendSome(other, 1)
    expect(await segmentsOf(folder)).toHaveLength(1)
    now += 86_400_000
    await appendSome(daily, 2)
    expect(await segmentsOf(folder)).toHaveLength(2)
    await appendSome(other, 1)
    now -= 86_400_000
    await appendSome(daily, 1)
    expect(await segmentsOf(folder)).toHaveLength(2)
    expect(await verifyLog({ folder })).toMatchObject({ valid: true, totalEvents: 8 })
  })

  it('refuses a length that is none', async () => {
    await expect(openIn(await freshFolder(), { rotation: { bytes: 0.5 } })).rejects.toThrow(RangeError)
  })

  it('is followed by all who have the log open', async () => {
    const folder = await freshFolder()
    await using one = await openIn(folder, { rotation })
    await using other = await openIn(folder, { rotation: { bytes: 3000 } })
    for (let round = 0; round < 20; round++) {
      await Promise.all([appendSome(one, 2), appendSome(other, 2)])
    }
    expect((await one.refresh()).size).toBe(81)
    expect((await segmentsOf(folder)).length).toBeGreaterThan(10)
    expect(await verifyLog({ folder })).toMatchObject({ valid: true, totalEvents: 81 })
  })
})

describe('reading over segments', () => {
  it('gives all entries in order, from anywhere, also what comes while it reads', async () => {
    const folder = await freshFolder()
    await using one = await openIn(folder, { rotation })
    await using other = await openIn(folder, { rotation })
    let seen = 0
    for (let round = 0; round < 5; round++) {
      await Promise.all(Array.from({ length: 20 }, () => other.append({ eventType: 'x' })))
      const fresh = await collect(one.entries({ from: seen + 1 }))
      expect(fresh.map(({ event }) => event.sequence)).toEqual(fresh.map((_, index) => seen + index + 1))
      seen += fresh.length
      expect(seen).toBe(round * 20 + 21)
    }
    const running = collect(readEntries(folder))
    await appendSome(other, 40)
    const found = (await running).map(({ event }) => event.sequence)
    expect(found.length).toBeGreaterThanOrEqual(101)
    expect(found).toEqual(found.map((_, index) => index + 1))
    expect(await collect(one.entries({ from: 77 }))).toHaveLength(65)
  })

  it('finds the intents without an outcome in all of them', async () => {
    const folder = await freshFolder()
    await using witness = await openIn(folder, { rotation })
    await using other = await openIn(folder)
    const open = async (one: Witness): Promise<unknown> =>
      (await one.unfinished()).map(({ event }) => [event.operation_id, event.sequence])
    await witness.append({ eventType: 'operation_requested', operationId: 'a' })
    await witness.append({ eventType: 'operation_requested', operationId: 'b' })
    expect(await open(witness)).toEqual([
      ['a', 2],
      ['b', 3],
    ])
    await appendSome(witness, 20)
    await witness.append({ eventType: 'stream_started', operationId: 'a' })
    await witness.append({ eventType: 'operation_requested', operationId: 'c' })
    expect(await open(witness)).toEqual([
      ['b', 3],
      ['c', 25],
    ])
    expect(await open(other)).toEqual([
      ['b', 3],
      ['c', 25],
    ])
  })

  it('says so where a segment is missing, or not in its place', async () => {
    for (const name of ['000001.jsonl', '000002.jsonl', '000003.jsonl']) {
      const folder = await fourSegments()
      await rm(join(folder, name))
      await expect(collect(readEntries(folder))).rejects.toMatchObject({ code: 'broken' })
    }
  })
})

describe('a log of several segments', () => {
  const reopened = async (folder: string): Promise<string[]> => {
    await using witness = await openIn(folder, { rotation })
    await witness.append({ eventType: 'y' })
    return typesOf(await collect(witness.entries()))
      .filter((type) => type !== 'operation_requested')
      .slice(1)
  }

  it('is continued where it ended', async () => {
    const folder = await fourSegments()
    expect(await reopened(folder)).toEqual(['x', 'y'])
    expect(await verifyLog({ folder })).toMatchObject({ valid: true, tornTail: null })
  })

  it('is continued when its last segment was made and nothing written, or torn', async () => {
    for (const left of ['', '{"current_hash": "0123', '\0'.repeat(700)]) {
      const folder = await fourSegments()
      await writeFile(segment(folder, 5), left)
      expect(await verifyLog({ folder })).toMatchObject({ valid: true, totalEvents: expect.any(Number) })
      expect(await reopened(folder)).toEqual(left === '' ? ['x', 'y'] : ['x', 'log_recovered', 'y'])
      expect(await segmentsOf(folder)).toHaveLength(5)
      expect(await verifyLog({ folder })).toMatchObject({ valid: true, tornTail: null })
    }
  })

  it('is continued when its last entry is torn', async () => {
    const folder = await fourSegments()
    await truncate(segment(folder, 4), (await stat(segment(folder, 4))).size - 10)
    expect(await reopened(folder)).toEqual(['log_recovered', 'y'])
    expect(await verifyLog({ folder })).toMatchObject({ valid: true, tornTail: null })
  })

  it('is not continued when its first segment is missing, or the one before the last', async () => {
    for (const number of [1, 3]) {
      const folder = await fourSegments()
      await rm(segment(folder, number))
      await expect(openIn(folder)).rejects.toMatchObject({ code: 'broken' })
    }
  })

  it('with a gap in the numbers of its segments is neither opened to write nor verified', async () => {
    for (const number of [1, 2, 3]) {
      const folder = await fourSegments()
      await rm(segment(folder, number))
      const { size } = await stat(segment(folder, 4))
      await expect(openIn(folder)).rejects.toMatchObject({
        code: 'broken',
        message: expect.stringMatching(/segment.*missing.*evidence/),
      })
      expect((await stat(segment(folder, 4))).size).toBe(size)
      expect(await verifyLog({ folder })).toMatchObject({ valid: false })
    }
  })

  it('is not forked by who has it open when others went on and a segment of theirs was taken away', async () => {
    const folder = await freshFolder()
    await using witness = await openIn(folder)
    {
      await using other = await openIn(folder, { rotation })
      await appendSome(other, 12)
    }
    expect((await segmentsOf(folder)).length).toBeGreaterThan(2)
    await rename(segment(folder, 2), join(folder, 'away'))
    const { size } = await stat(segment(folder, 1))
    await expect(witness.append({ eventType: 'x' })).rejects.toMatchObject({
      code: 'broken',
      message: expect.stringContaining('missing'),
    })
    expect((await stat(segment(folder, 1))).size).toBe(size)
  })

  it('is not continued when the last two segments do not join', async () => {
    const folder = await fourSegments()
    await rename(segment(folder, 3), join(folder, 'third'))
    await rename(segment(folder, 2), segment(folder, 3))
    await expect(openIn(folder)).rejects.toMatchObject({ code: 'broken' })
    const torn = await fourSegments()
    await appendFile(segment(torn, 3), 'half')
    await expect(openIn(torn)).rejects.toMatchObject({ code: 'broken' })
    expect(await verifyLog({ folder: torn })).toMatchObject({ valid: false })
  })

  it('is not continued when its last segment vanishes while it is open', async () => {
    const folder = await fourSegments()
    await using witness = await openIn(folder, { rotation })
    await rename(segment(folder, 4), join(folder, 'away'))
    await expect(witness.append({ eventType: 'x' })).rejects.toMatchObject({ code: 'broken' })
    expect(await segmentsOf(folder)).toHaveLength(3)
  })

  it('of another log is not taken for a continuation', async () => {
    const folder = await fourSegments()
    const other = await fourSegments()
    await using witness = await openIn(folder, { rotation })
    await writeFile(segment(folder, 5), await readFile(segment(other, 4)))
    await expect(witness.append({ eventType: 'x' })).rejects.toMatchObject({ code: 'broken' })
  })
})
