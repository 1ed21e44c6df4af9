import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MemoryLog } from '../../test/witness/memory-log.ts'
import { type Clock, systemClock } from '../clock/index.ts'
import type { BuiltLine } from './chain.ts'
import { Committer } from './committer.ts'
import type { AppendConflict } from './store.ts'
import type { WitnessHead } from './entry.ts'
import { GapKeeper } from './gap-keeper.ts'
import { GapMark } from './gap-mark.ts'
import { OwnEvents } from './own-events.ts'
import { Pending } from './pending.ts'
import { prepareEvent } from './prepare.ts'
import { Reserve } from './reserve.ts'

const prepare = (event: { eventType: string }) =>
  prepareEvent(event, { actor: 'anna', timestamp: '2026-01-01T12:00:00.000Z' })

/** A disk on which the first write, and each later one, takes so long, ms, by a clock that nothing else moves. */
class TimedDisk extends MemoryLog implements Clock {
  /** How many lines each write had. */
  readonly writes: number[] = []
  /** Called while a write is under way. */
  meanwhile: () => void = () => undefined
  readonly #firstMs: number
  readonly #laterMs: number
  #ms = 0

  constructor(firstMs: number, laterMs = firstMs) {
    super()
    this.#firstMs = firstMs
    this.#laterMs = laterMs
  }

  override async append(expected: WitnessHead, lines: readonly BuiltLine[]): Promise<WitnessHead | AppendConflict> {
    this.#ms += this.writes.length === 0 ? this.#firstMs : this.#laterMs
    this.writes.push(lines.length)
    const { meanwhile } = this
    this.meanwhile = () => undefined
    meanwhile()
    return await super.append(expected, lines)
  }

  now(): number {
    return this.#ms
  }

  monotonic(): number {
    return this.#ms
  }

  sleep(_ms: number, signal?: AbortSignal): Promise<void> {
    return systemClock.sleep(60_000, signal, { background: true })
  }
}

async function committerOn(disk: TimedDisk) {
  const folder = await mkdtemp(join(tmpdir(), 'committer-'))
  const gap = new GapKeeper({
    mark: new GapMark(folder),
    clock: disk,
    describe: () => prepare({ eventType: 'witness_gap' }),
    tryAgain: () => undefined,
  })
  const committer = new Committer({
    store: disk,
    reserve: new Reserve(folder, () => disk.monotonic()),
    gap,
    own: new OwnEvents({ prepare, instance: 'studio', host: 'localhost', port: 8088 }),
    clock: disk,
    lockMs: 1000,
    writer: 'studio:1',
    mayBlock: true,
    onWritten: () => undefined,
  })
  const submit = (count: number): Promise<unknown> =>
    Promise.all(
      Array.from(
        { length: count },
        () =>
          new Promise((done, failed) => {
            const event = prepare({ eventType: 'own' })
            committer.submit(new Pending({ event, urgent: false, atMs: 0, deadline: 1e9, done, failed }))
          }),
      ),
    )
  return { committer, submit }
}

describe('what waits for the disk', () => {
  it('goes into one write on a slow disk, however many they are', async () => {
    const disk = new TimedDisk(5)
    const { committer, submit } = await committerOn(disk)
    await submit(1)
    const later: Promise<unknown>[] = []
    disk.meanwhile = () => void later.push(submit(300))
    await submit(200)
    await Promise.all(later)
    await committer.idle()
    expect(disk.writes).toEqual([1, 200, 300])
  })

  it('goes into several on a quick one, so that lines are built while it writes', async () => {
    const disk = new TimedDisk(0.1)
    const { committer, submit } = await committerOn(disk)
    await submit(1)
    await submit(200)
    await committer.idle()
    expect(disk.writes).toEqual([1, 100, 100])
  })

  it('is judged by the last write: a disk that gets quick again is used as such, and the other way round', async () => {
    for (const [first, then, writes] of [
      [5, 0.1, [1, 200, 100, 100]],
      [0.1, 5, [1, 100, 100, 200]],
    ] as const) {
      const disk = new TimedDisk(first, then)
      const { committer, submit } = await committerOn(disk)
      await submit(1)
      await submit(200)
      await submit(200)
      await committer.idle()
      expect([first, disk.writes]).toEqual([first, writes])
    }
  })
})
