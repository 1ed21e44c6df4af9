import { appendFile, readFile, rename, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { followEntries, readLastEntries, type WitnessEntry } from '../../src/witness/index.ts'
import { freshFolder, linesOf, openIn, segmentOf, typesOf, until } from './support.ts'

/** Follows a log in the background and collects what it hands out. */
function follow(folder: string, last: number) {
  const over = new AbortController()
  const entries: WitnessEntry[] = []
  const rewound: number[] = []
  const options = { clock: systemClock, signal: over.signal, last, everyMs: 10 }
  const done = (async () => {
    for await (const entry of followEntries(folder, { ...options, onRewound: () => rewound.push(entries.length) })) {
      entries.push(entry)
    }
  })()
  done.catch(() => undefined)
  return {
    entries,
    rewound,
    done,
    [Symbol.asyncDispose]: async () => {
      over.abort()
      await done.catch(() => undefined)
    },
  }
}

const sequences = (entries: readonly WitnessEntry[]) => entries.map(({ event }) => event.sequence)

describe('the newest entries', () => {
  it('are read from the end, however many there are and however few are asked for', async () => {
    const folder = await freshFolder()
    await using witness = await openIn(folder)
    const filler = 'x'.repeat(3000)
    await Promise.all(
      Array.from({ length: 400 }, (_, n) => witness.append({ eventType: 'own', params: { n, filler } })),
    )
    for (const count of [0, 1, 5, 200, 401, 500]) {
      const { entries, end } = await readLastEntries(folder, count)
      expect(sequences(entries)).toEqual(Array.from({ length: 401 }, (_, n) => n + 1).slice(count === 0 ? 401 : -count))
      expect(end.offset).toBe((await readFile(segmentOf(folder))).length)
    }
  })

  it('do not include a line that is being written', async () => {
    const folder = await freshFolder()
    await using witness = await openIn(folder)
    await witness.append({ eventType: 'own' })
    const { length } = await readFile(segmentOf(folder))
    await appendFile(segmentOf(folder), '{"current_hash": "')
    expect(await readLastEntries(folder, 9)).toMatchObject({ end: { offset: length }, entries: [{}, {}] })
  })

  it('do not come from a line that is longer than any entry, which is not read whole', async () => {
    const folder = await freshFolder()
    {
      await using witness = await openIn(folder)
      await witness.append({ eventType: 'own' })
    }
    const [first = ''] = await linesOf(folder)
    await writeFile(segmentOf(folder), `${'x'.repeat(30_000_000)}\n${first}\n`)
    expect((await readLastEntries(folder, 1)).entries).toHaveLength(1)
    await expect(readLastEntries(folder, 2)).rejects.toMatchObject({
      code: 'broken',
      message: expect.stringContaining('longer than any'),
    })
    await writeFile(segmentOf(folder), 'x'.repeat(30_000_000))
    await expect(readLastEntries(folder, 1)).rejects.toMatchObject({
      code: 'broken',
      message: expect.stringContaining('longer than any'),
    })
  })

  it('go over segments', async () => {
    const folder = await twoSegments()
    expect(sequences((await readLastEntries(folder, 3)).entries)).toEqual([2, 3, 4])
    expect(sequences((await readLastEntries(folder, 1)).entries)).toEqual([4])
  })
})

/** A log of four entries, the last two in a second segment. */
async function twoSegments(): Promise<string> {
  const folder = await freshFolder()
  {
    await using witness = await openIn(folder)
    for (const eventType of ['a', 'b', 'c']) await witness.append({ eventType })
  }
  const lines = await linesOf(folder)
  await writeFile(segmentOf(folder), `${lines.slice(0, 2).join('\n')}\n`)
  await writeFile(join(dirname(segmentOf(folder)), '000002.jsonl'), `${lines.slice(2).join('\n')}\n`)
  return folder
}

describe('following a log', () => {
  it('hands out the newest, then what any process appends, each once and in order', async () => {
    const folder = await freshFolder()
    await using one = await openIn(folder)
    await one.append({ eventType: 'a' })
    await using following = follow(folder, 1)
    await until(() => following.entries.length === 1)
    await using other = await openIn(folder)
    await other.append({ eventType: 'b' })
    await one.append({ eventType: 'c' })
    await until(() => following.entries.length === 3)
    expect(typesOf(following.entries)).toEqual(['a', 'b', 'c'])
  })

  it('goes on in the next segment', async () => {
    const folder = await twoSegments()
    const second = join(dirname(segmentOf(folder)), '000002.jsonl')
    const lines = (await readFile(second, 'utf8')).split('\n')
    await truncate(second, 0)
    await using following = follow(folder, 10)
    await until(() => following.entries.length === 2)
    await appendFile(second, `${lines[0]}\n`)
    await until(() => following.entries.length === 3)
    await appendFile(second, (lines[1] ?? '').slice(0, 50))
    await appendFile(second, `${(lines[1] ?? '').slice(50)}\n`)
    await until(() => following.entries.length === 4)
    expect(sequences(following.entries)).toEqual([1, 2, 3, 4])
  })

  it('goes on after a write that was taken back, and says so', async () => {
    const folder = await freshFolder()
    {
      await using witness = await openIn(folder)
      await witness.append({ eventType: 'kept' })
    }
    const { length } = await readFile(segmentOf(folder))
    {
      await using witness = await openIn(folder)
      await witness.append({ eventType: 'taken_back' })
    }
    await using following = follow(folder, 10)
    await until(() => following.entries.length === 3)
    await truncate(segmentOf(folder), length)
    await using witness = await openIn(folder)
    await witness.append({ eventType: 'instead', params: { longer: 'x'.repeat(500) } })
    await until(() => following.entries.length === 4)
    expect(typesOf(following.entries)).toEqual(['log_opened', 'kept', 'taken_back', 'instead'])
    expect(following.rewound.length).toBeGreaterThan(0)
  })

  it('ends at another log in its place, also one that verifies', async () => {
    const folder = await freshFolder()
    {
      await using witness = await openIn(folder)
      await witness.append({ eventType: 'own', params: { long: 'x'.repeat(2000) } })
    }
    await using following = follow(folder, 10)
    await until(() => following.entries.length === 2)
    const other = await freshFolder()
    await (await openIn(other))[Symbol.asyncDispose]()
    await rename(segmentOf(other), segmentOf(folder))
    await expect(following.done).rejects.toMatchObject({
      code: 'broken',
      message: expect.stringContaining('another one is in its place'),
    })
    expect(following.entries).toHaveLength(2)
  })

  it('ends at a log that was written anew', async () => {
    const folder = await freshFolder()
    const other = await freshFolder()
    for (const each of [folder, other]) {
      await using witness = await openIn(each)
      await witness.append({ eventType: 'own' })
    }
    await using following = follow(folder, 10)
    await until(() => following.entries.length === 2)
    const { entries } = await readLastEntries(other, 1)
    await writeFile(segmentOf(folder), `${(await linesOf(other)).join('\n')}\n`.repeat(2))
    await expect(following.done).rejects.toMatchObject({ code: 'broken' })
    expect(entries).toHaveLength(1)
  })
})
