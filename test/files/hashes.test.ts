import { createHash } from 'node:crypto'
import { access, mkdir, open, readFile, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import {
  type FinishedFile,
  type HashedFile,
  openRecordingHasher,
  type RecordingHasher,
} from '../../src/gateway/hashing/index.ts'
import type { NewEvent } from '../../src/gateway/journal.ts'
import { createFileOutput } from '../../src/gateway/outputs/file/index.ts'
import type { MediaPacket } from '../../src/gateway/packet.ts'
import { readPackets, shifted, temporaryFolder } from './material.ts'

const clip = () => readPackets(resolve(import.meta.dirname, '../../assets/clip.flv'))
const sha256 = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
const place = { instance: 'studio', channel: 0, outputId: 'recording:1', name: 'show' }

interface Recorded {
  readonly hasher: RecordingHasher
  readonly events: NewEvent[]
  readonly hash: (file: FinishedFile) => Promise<HashedFile | null>
}

async function hasherIn(
  folder: string,
  options: { bytesPerSecond?: number; graceMs?: number } = {},
): Promise<Recorded> {
  const events: NewEvent[] = []
  const record = (event: NewEvent) => void events.push(event)
  const hasher = await openRecordingHasher({ folder, clock: systemClock, record, ...options })
  return { hasher, events, hash: (file) => hasher.hash(place, file) }
}

function recordTo(path: string, hash: Recorded['hash']) {
  const format = path.endsWith('mkv') ? 'MKV' : 'MP4'
  return createFileOutput({ outputId: 'recording:1', name: 'show', path, format, clock: systemClock, hash })
}

async function record(packets: readonly MediaPacket[], path: string, hash: Recorded['hash']) {
  const output = recordTo(path, hash)
  for (const packet of packets) output.packet(packet)
  return { output, last: await output.close() }
}

describe('the SHA-256 of a recording', () => {
  it.each(['show.mp4', 'show.mkv'])(
    'of %s is what sha256sum prints, and agrees with what was written',
    async (name) => {
      await using folder = await temporaryFolder()
      const { hasher, events, hash } = await hasherIn(folder.path)
      await using _hasher = hasher
      const path = join(folder.path, name)
      const { output } = await record(await clip(), path, hash)
      await expect.poll(() => events.length).toBe(1)
      const expected = { path, bytes: (await readFile(path)).length, sha256: await sha256(path), asWritten: true }
      expect(events).toMatchObject([{ kind: 'recording.hashed', ...place, code: null, recording: expected }])
      await expect.poll(() => output.status().file?.hashes).toEqual([expected])
    },
  )

  it('of each part is taken, in order', async () => {
    await using folder = await temporaryFolder()
    const { hasher, events, hash } = await hasherIn(folder.path)
    await using _hasher = hasher
    const packets = await clip()
    const { last } = await record([...packets, ...shifted(packets, 3_600_000)], join(folder.path, 'show.mp4'), hash)
    await expect.poll(() => events.length).toBe(2)
    expect(events.map((event) => event.recording?.path)).toEqual(last.file?.parts)
    for (const { recording } of events) {
      expect(recording).toMatchObject({ sha256: await sha256(recording?.path ?? ''), asWritten: true })
    }
  })

  it.each(['show.mp4', 'show.mkv'])('says so when %s was changed while it was recorded', async (name) => {
    await using folder = await temporaryFolder()
    const { hasher, events, hash } = await hasherIn(folder.path)
    await using _hasher = hasher
    const path = join(folder.path, name)
    const output = recordTo(path, hash)
    const packets = await clip()
    for (const packet of packets.slice(0, -20)) output.packet(packet)
    await expect.poll(() => output.status().queuedBytes).toBe(0)
    await using file = await open(path, 'r+')
    await file.write(Buffer.from('x'), 0, 1, 5000)
    for (const packet of packets.slice(-20)) output.packet(packet)
    await output.close()
    await expect.poll(() => events.length).toBe(1)
    expect(events[0]).toMatchObject({ code: 'changed', recording: { asWritten: false, sha256: await sha256(path) } })
  })

  it('says so when the file is gone, and goes on with the next', async () => {
    await using folder = await temporaryFolder()
    const slow = await hasherIn(folder.path, { bytesPerSecond: 2_000_000 })
    await using _hasher = slow.hasher
    const packets = await clip()
    await record(packets, join(folder.path, 'one.mp4'), slow.hash)
    await record(packets, join(folder.path, 'two.mp4'), slow.hash)
    await rename(join(folder.path, 'two.mp4'), join(folder.path, 'three.mp4'))
    await record(packets, join(folder.path, 'four.mp4'), slow.hash)
    await expect.poll(() => slow.events.length, { timeout: 10_000 }).toBe(3)
    expect(slow.events.map(({ code }) => code)).toEqual([null, 'unreadable', null])
    expect(slow.events[1]?.message).toContain('moved or deleted')
  })

  it('keeps no end of a recording waiting, and is taken up again by the next process', async () => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'show.mp4')
    const first = await hasherIn(folder.path, { bytesPerSecond: 1000, graceMs: 50 })
    const { last } = await record(await clip(), path, first.hash)
    expect(last).toMatchObject({ state: 'closed', file: { hashes: [] } })
    const list = join(folder.path, 'unhashed.json')
    await expect.poll(() => access(list).then(Boolean, () => 'not there')).not.toBe('not there')
    await first.hasher[Symbol.asyncDispose]()
    expect(first.events).toEqual([])
    const next = await hasherIn(folder.path)
    await expect.poll(() => next.events.length).toBe(1)
    expect(next.events).toMatchObject([{ ...place, recording: { path, sha256: await sha256(path), asWritten: true } }])
    await next.hasher[Symbol.asyncDispose]()
    const third = await hasherIn(folder.path)
    await third.hasher[Symbol.asyncDispose]()
    expect(third.events).toEqual([])
  })

  it('does without a list that is not ours, or cannot be written', async () => {
    await using folder = await temporaryFolder()
    await writeFile(join(folder.path, 'unhashed.json'), '{"version": 7')
    const { hasher, events, hash } = await hasherIn(folder.path)
    await using _hasher = hasher
    await mkdir(join(folder.path, 'unhashed.json.new'))
    await record(await clip(), join(folder.path, 'show.mp4'), hash)
    await expect.poll(() => events.length).toBe(1)
  })
})
