import { describe, expect, it } from 'vitest'
import { MemoryFile } from '../../../test/files/memory-file.ts'
import { topBoxes } from '../../../test/files/material.ts'
import type { AudioFormat, MediaFormats, VideoFormat } from './media.ts'
import { Mp4Muxer } from './mp4.ts'

const video: VideoFormat = {
  record: Buffer.from('0142001effe100', 'hex'),
  codec: 'avc1.42001e',
  width: 320,
  height: 180,
}
const audio: AudioFormat = { record: Buffer.from('1190', 'hex'), codec: 'mp4a.40.2', sampleRate: 48_000, channels: 2 }
const both: MediaFormats = { video, audio, startMs: 0 }
const frame = Buffer.alloc(100)

const picture = (dtsMs: number, key = false, ctsMs = 0) => ({ kind: 'video' as const, key, dtsMs, ctsMs, data: frame })
const sound = (dtsMs: number) => ({ kind: 'audio' as const, key: true, dtsMs, ctsMs: 0, data: frame })

/** The content of the first box of this type, wherever it is; test files hold no such bytes elsewhere. */
function boxContent(file: Buffer, type: string): Buffer {
  const at = file.lastIndexOf(type, undefined, 'latin1')
  if (at < 0) throw new Error(`no ${type}`)
  return file.subarray(at + 4, at - 4 + file.readUInt32BE(at - 4))
}

/** Rows of (count, value) of an stts or ctts. */
function rows(file: Buffer, type: string): [number, number][] {
  const content = boxContent(file, type)
  return Array.from({ length: content.readUInt32BE(4) }, (_, row) => [
    content.readUInt32BE(8 + row * 8),
    content.readInt32BE(12 + row * 8),
  ])
}

describe('Mp4Muxer', () => {
  it('is a fragmented file while it grows, with a fragment each half second whatever the key frames', async () => {
    const file = new MemoryFile()
    const muxer = await Mp4Muxer.start(file, both)
    for (let ms = 0; ms <= 2000; ms += 50) await muxer.add(picture(ms, ms === 0))
    const types = topBoxes(file.bytes).map((box) => box.type)
    expect(types).toEqual(['ftyp', 'free', 'moov', ...Array.from({ length: 4 }, () => ['moof', 'mdat']).flat()])
  })

  it('is an ordinary file in the end: an index appended, one patch of 16 bytes, nothing rewritten', async () => {
    const file = new MemoryFile()
    const muxer = await Mp4Muxer.start(file, both)
    for (let ms = 0; ms < 2000; ms += 40) await muxer.add(picture(ms, ms % 1000 === 0))
    const before = file.size
    await muxer.finish()
    const boxes = topBoxes(file.bytes)
    expect(boxes.map((box) => box.type)).toEqual(['ftyp', 'mdat', 'moov'])
    expect(file.patches).toEqual([{ position: boxes[0]?.size, size: 16 }])
    expect(file.size - before).toBeLessThan(3000)
    expect(boxContent(file.bytes, 'stss').readUInt32BE(4)).toBe(2)
    // No sound came, so there is no track of it.
    expect(file.bytes.subarray(-(boxes[2]?.size ?? 0)).includes('soun')).toBe(false)
  })

  it('keeps the differences of real decode times as durations, the last as long as the one before', async () => {
    const file = new MemoryFile()
    const muxer = await Mp4Muxer.start(file, both)
    for (const ms of [0, 33, 67, 100, 167]) await muxer.add(picture(ms, ms === 0))
    await muxer.finish()
    expect(rows(file.bytes, 'stts')).toEqual([
      [1, 33],
      [1, 34],
      [1, 33],
      [2, 67],
    ])
    expect(muxer.durationMs).toBe(234)
  })

  it('shows the first picture at 0 by an edit list where pictures are reordered', async () => {
    const file = new MemoryFile()
    const muxer = await Mp4Muxer.start(file, { ...both, startMs: 80 })
    for (const [ms, cts] of [
      [0, 80],
      [40, 160],
      [80, 80],
      [120, 0],
    ] as const) {
      await muxer.add(picture(ms, ms === 0, cts))
    }
    await muxer.finish()
    const edit = boxContent(file.bytes, 'elst')
    expect(edit.readUInt32BE(4)).toBe(1)
    expect(Number(edit.readBigUInt64BE(8))).toBe(160)
    expect(Number(edit.readBigInt64BE(16))).toBe(80)
    expect(rows(file.bytes, 'ctts')).toEqual([
      [1, 80],
      [1, 160],
      [1, 80],
      [1, 0],
    ])
  })

  it('restores sound to whole frames from times cut to ms, but follows the times over a hole', async () => {
    const file = new MemoryFile()
    const muxer = await Mp4Muxer.start(file, { video: null, audio, startMs: 0 })
    for (const ms of [0, 21, 42, 64, 85, 185, 206]) await muxer.add(sound(ms))
    await muxer.finish()
    expect(rows(file.bytes, 'stts')).toEqual([
      [4, 1024],
      [1, 8880 - 4096],
      [2, 1024],
    ])
    expect(muxer.durationMs).toBe(Math.round((8880 + 2048) / 48))
  })

  it('delays sound that begins after the picture', async () => {
    const file = new MemoryFile()
    const muxer = await Mp4Muxer.start(file, both)
    await muxer.add(picture(0, true))
    await muxer.add(sound(11))
    await muxer.add(picture(40))
    await muxer.finish()
    const edit = boxContent(file.bytes, 'elst')
    expect(edit.readUInt32BE(4)).toBe(2)
    expect([Number(edit.readBigUInt64BE(8)), Number(edit.readBigInt64BE(16))]).toEqual([11, -1])
    expect([Number(edit.readBigUInt64BE(28)), Number(edit.readBigInt64BE(36))]).toEqual([21, 0])
  })

  it('indexes what was written when the disk is full, and leaves no torn end', async () => {
    const file = new MemoryFile()
    const muxer = await Mp4Muxer.start(file, both)
    for (let ms = 0; ms <= 1000; ms += 50) await muxer.add(picture(ms, ms === 0))
    file.limit = file.size + 1100
    const writing = async () => {
      for (let ms = 1050; ms <= 2000; ms += 50) await muxer.add(picture(ms))
    }
    await expect(writing()).rejects.toMatchObject({ code: 'ENOSPC' })
    await muxer.finish()
    expect(topBoxes(file.bytes).map((box) => box.type)).toEqual(['ftyp', 'mdat', 'moov'])
    expect(muxer.durationMs).toBe(1000)
  })

  it('stays fragmented when there is no room for the index either', async () => {
    const file = new MemoryFile()
    const muxer = await Mp4Muxer.start(file, both)
    for (let ms = 0; ms <= 1000; ms += 40) await muxer.add(picture(ms, ms === 0))
    const whole = Buffer.from(file.bytes)
    file.limit = file.size + 300
    await expect(muxer.finish()).rejects.toMatchObject({ code: 'ENOSPC' })
    expect(file.bytes.subarray(0, whole.length).equals(whole)).toBe(true)
    expect(
      topBoxes(file.bytes)
        .map((box) => box.type)
        .slice(0, 4),
    ).toEqual(['ftyp', 'free', 'moov', 'moof'])
    expect(
      topBoxes(file.bytes)
        .map((box) => box.type)
        .filter((type) => type === 'moov'),
    ).toHaveLength(1)
  })

  it('indexes files of more than 4 GB', async () => {
    const file = new MemoryFile(false)
    const muxer = await Mp4Muxer.start(file, both)
    const data = Buffer.alloc(8 * 1024 * 1024)
    for (let ms = 0; ms < 24_000; ms += 40) await muxer.add({ ...picture(ms, ms % 1000 === 0), data })
    await muxer.add(picture(24_000))
    file.captured = []
    const fragmentsEnd = file.size
    await muxer.finish()
    const index = Buffer.concat(file.captured)
    const offsets = boxContent(index, 'co64')
    const count = offsets.readUInt32BE(4)
    const [first, last] = [0, count - 1].map((chunk) => Number(offsets.readBigUInt64BE(8 + chunk * 8)))
    expect(first).toBeLessThan(2000)
    expect(last).toBeGreaterThan(2 ** 32)
    expect(last).toBeLessThan(file.size)
    expect(fragmentsEnd).toBeGreaterThan(5e9)
  })

  it('closes an hour of 60 fps without a second copy, in small pieces, giving others their turn', async () => {
    const file = new MemoryFile(false)
    const muxer = await Mp4Muxer.start(file, both)
    let soundMs = 0
    for (let index = 0; index < 216_000; index++) {
      const ms = Math.round((index * 1000) / 60)
      const writing = muxer.add(picture(ms, index % 120 === 0, index % 3 === 0 ? 50 : 17))
      if (writing !== null) await writing
      for (; soundMs <= ms; soundMs += 1024 / 48) {
        const also = muxer.add(sound(Math.floor(soundMs)))
        if (also !== null) await also
      }
    }
    const before = file.size
    file.appends.length = 0
    let turns = 0
    const turn = () => {
      turns++
      pending = setImmediate(turn)
    }
    let pending = setImmediate(turn)
    await muxer.finish()
    clearImmediate(pending)
    const index = file.size - before
    // About 16 bytes for a picture and 4 for a sound: a few MB, against the hundreds that the media had.
    expect(index).toBeLessThan(216_000 * 20 + 170_000 * 6)
    expect(Math.max(...file.appends)).toBeLessThanOrEqual(600_000)
    expect(turns).toBeGreaterThanOrEqual(5)
    expect(muxer.durationMs).toBeGreaterThan(3_599_000)
  })
})
