import { describe, expect, it } from 'vitest'
import { systemClock } from '../clock/index.ts'
import type { FeedChange, FeedPublish } from './feed-types.ts'
import { Feed } from './feed.ts'
import type { Output } from './outputs/output.ts'
import type { MediaPacket } from './packet.ts'

/** An output that notes what it is given. */
class Note implements Output {
  readonly outputId: string
  onStateChange = null
  readonly got: string[] = []
  readonly times: number[] = []
  throws = false

  constructor(outputId: string) {
    this.outputId = outputId
  }

  packet(packet: MediaPacket): void {
    if (this.throws) throw new Error('a defect')
    this.got.push(`${packet.kind}:${packet.role}`)
    if (packet.role !== 'config') this.times.push(packet.dtsMs)
  }

  feedEnded(reason: 'ended' | 'lost'): void {
    this.got.push(reason)
  }

  status(): never {
    throw new Error('not asked for here')
  }

  close(): never {
    throw new Error('not closed here')
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

const body = Buffer.alloc(10)
function packet(kind: MediaPacket['kind'], role: MediaPacket['role'], dtsMs: number, arrivedMs = dtsMs): MediaPacket {
  return { kind, role, dtsMs, ctsMs: 0, body, arrivedMs: 1000 + arrivedMs }
}

function feed(): { feed: Feed; changes: FeedChange[]; broken: string[]; begin(): FeedPublish; disconnected: string[] } {
  const changes: FeedChange[] = []
  const broken: string[] = []
  const disconnected: string[] = []
  const made = new Feed({
    clock: systemClock,
    onChange: (change) => changes.push(change),
    onOutputBroken: (output) => broken.push(output.outputId),
  })
  const begin = () =>
    made.begin({ remote: '127.0.0.1:1', encoder: null, disconnect: (reason) => disconnected.push(reason) })
  return { feed: made, changes, broken, begin, disconnected }
}

function headers(publish: FeedPublish): void {
  publish.packet(packet('data', 'config', 0))
  publish.packet(packet('video', 'config', 0))
  publish.packet(packet('audio', 'config', 0))
}

const HEADERS = ['data:config', 'video:config', 'audio:config']

describe('Feed', () => {
  it('keeps the headers of a publisher that has not sent a key frame yet, whenever it is looked at', () => {
    const one = feed()
    const early = new Note('early')
    one.feed.add(early)
    const publish = one.begin()
    headers(publish)
    one.feed.check(1000, 0)
    const note = new Note('late')
    one.feed.add(note)
    publish.packet(packet('video', 'key', 0))
    expect(note.got).toEqual([...HEADERS, 'video:key'])
    expect(early.got).toEqual([...HEADERS, 'video:key'])
  })

  it('gives an output that comes later the headers at once and the rest from the next key frame on', () => {
    const one = feed()
    const publish = one.begin()
    headers(publish)
    publish.packet(packet('video', 'key', 0))
    const note = new Note('late')
    one.feed.add(note)
    publish.packet(packet('video', 'delta', 33))
    publish.packet(packet('audio', 'audio', 40))
    publish.packet(packet('video', 'key', 67))
    publish.packet(packet('audio', 'audio', 70))
    expect(note.got).toEqual([...HEADERS, 'video:key', 'audio:audio'])
    expect(one.feed.skipped('late')).toBe(1)
  })

  it('passes on headers that change, also to who still waits for a key frame', () => {
    const one = feed()
    const publish = one.begin()
    const note = new Note('a')
    one.feed.add(note)
    headers(publish)
    publish.packet(packet('video', 'config', 5))
    publish.packet(packet('video', 'key', 5))
    publish.packet(packet('video', 'config', 9))
    expect(note.got).toEqual([...HEADERS, 'video:config', 'video:key', 'video:config'])
  })

  it('continues the same outputs over a second publish: from a key frame, on a timeline that grows', () => {
    const one = feed()
    const note = new Note('a')
    one.feed.add(note)
    const first = one.begin()
    headers(first)
    for (const at of [5000, 5033, 5067]) first.packet(packet('video', at === 5000 ? 'key' : 'delta', at, at))
    first.end('lost', 'cut')
    first.packet(packet('video', 'delta', 5100))
    note.got.length = 0
    const second = one.begin()
    headers(second)
    second.packet(packet('video', 'delta', 0, 8000))
    second.packet(packet('video', 'key', 33, 8033))
    second.packet(packet('audio', 'audio', 20, 8040))
    second.packet(packet('video', 'delta', 67, 8067))
    expect(note.got).toEqual([...HEADERS, 'video:key', 'audio:audio', 'video:delta'])
    expect(note.times).toEqual([5000, 5033, 5067, 8033, 8020, 8067])
    expect(one.changes.map((change) => change.kind)).toEqual(['published', 'live', 'lost', 'published', 'live'])
  })

  it('tells outputs how a publish ended, once', () => {
    const one = feed()
    const note = new Note('a')
    one.feed.add(note)
    const publish = one.begin()
    publish.end('ended', 'goodbye')
    publish.end('lost', 'the socket closed after it')
    expect(note.got).toEqual(['ended'])
    expect(one.feed.state).toBe('ended')
  })

  it('does not give an output that comes between two publishes the headers of the first', () => {
    const one = feed()
    headers(one.begin())
    one.feed.close('over')
    const note = new Note('a')
    one.feed.add(note)
    expect(note.got).toEqual([])
    expect(one.disconnected).toEqual(['over'])
  })

  it('takes off an output that throws, and the others miss nothing of that very packet', () => {
    const one = feed()
    const notes = [new Note('a'), new Note('b'), new Note('c')]
    for (const note of notes) one.feed.add(note)
    const publish = one.begin()
    publish.packet(packet('video', 'key', 0))
    const [, b] = notes
    if (b !== undefined) b.throws = true
    publish.packet(packet('video', 'delta', 33))
    publish.packet(packet('video', 'delta', 67))
    expect(one.broken).toEqual(['b'])
    expect(notes.map((note) => note.got.length)).toEqual([3, 1, 3])
  })

  it('shares one packet between all outputs, untouched in the first publish', () => {
    const one = feed()
    const seen: MediaPacket[] = []
    for (const id of ['a', 'b']) {
      one.feed.add(Object.assign(new Note(id), { packet: (given: MediaPacket) => void seen.push(given) }))
    }
    const publish = one.begin()
    const key = packet('video', 'key', 0)
    publish.packet(key)
    expect(seen).toEqual([key, key])
    expect(seen.every((given) => given === key)).toBe(true)
  })
})
