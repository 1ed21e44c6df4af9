import { existsSync } from 'node:fs'
import { appendFile, cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { openJournal, type Journal, type NewEvent } from '../../src/gateway/journal.ts'
import type { GatewayEvent } from '../../src/gateway/index.ts'
import { needsThat } from '../support/programs.ts'
import { until } from '../support/receiver.ts'
import { SmallDisk, mayMakeDisks } from '../support/small-disk.ts'
import { temporaryFolder } from './support.ts'

function event(message: string, instance: string | null = null): NewEvent {
  const none = { instance, channel: null, outputId: null, name: null, code: null, health: null }
  return { kind: 'feed.live', message, ...none }
}

function open(folder: string, limit?: number): Promise<Journal> {
  return openJournal({ folder, clock: systemClock, ...(limit === undefined ? {} : { limit }) })
}

/** The next `count` events after number `after`. */
async function take(journal: Journal, after: number, count: number): Promise<GatewayEvent[]> {
  const end = new AbortController()
  const events: GatewayEvent[] = []
  for await (const one of journal.events(after, end.signal)) {
    events.push(one)
    if (events.length === count) end.abort()
  }
  return events
}

const numbers = (events: readonly GatewayEvent[]): number[] => events.map((one) => one.seq)

describe('the event journal', () => {
  it('hands events over in order, to several listeners, those that were there and those that come', async () => {
    await using folder = await temporaryFolder()
    await using journal = await open(folder.path)
    journal.record(event('one'))
    const early = take(journal, 0, 3)
    const late = take(journal, 1, 2)
    journal.record(event('two'))
    journal.record(event('three'))
    expect((await early).map((one) => one.message)).toEqual(['one', 'two', 'three'])
    expect(numbers(await late)).toEqual([2, 3])
  })

  it('keeps numbers, identity and what is not acknowledged over a restart', async () => {
    await using folder = await temporaryFolder()
    const before = await open(folder.path)
    for (const message of ['one', 'two', 'three']) before.record(event(message))
    const [first] = await take(before, 0, 1)
    await before.acknowledge({ upTo: 2, instance: null })
    await before.close()
    await using after = await open(folder.path)
    expect(after.status()).toEqual({ journalId: first?.journalId, last: 3, acknowledged: 2, dropped: 0 })
    after.record(event('four'))
    expect((await take(after, 0, 2)).map((one) => [one.seq, one.message])).toEqual([
      [3, 'three'],
      [4, 'four'],
    ])
  })

  it('goes on numbering when everything was acknowledged before the restart', async () => {
    await using folder = await temporaryFolder()
    const before = await open(folder.path)
    before.record(event('one'))
    await take(before, 0, 1)
    await before.acknowledge({ upTo: 1, instance: null })
    await before.close()
    await using after = await open(folder.path)
    after.record(event('two'))
    expect(numbers(await take(after, 1, 1))).toEqual([2])
  })

  it('keeps the events of a vMix until its own observer has recorded them, over a restart too', async () => {
    await using folder = await temporaryFolder()
    const before = await open(folder.path)
    for (const [message, instance] of [
      ['a1', 'a'],
      ['b2', 'b'],
      ['none3', null],
      ['a4', 'a'],
    ] as const) {
      before.record(event(message, instance))
    }
    await take(before, 0, 4)
    await before.acknowledge({ upTo: 4, instance: 'a' })
    expect((await take(before, 0, 1)).map((one) => one.message)).toEqual(['b2'])
    await before.close()
    await using after = await open(folder.path)
    expect(after.status()).toMatchObject({ last: 4, acknowledged: 1 })
    after.record(event('b5', 'b'))
    expect((await take(after, 0, 2)).map((one) => [one.seq, one.message])).toEqual([
      [2, 'b2'],
      [5, 'b5'],
    ])
    await after.acknowledge({ upTo: 5, instance: 'b' })
    expect(after.status()).toMatchObject({ last: 5, acknowledged: 5 })
  })

  it('gets over a torn last line and over lines of garbage', async () => {
    await using folder = await temporaryFolder()
    const before = await open(folder.path)
    before.record(event('one'))
    await take(before, 0, 1)
    await before.close()
    await appendFile(join(folder.path, 'events.jsonl'), '{"line":"event","event":{"version":1,"jour')
    const between = await open(folder.path)
    between.record(event('two'))
    expect(numbers(await take(between, 0, 2))).toEqual([1, 2])
    await between.close()
    await writeFile(join(folder.path, 'events.jsonl'), 'not ours at all')
    await using after = await open(folder.path)
    expect(after.status()).toMatchObject({ last: 0 })
  })

  it('is bounded: the oldest are dropped, counted and said', async () => {
    await using folder = await temporaryFolder()
    await using journal = await open(folder.path, 100)
    for (let at = 0; at < 150; at++) journal.record(event(`${at}`))
    const { last, dropped } = journal.status()
    const kept = await take(journal, 0, last - dropped)
    expect(kept.length).toBeLessThanOrEqual(101)
    expect(numbers(kept)).toEqual(kept.map((_, at) => dropped + 1 + at))
    expect(kept.filter((one) => one.kind === 'events.dropped').length).toBeGreaterThan(0)
    expect(kept.at(-1)?.message).toBe('149')
  })

  it('does not grow on disk with what is acknowledged', async () => {
    await using folder = await temporaryFolder()
    await using journal = await open(folder.path)
    for (let round = 1; round <= 30; round++) {
      for (let at = 0; at < 100; at++) journal.record(event('x'))
      await take(journal, (round - 1) * 100, 100)
      await journal.acknowledge({ upTo: round * 100, instance: null })
    }
    const lines = (await readFile(join(folder.path, 'events.jsonl'), 'utf8')).split('\n').length
    expect(lines).toBeLessThan(1500)
  })

  it('takes another identity after a crash in which handed-over events were lost', async () => {
    await using folder = await temporaryFolder()
    const journal = await open(folder.path)
    journal.record(event('one'))
    const [first] = await take(journal, 0, 1)
    await journal.close()
    // What the journal does before it hands over an event that it could not write.
    await rm(join(folder.path, 'events.whole'))
    await using after = await open(folder.path)
    expect(after.status().journalId).not.toBe(first?.journalId)
    expect((await take(after, 0, 1)).map((one) => [one.seq, one.message])).toEqual([[1, 'one']])
  })
})

describe.runIf(needsThat(await mayMakeDisks(), 'a tmpfs that may be mounted'))(
  'the event journal on a full disk',
  () => {
    it('hands events over from memory, writes them when there is room, and never gives a number out twice', async () => {
      await using disk = new SmallDisk(256)
      const journal = await open(disk.path)
      journal.record(event('one'))
      const [first] = await take(journal, 0, 1)
      await disk.fill()
      for (let at = 0; at < 200; at++) journal.record(event('x'.repeat(100)))
      const seen = await take(journal, 1, 200)
      expect(numbers(seen)).toEqual(seen.map((_, at) => at + 2))

      // Killed now, it would come back under another identity, because what control has seen is not on the disk.
      const copy = await openCopy(disk.path)
      expect(copy.journalId).not.toBe(first?.journalId)

      await disk.free()
      await until('written', () => existsSync(join(disk.path, 'events.whole')))
      await journal.close()
      await using after = await open(disk.path)
      expect(after.status()).toMatchObject({ journalId: first?.journalId, last: 201 })
      expect(numbers(await take(after, 0, 201))).toEqual(Array.from({ length: 201 }, (_, at) => at + 1))
    })
  },
)

/** What a gateway that is started on the folder as it is now would be. */
async function openCopy(folder: string): Promise<{ journalId: string }> {
  await using elsewhere = await temporaryFolder()
  await cp(folder, elsewhere.path, { recursive: true, filter: (name) => !name.endsWith('filler') })
  await using journal = await open(elsewhere.path)
  return journal.status()
}
