import { describe, expect, it } from 'vitest'
import { MemoryFile } from '../../../test/files/memory-file.ts'
import { ID, readElement } from './ebml.ts'
import type { MediaFormats } from './media.ts'
import { MkvMuxer } from './mkv.ts'

const formats: MediaFormats = {
  video: { record: Buffer.from('0142001effe100', 'hex'), codec: 'avc1.42001e', width: 320, height: 180 },
  audio: { record: Buffer.from('1190', 'hex'), codec: 'mp4a.40.2', sampleRate: 48_000, channels: 2 },
  startMs: 0,
}
const data = Buffer.alloc(100)
const picture = (dtsMs: number, key = false) => ({ kind: 'video' as const, key, dtsMs, ctsMs: 0, data })
const sound = (dtsMs: number) => ({ kind: 'audio' as const, key: true, dtsMs, ctsMs: 0, data })

async function start() {
  const file = new MemoryFile()
  const muxer = await MkvMuxer.start(file, formats)
  const add = async (sample: Parameters<MkvMuxer['add']>[0]) => {
    await muxer.add(sample)
    await muxer.flush()
  }
  return { file, muxer, add }
}

/** Ids of the segment's elements up to the first cluster. */
function headIds(file: Buffer): number[] {
  const header = readElement(file, 0)
  let at = readElement(file, header.end ?? 0).dataStart
  const ids: number[] = []
  while (at < file.length) {
    const { id, end } = readElement(file, at)
    ids.push(id)
    if (end === null) break
    at = end
  }
  return ids
}

describe('MkvMuxer', () => {
  it('only appends while it runs, and overwrites room in the head once, at the end', async () => {
    const { file, muxer, add } = await start()
    for (let ms = 0; ms < 2000; ms += 40) {
      await add(picture(ms, ms % 1000 === 0))
      await add(sound(ms))
    }
    expect(file.patches).toEqual([])
    expect(headIds(file.bytes)).toEqual([ID.void, ID.info, ID.tracks, ID.cluster])
    const grown = Buffer.from(file.bytes)
    await muxer.finish()
    expect(file.patches).toHaveLength(1)
    expect(headIds(file.bytes)).toEqual([ID.seekHead, ID.void, ID.info, ID.tracks, ID.cluster])
    const { position = 0, size = 0 } = file.patches[0] ?? {}
    expect(size).toBeLessThan(400)
    expect(file.bytes.subarray(position + size, grown.length).equals(grown.subarray(position + size))).toBe(true)
  })

  it('puts each frame into the file as soon as the other track has got as far', async () => {
    const { file, add } = await start()
    await add(picture(0, true))
    await add(sound(0))
    const before = file.size
    await add(picture(40))
    await add(sound(41))
    expect(file.size - before).toBeGreaterThan(200)
  })

  it('closes a track that stays silent, so that the other is not held back', async () => {
    const { file, muxer, add } = await start()
    await add(picture(0, true))
    await add(sound(0))
    for (let ms = 40; ms <= 1000; ms += 40) await add(picture(ms))
    expect([muxer.takes('video'), muxer.takes('audio')]).toEqual([true, false])
    const before = file.size
    await add(picture(1040))
    expect(file.size - before).toBeGreaterThan(100)
    await muxer.finish()
    expect(muxer.durationMs).toBe(1080)
  })

  it('has its duration, without an index, when the disk is full', async () => {
    const { file, muxer, add } = await start()
    for (let ms = 0; ms < 1000; ms += 40) {
      await add(picture(ms, ms === 0))
      await add(sound(ms))
    }
    file.limit = file.size
    await expect(add(sound(1000)).then(() => add(picture(1000)))).rejects.toMatchObject({ code: 'ENOSPC' })
    await expect(muxer.finish()).rejects.toMatchObject({ code: 'ENOSPC' })
    expect(headIds(file.bytes)).toEqual([ID.seekHead, ID.void, ID.info, ID.tracks, ID.cluster])
    expect(file.size).toBe(file.limit)
  })
})
