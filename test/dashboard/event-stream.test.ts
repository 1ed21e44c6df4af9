import { describe, expect, it } from 'vitest'
import { followEvents, silenceMs, type Connection, type SourceEvents } from '../../dashboard/state/event-stream.ts'
import { alert } from './entities.ts'

interface Stage {
  readonly said: Connection[]
  readonly boards: string[]
  readonly changes: number[]
  readonly sources: { events: SourceEvents; closed: boolean }[]
  admitted: boolean | null
  /** Lets so many ms go by. */
  pass(ms: number): Promise<void>
  end(): void
}

function stage(): Stage {
  let now = 0
  const waiting = new Set<{ at: number; call: () => void }>()
  const made: Stage = {
    said: [],
    boards: [],
    changes: [],
    sources: [],
    admitted: true,
    pass: async (ms) => {
      now += ms
      for (const one of Array.from(waiting)) {
        if (one.at > now || !waiting.delete(one)) continue
        one.call()
      }
      await new Promise((resolve) => setImmediate(resolve))
    },
    end: () => undefined,
  }
  made.end = followEvents({
    open: (events) => {
      const source = { events, closed: false }
      made.sources.push(source)
      return { close: () => (source.closed = true) }
    },
    admitted: () => Promise.resolve(made.admitted),
    later: (ms, call) => {
      const one = { at: now + ms, call }
      waiting.add(one)
      return () => waiting.delete(one)
    },
    random: () => 1,
    onSnapshot: ({ board }) => made.boards.push(board),
    onChanges: ({ version }) => made.changes.push(version),
    onHeartbeat: () => undefined,
    onHeard: () => undefined,
    onConnection: (connection) => made.said.push(connection),
  })
  return made
}

const snapshot = (id: string): string => JSON.stringify({ id, version: 1, entities: [alert('a')] })
const heartbeat = JSON.stringify({ at: '2026-11-22T20:00:00.000Z' })

describe('following the board', () => {
  it('is open when the first message is there, not before', () => {
    const { said, sources, boards } = stage()
    expect(said).toEqual([])
    sources[0]?.events.message('snapshot', snapshot('b'))
    expect([said, boards]).toEqual([['open'], ['b']])
  })

  it('is lost as soon as it breaks off, and open again with the next message', () => {
    const { said, sources } = stage()
    sources[0]?.events.message('snapshot', snapshot('b'))
    sources[0]?.events.broken(false)
    sources[0]?.events.message('changes', JSON.stringify({ version: 2, set: [], gone: [] }))
    expect(said).toEqual(['open', 'lost', 'open'])
  })

  it('silence is a lost connection too; it connects anew', async () => {
    const { said, sources, pass } = stage()
    sources[0]?.events.message('snapshot', snapshot('b'))
    await pass(silenceMs - 1)
    sources[0]?.events.message('heartbeat', heartbeat)
    await pass(silenceMs - 1)
    expect(said).toEqual(['open'])
    await pass(1)
    expect(said).toEqual(['open', 'lost'])
    expect(sources[0]?.closed).toBe(true)
    await pass(500)
    expect(sources.length).toBe(2)
    sources[1]?.events.message('snapshot', snapshot('c'))
    expect(said).toEqual(['open', 'lost', 'open'])
  })

  it('where the browser gives up it tries by itself, ever less often', async () => {
    const { sources, pass } = stage()
    for (const ms of [500, 1000, 2000, 4000, 5000, 5000]) {
      const before = sources.length
      sources.at(-1)?.events.broken(true)
      await pass(0)
      await pass(ms - 1)
      expect(sources.length).toBe(before)
      await pass(1)
      expect(sources.length).toBe(before + 1)
    }
  })

  it('somebody who is signed out is asked to sign in, and nothing is tried', async () => {
    const made = stage()
    made.admitted = false
    made.sources[0]?.events.broken(true)
    await made.pass(0)
    await made.pass(60_000)
    expect([made.said, made.sources.length]).toEqual([['lost', 'refused'], 1])
  })

  it('what an old connection still says is not heard, and nothing is after the end', async () => {
    const { said, sources, changes, pass, end } = stage()
    sources[0]?.events.broken(true)
    await pass(0)
    await pass(500)
    sources[0]?.events.message('changes', JSON.stringify({ version: 9, set: [], gone: [] }))
    end()
    sources[1]?.events.message('changes', JSON.stringify({ version: 10, set: [], gone: [] }))
    expect(changes).toEqual([])
    expect(said).toEqual(['lost'])
    expect(sources[1]?.closed).toBe(true)
  })
})
