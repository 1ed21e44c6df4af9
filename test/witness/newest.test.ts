import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { findNewest } from '../../src/witness/find-newest.ts'
import { segmentPath } from '../../src/witness/segments.ts'
import { collect, freshFolder, openIn, segmentOf } from './support.ts'

const wide = 'x'.repeat(2000)

/** A log with a `mark` at each of these entries, and others of two kilobytes. */
async function logWith(entries: number, marks: readonly number[], rotateAt?: number): Promise<string> {
  const folder = await freshFolder()
  await using witness = await openIn(folder, rotateAt === undefined ? {} : { rotation: { bytes: rotateAt } })
  const all = Array.from({ length: entries - 1 }, (_, index) =>
    witness.append({ eventType: marks.includes(index + 2) ? 'mark' : 'lunch', params: { wide } }),
  )
  await Promise.all(all)
  return folder
}

describe('the newest entry of a type', () => {
  it('is found wherever it stands, and what comes from near it is read from there', async () => {
    for (const marks of [[2], [2, 700], [999], [1000], [2, 300, 650]]) {
      const folder = await logWith(1000, marks)
      await using witness = await openIn(folder)
      const entry = await witness.newest('mark')
      const sequence = marks.at(-1) ?? 0
      expect(entry?.event.sequence).toBe(sequence)
      const rest = await collect(witness.entries({ from: sequence }))
      expect(rest.map((one) => one.event.sequence)).toEqual(
        Array.from({ length: 1001 - sequence }, (_, index) => sequence + index),
      )
      expect(rest[0]).toEqual(entry)
      // A place that is known must not hide what comes before it.
      expect(await collect(witness.entries())).toHaveLength(1000)
    }
  })

  it('tells a place in the right segment, from which entries are counted rightly', async () => {
    const folder = await logWith(1000, [300, 640], 600_000)
    const found = await findNewest(folder, 'mark')
    expect(found?.entry.event.sequence).toBe(640)
    expect(found?.near.segment).toBeGreaterThan(1)
    const text = await readFile(segmentPath(folder, found?.near.segment ?? 0), 'latin1')
    const line = text.slice(found?.near.offset).split('\n')[0] ?? ''
    expect(line).toContain(`"sequence": ${(found?.near.entries ?? 0) + 1}, `)
    await using witness = await openIn(folder)
    await witness.newest('mark')
    const rest = await collect(witness.entries({ from: 640 }))
    expect(rest.map((one) => one.event.sequence)).toEqual(Array.from({ length: 361 }, (_, index) => 640 + index))
  })

  it('is none where there is none, nor where only a text or an inner field looks like it', async () => {
    const folder = await freshFolder()
    await using witness = await openIn(folder)
    expect(await witness.newest('mark')).toBeNull()
    await witness.append({ eventType: 'lunch', params: { event_type: 'mark', text: '"event_type": "mark"' } })
    expect(await witness.newest('mark')).toBeNull()
    await witness.append({ eventType: 'mark' })
    await witness.append({ eventType: 'lunch', params: { event_type: 'mark' } })
    expect((await witness.newest('mark'))?.event.sequence).toBe(3)
  })

  it('does not take a torn line at the end for one', async () => {
    const folder = await logWith(5, [3, 5])
    const text = await readFile(segmentOf(folder))
    await truncate(segmentOf(folder), text.length - 3)
    expect((await findNewest(folder, 'mark'))?.entry.event.sequence).toBe(3)
    await appendFile(segmentOf(folder), Buffer.alloc(100))
    expect((await findNewest(folder, 'mark'))?.entry.event.sequence).toBe(3)
  })

  it('says of one that was changed that the log is broken', async () => {
    const folder = await logWith(5, [4])
    const text = await readFile(segmentOf(folder), 'latin1')
    const at = text.indexOf(wide, text.indexOf('"mark"'))
    await writeFile(segmentOf(folder), `${text.slice(0, at)}y${text.slice(at + 1)}`, 'latin1')
    await expect(findNewest(folder, 'mark')).rejects.toMatchObject({ code: 'broken' })
  })

  it('is not looked for in all of a long log', async () => {
    const folder = await freshFolder()
    await using witness = await openIn(folder)
    await witness.append({ eventType: 'mark' })
    const huge = 'x'.repeat(60_000)
    await Promise.all(Array.from({ length: 600 }, () => witness.append({ eventType: 'lunch', params: { huge } })))
    expect(await witness.newest('mark')).toBeNull()
  })
})
