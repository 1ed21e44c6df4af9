import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  addFrameMark,
  AAC_HEADER_BYTES,
  AVC_HEADER_BYTES,
  codedData,
  parseAacConfigBody,
  parseAvcConfigBody,
  parseHevcConfigBody,
} from '../../src/gateway/codec/index.ts'
import { TsMuxer } from '../../src/gateway/mux/ts/index.ts'
import type { MediaPacket } from '../../src/gateway/packet.ts'
import { enhancedStream } from '../support/enhanced.ts'
import { needs } from '../support/programs.ts'
import { TransportStreamReader } from '../support/transport-stream.ts'
import { complaints, makeSource, pictures, probe, readPackets, temporaryFolder } from './material.ts'

/** A feed's packets as a transport stream, each picture with its number in it. */
function muxed(packets: readonly MediaPacket[]): Buffer {
  const header = (kind: 'video' | 'audio') => packets.find((packet) => packet.kind === kind && packet.role === 'config')
  const video = parseAvcConfigBody(header('video')?.body ?? Buffer.alloc(0))
  const audio = parseAacConfigBody(header('audio')?.body ?? Buffer.alloc(0))
  const muxer = new TsMuxer({ video, audio })
  let number = 0
  const parts = packets.flatMap(({ role, kind, dtsMs, ctsMs, body }) => {
    if (role === 'audio') {
      return [muxer.add({ kind: 'audio', key: true, dtsMs, ctsMs: 0, data: body.subarray(AAC_HEADER_BYTES) })]
    }
    if (kind !== 'video' || (role !== 'key' && role !== 'delta')) return []
    const marked = addFrameMark(body, { number: number++, sentAtMs: 0 }).subarray(AVC_HEADER_BYTES)
    return [muxer.add({ kind: 'video', key: role === 'key', dtsMs, ctsMs, data: marked })]
  })
  return Buffer.concat(parts)
}

describe.runIf(needs('ffmpeg', 'ffprobe'))('a transport stream of ours', () => {
  for (const bFrames of [0, 3]) {
    it(`is read without a complaint by ffmpeg: the same pictures and times, ${bFrames} B-frames`, async () => {
      await using folder = await temporaryFolder()
      const source = join(folder.path, 'source.flv')
      await makeSource(source, { fps: '30000/1001', seconds: 6, keySeconds: 1, bFrames })
      const file = join(folder.path, 'ours.ts')
      const bytes = muxed(await readPackets(source))
      await writeFile(file, bytes)

      expect(await complaints(file)).toBe('')
      expect(await pictures(file)).toEqual(await pictures(source))
      const [ours, theirs] = [await probe(file), await probe(source)]
      for (const kind of ['video', 'audio']) {
        const of = (probed: typeof ours) => probed.packets.filter((packet) => packet.kind === kind)
        const shift = (of(ours)[0]?.dtsMs ?? 0) - (of(theirs)[0]?.dtsMs ?? 0)
        expect(of(ours).length).toBe(of(theirs).length)
        const times = (probed: typeof ours, byMs: number) =>
          of(probed).map(({ ptsMs, dtsMs, key }) => ({ pts: round(ptsMs - byMs), dts: round(dtsMs - byMs), key }))
        expect(times(ours, shift)).toEqual(times(theirs, 0))
      }
      const reader = new TransportStreamReader()
      reader.push(bytes)
      expect(reader.end().faults).toEqual([])
      const frames = theirs.packets.filter((packet) => packet.kind === 'video')
      expect(reader.marks().map((mark) => mark.number)).toEqual(frames.map((_, index) => index))
    })
  }
})

describe.runIf(needs('ffmpeg', 'ffprobe'))('a transport stream of ours with HEVC', () => {
  it('is read without a complaint by ffmpeg: the same pictures, decodable from every key frame', async () => {
    await using folder = await temporaryFolder()
    const source = await enhancedStream('hevc', join(folder.path, 'source.mp4'), 3)
    const header = source.packets.find(({ kind, role }) => kind === 'video' && role === 'config')
    const muxer = new TsMuxer({ video: parseHevcConfigBody(header?.body ?? Buffer.alloc(0)), audio: null })
    const frames = source.packets.filter(({ kind, role }) => kind === 'video' && (role === 'key' || role === 'delta'))
    const parts = frames.map(({ role, dtsMs, ctsMs, body }) =>
      muxer.add({ kind: 'video', key: role === 'key', dtsMs, ctsMs, data: codedData('video', body) }),
    )
    const file = join(folder.path, 'ours.ts')
    await writeFile(file, Buffer.concat(parts))
    expect(await complaints(file)).toBe('')
    const whole = await pictures(source.mp4)
    expect(await pictures(file)).toEqual(whole)

    const second = frames.findIndex(({ role }, at) => at > 0 && role === 'key')
    await writeFile(file, Buffer.concat(parts.slice(second)))
    expect((await pictures(file)).at(-1)).toBe(whole.at(-1))
  })
})

/** ffprobe prints microseconds of a 90 kHz clock: whole milliseconds are what was given. */
function round(ms: number): number {
  return Math.round(ms)
}
