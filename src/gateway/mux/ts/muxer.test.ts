import { array, assert, boolean, constantFrom, integer, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nalUnits, TransportStreamReader } from '../../../../test/support/transport-stream.ts'
import type { AacConfig, AvcConfig } from '../../codec/index.ts'
import type { MediaSample } from '../media.ts'
import { AdtsFraming } from './adts.ts'
import { sectionCrc } from './crc32.ts'
import { TsMuxer } from './muxer.ts'

const sps = Buffer.from('674d401e', 'hex')
const pps = Buffer.from('68ce3c80', 'hex')
const video: AvcConfig = {
  record: Buffer.alloc(0),
  lengthSize: 4,
  sps: [sps],
  pps: [pps],
  codec: 'avc1.4d401e',
  profile: 0x4d,
  level: 0x1e,
  width: 320,
  height: 180,
  fps: 30,
}
const audio: AacConfig = {
  record: Buffer.from('1190', 'hex'),
  objectType: 2,
  sampleRate: 48_000,
  channels: 2,
  codec: 'mp4a.40.2',
}
const LEAD = 300 * 90

function prefixed(...units: readonly Buffer[]): Buffer {
  return Buffer.concat(
    units.flatMap((unit) => {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(unit.length)
      return [length, unit]
    }),
  )
}

const slice = (bytes: number, key: boolean) => Buffer.concat([Buffer.of(key ? 0x65 : 0x41), Buffer.alloc(bytes, 0xab)])
const picture = (dtsMs: number, key = false, ctsMs = 0, bytes = 500): MediaSample => ({
  kind: 'video',
  key,
  dtsMs,
  ctsMs,
  data: prefixed(slice(bytes, key)),
})
const sound = (dtsMs: number, bytes = 200): MediaSample => ({
  kind: 'audio',
  key: true,
  dtsMs,
  ctsMs: 0,
  data: Buffer.alloc(bytes, 0x5a),
})

function read(muxer: TsMuxer, samples: readonly MediaSample[]): TransportStreamReader {
  const reader = new TransportStreamReader()
  for (const sample of samples) {
    const bytes = muxer.add(sample)
    expect(bytes.length % 188).toBe(0)
    reader.push(bytes)
  }
  return reader.end()
}

describe('TsMuxer', () => {
  it('begins with its tables, and puts delimiter and parameter sets before each key frame', () => {
    const reader = read(new TsMuxer({ video, audio }), [picture(0, true), picture(33), picture(66, true)])
    expect(reader.faults).toEqual([])
    expect(reader.tables.slice(0, 2)).toEqual([0, 0x1000])
    const types = reader.units.map((unit) => nalUnits(unit.data).map((nal) => (nal[0] ?? 0) & 0x1f))
    expect(types).toEqual([
      [9, 7, 8, 5],
      [9, 1],
      [9, 7, 8, 5],
    ])
    expect(reader.units.map((unit) => unit.randomAccess)).toEqual([true, false, true])
  })

  it('writes parameter sets that stand in the key frame once, and one delimiter where there was one', () => {
    const data = prefixed(Buffer.of(9, 0x10), sps, pps, slice(100, true))
    const reader = read(new TsMuxer({ video, audio: null }), [{ ...picture(0, true), data }])
    expect(nalUnits(reader.units[0]?.data ?? Buffer.alloc(0)).map((nal) => (nal[0] ?? 0) & 0x1f)).toEqual([9, 7, 8, 5])
  })

  it('keeps presentation and decode times of reordered pictures', () => {
    const reader = read(new TsMuxer({ video, audio }), [picture(0, true, 66), picture(33, false, 99), sound(40)])
    expect(reader.units.map(({ pts, dts }) => [(pts - LEAD) / 90, (dts - LEAD) / 90])).toEqual([
      [66, 0],
      [132, 33],
      [40, 40],
    ])
  })

  it('lets the times wrap at 33 bits', () => {
    const wrapMs = Math.floor(2 ** 33 / 90)
    const samples = [-400, -300, -200, 0, 100].map((ms, index) => picture(wrapMs + ms, index === 0))
    const reader = read(new TsMuxer({ video, audio }), samples)
    expect(reader.faults).toEqual([])
    for (const { dts } of reader.units) expect(dts).toBeLessThan(2 ** 33)
    const steps = reader.units
      .slice(1)
      .map(({ dts }, index) => (dts - (reader.units[index]?.dts ?? 0) + 2 ** 33) % 2 ** 33)
    expect(steps).toEqual([9000, 9000, 18_000, 9000])
    expect(Math.min(...reader.clocks)).toBeLessThan(10_000)
  })

  it('has a clock every 40 ms and tables every 100 ms, at one frame a second and at sixty', () => {
    for (const fps of [1.25, 10, 25, 29.97, 60]) {
      const samples = Array.from({ length: Math.ceil(fps * 4) }, (_, n) =>
        picture(Math.round((n * 1000) / fps), n === 0),
      )
      const reader = read(new TsMuxer({ video, audio: null }), samples)
      const gaps = reader.clocks.slice(1).map((clock, index) => (clock - (reader.clocks[index] ?? 0)) / 90)
      expect(Math.max(...gaps), `${fps} fps`).toBeLessThanOrEqual(40)
      expect(Math.min(...gaps)).toBeGreaterThan(0)
      const associations = reader.tables.filter((pid) => pid === 0).length
      expect(associations, `${fps} fps`).toBeGreaterThanOrEqual(Math.floor((samples.at(-1)?.dtsMs ?? 0) / 100))
    }
  })

  it('is never without tables for more than 100 ms', () => {
    const muxer = new TsMuxer({ video, audio })
    const withTables: number[] = []
    for (let ms = 0; ms < 3000; ms += 20) {
      const reader = new TransportStreamReader()
      reader.push(muxer.add(ms % 40 === 0 ? picture(ms, ms === 0) : sound(ms)))
      if (reader.tables.length > 0) withTables.push(ms)
    }
    expect(Math.max(...withTables.slice(1).map((ms, index) => ms - (withTables[index] ?? 0)))).toBeLessThanOrEqual(100)
  })

  it('goes on with the same counters, and a new table version, when the codec headers change', () => {
    const muxer = new TsMuxer({ video, audio: null })
    const reader = new TransportStreamReader()
    reader.push(muxer.add(picture(0, true)))
    muxer.change({ video, audio })
    reader.push(muxer.add(picture(33, true)))
    reader.push(muxer.add(sound(40)))
    expect(reader.end().faults).toEqual([])
    expect(new Set(reader.units.map((unit) => unit.pid))).toEqual(new Set([0x100, 0x101]))
  })

  it('is whole packets with unbroken counters, every byte kept, whatever it is given', () => {
    const anySample = record({
      kind: constantFrom('video' as const, 'audio' as const),
      key: boolean(),
      step: integer({ min: -5000, max: 5000 }),
      ctsMs: integer({ min: 0, max: 2000 }),
      bytes: integer({ min: 1, max: 1200 }),
    })
    assert(
      property(array(anySample, { maxLength: 60 }), (given) => {
        let dtsMs = 100_000
        const samples = given.map(({ kind, key, step, ctsMs, bytes }): MediaSample => {
          dtsMs += step
          return kind === 'video' ? picture(dtsMs, key, ctsMs, bytes) : sound(dtsMs, bytes)
        })
        const reader = read(new TsMuxer({ video, audio }), samples)
        expect(reader.faults).toEqual([])
        expect(reader.units.length).toBe(samples.length)
        const bytesOf = (pid: number) => reader.units.filter((unit) => unit.pid === pid).map((unit) => unit.data)
        const sounds = samples.filter((sample) => sample.kind === 'audio')
        expect(bytesOf(0x101).map((data) => data.length - 7)).toEqual(sounds.map((sample) => sample.data.length))
        const lastNal = (data: Buffer) => nalUnits(data).at(-1)?.length
        const pictures = samples.filter((sample) => sample.kind === 'video')
        expect(bytesOf(0x100).map(lastNal)).toEqual(pictures.map((sample) => sample.data.length - 4))
        for (let at = 1; at < reader.clocks.length; at++) {
          expect(reader.clocks[at]).toBeGreaterThan(reader.clocks[at - 1] ?? 0)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('writes nothing for a picture whose NAL units cannot be read', () => {
    const muxer = new TsMuxer({ video, audio: null })
    expect(muxer.add({ ...picture(0, true), data: Buffer.from('ffffffff00', 'hex') }).length).toBe(0)
  })
})

describe('AdtsFraming', () => {
  it('describes rate, channels and length', () => {
    const framed = AdtsFraming.of({ ...audio, sampleRate: 44_100, channels: 1 })?.frame(Buffer.alloc(100))
    expect(framed?.subarray(0, 7).toString('hex')).toBe('fff150400d7ffc')
  })

  it('refuses a rate or an object type that its head has no number for, and a frame that is too long', () => {
    expect(AdtsFraming.of({ ...audio, sampleRate: 47_999 })).toBeNull()
    expect(AdtsFraming.of({ ...audio, objectType: 42 })).toBeNull()
    expect(AdtsFraming.of(audio)?.frame(Buffer.alloc(8190))).toBeNull()
  })
})

describe('sectionCrc', () => {
  it('is CRC-32/MPEG-2', () => {
    expect(sectionCrc(Buffer.from('123456789'))).toBe(0x0376e6e7)
  })
})
