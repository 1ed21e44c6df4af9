import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ALL_FORMATS, BufferSource, CustomSource, EncodedPacketSink, Input } from 'mediabunny'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { createFileOutput, type FileFormat } from '../../src/gateway/outputs/file/index.ts'
import type { MediaPacket } from '../../src/gateway/packet.ts'
import { needs } from '../support/programs.ts'
import {
  complaints,
  makeSource,
  pictures,
  probe,
  readPackets,
  type SourceOptions,
  temporaryFolder,
  topBoxes,
} from './material.ts'

const sources: readonly SourceOptions[] = [
  { fps: '25', seconds: 4, keySeconds: 1, bFrames: 0 },
  { fps: '30000/1001', seconds: 4, keySeconds: 2, bFrames: 2 },
  { fps: '30', seconds: 12, keySeconds: 10, bFrames: 3 },
  { fps: '50', seconds: 3, keySeconds: 2, bFrames: 0, audio: false },
  { fps: '60', seconds: 3, keySeconds: 1, bFrames: 2 },
]

async function record(packets: readonly MediaPacket[], path: string, format: FileFormat) {
  const output = createFileOutput({ outputId: 'rec', name: 'Recording', path, format, clock: systemClock })
  for (const packet of packets) output.packet(packet)
  return output.close()
}

describe.runIf(needs('ffmpeg', 'ffprobe'))('a recording, read by others', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  beforeAll(async () => {
    folder = await temporaryFolder()
  })
  afterAll(() => folder[Symbol.asyncDispose]())

  describe.each(sources)('of $fps fps, key frames each $keySeconds s, $bFrames B-frames', (options) => {
    const name = `${options.fps.replace('/', '-')}-${options.keySeconds}-${options.bFrames}`
    const source = () => join(folder.path, `${name}.flv`)
    beforeAll(() => makeSource(source(), options))

    it.each(['MP4', 'MOV', 'MKV'] as const)('as %s has the same pictures, times and length', async (format) => {
      const path = join(folder.path, `${name}.${format.toLowerCase()}`)
      const packets = await readPackets(source())
      const status = await record(packets, path, format)
      const recorded = await probe(path)
      const original = await probe(source())
      const [video, originalVideo] = [recorded, original].map((file) => file.packets.filter((p) => p.kind === 'video'))
      const zeroMs = originalVideo?.[0]?.ptsMs ?? 0

      expect(status).toMatchObject({
        state: 'closed',
        code: null,
        file: { frames: originalVideo?.length, parts: [path] },
      })
      expect(recorded.streams).toBe(options.audio === false ? 1 : 2)
      expect(Math.abs(recorded.durationS - options.seconds)).toBeLessThan(0.1)
      expect(Math.abs((status.file?.durationMs ?? 0) / 1000 - recorded.durationS)).toBeLessThan(0.05)
      expect(video?.map((p) => Math.round(p.ptsMs))).toEqual(originalVideo?.map((p) => Math.round(p.ptsMs - zeroMs)))
      expect(video?.map((p) => p.key)).toEqual(originalVideo?.map((p) => p.key))
      // Matroska holds no decode times.
      const decodeTimes = (packets: typeof video, zero: number) =>
        format !== 'MKV' ? packets?.map((p) => Math.round(p.dtsMs - zero)) : null
      expect(decodeTimes(video, 0)).toEqual(decodeTimes(originalVideo, zeroMs))

      const sound = recorded.packets.filter((p) => p.kind === 'audio')
      const originalSound = original.packets.filter((p) => p.kind === 'audio' && p.ptsMs >= zeroMs)
      expect(sound).toHaveLength(originalSound.length)
      // RTMP cuts times to whole ms; the MP4 has them as sample counts again.
      const offBy = sound.map((p, index) => Math.abs(p.ptsMs - ((originalSound[index]?.ptsMs ?? 0) - zeroMs)))
      expect(Math.max(0, ...offBy)).toBeLessThan(format === 'MKV' ? 0.6 : 1.6)

      const shown = await pictures(path)
      expect(shown).toHaveLength(originalVideo?.length ?? -1)
      expect(shown).toEqual(await pictures(source()))
      expect(await complaints(path)).toBe('')
    })

    it.each(['mp4', 'mov'])('ends as an ordinary %s: ftyp, mdat, moov', async (extension) => {
      const bytes = await readFile(join(folder.path, `${name}.${extension}`))
      expect(topBoxes(bytes).map((box) => box.type)).toEqual(['ftyp', 'mdat', 'moov'])
      expect(bytes.toString('latin1', 8, 12)).toBe(extension === 'mov' ? 'qt  ' : 'isom')
    })

    it.each(['mp4', 'mov', 'mkv'])('as %s is read and sought through by mediabunny', async (extension) => {
      const bytes = await readFile(join(folder.path, `${name}.${extension}`))
      using input = new Input({ formats: ALL_FORMATS, source: new BufferSource(bytes) })
      const track = await input.getPrimaryVideoTrack()
      if (track === null) throw new Error('no video track')
      expect(Math.abs((await input.computeDuration()) - options.seconds)).toBeLessThan(0.2)
      const sink = new EncodedPacketSink(track)
      expect((await sink.getFirstPacket())?.timestamp).toBe(0)
      const last = options.seconds - 0.2
      const key = await sink.getKeyPacket(last)
      expect(key?.timestamp).toBeCloseTo(Math.floor(last / options.keySeconds) * options.keySeconds, 1)
    })
  })

  it('seeks in an MKV by its index, without reading through the file', async () => {
    const source = join(folder.path, 'long.flv')
    const path = join(folder.path, 'long.mkv')
    await makeSource(source, { fps: '25', seconds: 30, keySeconds: 1, bFrames: 0, bitrate: '2000k', size: '640x360' })
    await record(await readPackets(source), path, 'MKV')
    const bytes = await readFile(path)
    let read = 0
    using input = new Input({
      formats: ALL_FORMATS,
      source: new CustomSource({
        getSize: () => bytes.length,
        read: (start, end) => {
          read += end - start
          return bytes.subarray(start, end)
        },
        maxCacheSize: 1024,
      }),
    })
    const track = await input.getPrimaryVideoTrack()
    if (track === null) throw new Error('no video track')
    const packet = await new EncodedPacketSink(track).getKeyPacket(25.1, { metadataOnly: true })
    expect(packet?.timestamp).toBe(25)
    expect(read).toBeLessThan(bytes.length / 2)
  })
})
