import { describe, expect, it } from 'vitest'
import { MemoryLog } from '../../test/witness/memory-log.ts'
import { type Batch, BatchWriter } from './batch-writer.ts'
import { checkLine } from './chain.ts'
import type { WitnessEntry } from './entry.ts'
import { WitnessError } from './errors.ts'
import { OwnEvents } from './own-events.ts'
import { Pending } from './pending.ts'
import { prepareEvent } from './prepare.ts'

const prepare = (event: { eventType: string }) =>
  prepareEvent(event, { actor: 'anna', timestamp: '2026-01-01T12:00:00.000Z' })
const at = (atMs: number) => ({ atMs, loggedAt: new Date(atMs).toISOString() })
const nothing = { onWay: () => undefined, next: () => Promise.resolve(null) }

function writerOf(log: MemoryLog, mayBlock = true): BatchWriter {
  const own = new OwnEvents({ prepare, instance: 'studio', host: 'localhost', port: 8088 })
  return new BatchWriter({ store: log, own, writer: 'studio:1', mayBlock, onWritten: () => undefined })
}

/** Entries that wait, and what they were answered. */
function waiting(...types: string[]): { readonly pending: Pending[]; readonly answered: WitnessEntry[] } {
  const answered: WitnessEntry[] = []
  const pending = types.map(
    (eventType) =>
      new Pending({
        event: prepare({ eventType }),
        urgent: false,
        atMs: 0,
        deadline: 0,
        done: (entry) => answered.push(entry),
        failed: (error) => expect.fail(String(error)),
      }),
  )
  return { pending, answered }
}

async function write(
  writer: BatchWriter,
  log: MemoryLog,
  batch: Batch,
  next: Omit<Batch, 'first'> | null = null,
): Promise<WitnessError | null> {
  const written = await writer.write(log, batch, { onWay: () => undefined, next: () => Promise.resolve(next) })
  if (written instanceof WitnessError) return written
  written()
  return null
}

const typesOf = (log: MemoryLog) => log.lines.map((line) => /"event_type": "(\w+)"/.exec(line)?.[1])
const timesOf = (log: MemoryLog) => log.lines.map((line) => /"logged_at": "[^.]*\.(\d+)Z"/.exec(line)?.[1])

describe('BatchWriter', () => {
  it('writes lines that it built ahead, and what came since behind them', async () => {
    const log = new MemoryLog()
    const writer = writerOf(log)
    const [a, b, c] = [waiting('a'), waiting('b'), waiting('c')]
    await write(writer, log, { ...at(1), first: [], waiting: a.pending }, { ...at(2), waiting: b.pending })
    expect(writer.ahead).toBe(1)
    await write(writer, log, { ...at(5), first: [], waiting: [...b.pending, ...c.pending] })
    expect(typesOf(log)).toEqual(['a', 'b', 'c'])
    expect(timesOf(log)).toEqual(['001', '002', '005'])
    expect([...b.answered, ...c.answered].map(({ event }) => [event.event_type, event.sequence])).toEqual([
      ['b', 2],
      ['c', 3],
    ])
    expect(b.answered.map(({ current_hash }) => current_hash)).toEqual([/[0-9a-f]{64}/.exec(log.lines[1] ?? '')?.[0]])
  })

  it('builds them anew when something else comes first, or one of them is no longer wanted', async () => {
    for (const follow of [['urgent', 'b', 'c'], ['c'], ['c', 'b']]) {
      const log = new MemoryLog()
      const writer = writerOf(log)
      const all = new Map(['urgent', 'b', 'c'].map((type) => [type, waiting(type).pending] as const))
      const drafted = { ...at(2), waiting: ['b', 'c'].flatMap((type) => all.get(type) ?? []) }
      await write(writer, log, { ...at(1), first: [], waiting: waiting('a').pending }, drafted)
      await write(writer, log, { ...at(3), first: [], waiting: follow.flatMap((type) => all.get(type) ?? []) })
      expect(typesOf(log)).toEqual(['a', ...follow])
      expect(timesOf(log)).toEqual(['001', ...follow.map(() => '003')])
    }
  })

  it('builds them anew when events of our own come first', async () => {
    const log = new MemoryLog()
    const writer = writerOf(log)
    const { pending } = waiting('b')
    await write(writer, log, { ...at(1), first: [], waiting: waiting('a').pending }, { ...at(2), waiting: pending })
    const first = [{ event: prepare({ eventType: 'witness_gap' }), late: false }]
    await write(writer, log, { ...at(3), first, waiting: pending })
    expect(typesOf(log)).toEqual(['a', 'witness_gap', 'b'])
  })

  it('builds them anew after a write that failed, and after somebody else has appended', async () => {
    const log = new MemoryLog()
    const writer = writerOf(log)
    const [a, b] = [waiting('a'), waiting('b')]
    log.refuses = new WitnessError('disk_error', 'The disk said no.')
    const failure = await write(
      writer,
      log,
      { ...at(1), first: [], waiting: a.pending },
      { ...at(1), waiting: b.pending },
    )
    expect(failure?.code).toBe('disk_error')
    await write(writer, log, { ...at(2), first: [], waiting: b.pending })
    expect(typesOf(log)).toEqual(['b'])

    const [c, d] = [waiting('c'), waiting('d')]
    await write(writer, log, { ...at(3), first: [], waiting: c.pending }, { ...at(3), waiting: d.pending })
    const other = new MemoryLog()
    other.head = log.head
    await write(writerOf(other), other, { ...at(3), first: [], waiting: waiting('theirs').pending })
    const { head, previous } = checkLine(other.lines[0]?.trimEnd() ?? '')
    log.intrudes = [{ line: other.lines[0] ?? '', head, previous, loggedAt: '', logId: 'log', writer: 'studio:2' }]
    await write(writer, log, { ...at(4), first: [], waiting: d.pending })
    expect(typesOf(log)).toEqual(['b', 'c', 'theirs', 'd'])
  })

  it('gives no entry a time of long before it was written, nor one of a clock that was set meanwhile', async () => {
    for (const later of [5000, -5000]) {
      const log = new MemoryLog()
      const writer = writerOf(log)
      const { pending } = waiting('b')
      const now = 1_000_000
      const next = { ...at(now), waiting: pending }
      await write(writer, log, { ...at(now), first: [], waiting: waiting('a').pending }, next)
      await write(writer, log, { ...at(now + later), first: [], waiting: pending })
      expect(log.lines[1]).toContain(`"logged_at": "${at(now + later).loggedAt}"`)
    }
  })

  it('holds nobody up for a stop, nor for anything where that must not be', async () => {
    const ordinary = waiting('a').pending
    const event = prepare({ eventType: 'stop' })
    const none = { done: () => undefined, failed: () => undefined }
    const urgent = [new Pending({ event, urgent: true, atMs: 0, deadline: 0, ...none })]
    for (const [mayBlock, pending, expected] of [
      [true, ordinary, true],
      [true, [...urgent, ...ordinary], false],
      [false, ordinary, false],
    ] as const) {
      const log = new MemoryLog()
      await write(writerOf(log, mayBlock), log, { ...at(1), first: [], waiting: pending })
      expect(log.mayBlock).toBe(expected)
    }
  })

  it('has nothing to do without entries', async () => {
    const log = new MemoryLog()
    const written = await writerOf(log).write(log, { ...at(1), first: [], waiting: [] }, nothing)
    expect(written).toBeTypeOf('function')
    expect(log.lines).toEqual([])
  })
})
