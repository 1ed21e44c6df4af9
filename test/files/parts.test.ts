import { access, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import type { OutputStatus } from '../../src/gateway/control/messages.ts'
import { createFileOutput, type FileFormat } from '../../src/gateway/outputs/file/index.ts'
import type { MediaPacket } from '../../src/gateway/packet.ts'
import { needs } from '../support/programs.ts'
import { complaints, makeSource, probe, readPackets, shifted, temporaryFolder } from './material.ts'

function recordTo(path: string, format: FileFormat = 'MP4') {
  const states: OutputStatus['state'][] = []
  const output = createFileOutput({ outputId: 'rec', name: 'Recording', path, format, clock: systemClock })
  output.onStateChange = (status) => states.push(status.state)
  return { output, states }
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

describe.runIf(needs('ffmpeg', 'ffprobe'))('the parts of a recording', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let small: readonly MediaPacket[]
  let large: readonly MediaPacket[]
  const at = (name: string) => join(folder.path, name)
  beforeAll(async () => {
    folder = await temporaryFolder()
    await makeSource(at('small.flv'), { fps: '30', seconds: 3, keySeconds: 1, bFrames: 2 })
    await makeSource(at('large.flv'), { fps: '25', seconds: 2, keySeconds: 1, bFrames: 0, size: '640x360' })
    small = await readPackets(at('small.flv'))
    large = await readPackets(at('large.flv'))
  })
  afterAll(() => folder[Symbol.asyncDispose]())

  it.each(['MP4', 'MOV', 'MKV', 'AVI'] as const)(
    'a change of resolution begins the next %s, and both play',
    async (format) => {
      const extension = format.toLowerCase()
      const { output } = recordTo(at(`change.${extension}`), format)
      for (const packet of [...small, ...shifted(large, 3000)]) output.packet(packet)
      const status = await output.close()
      expect(status).toMatchObject({ state: 'closed', file: { frames: 140 } })
      expect(status.file?.parts).toEqual([at(`change.${extension}`), at(`change.part2.${extension}`)])
      expect(Math.abs((status.file?.durationMs ?? 0) - 5000)).toBeLessThan(200)
      const probed = await Promise.all((status.file?.parts ?? []).map(probe))
      expect(probed.map((part) => part.packets.filter((p) => p.kind === 'video').length)).toEqual([90, 50])
      const first = probed.map((part) => part.packets.find((p) => p.kind === 'video'))
      // AVI holds no presentation times.
      expect(first.map((packet) => (format === 'AVI' ? packet?.dtsMs : packet?.ptsMs))).toEqual([0, 0])
      for (const part of status.file?.parts ?? []) {
        expect(await complaints(part)).not.toMatch(format === 'AVI' ? /error|invalid|corrupt/i : /./)
      }
    },
  )

  it('the same headers again, as some encoders send them at each key frame, change nothing', async () => {
    const { output } = recordTo(at('again.mp4'))
    const headers = small.filter((packet) => packet.role === 'config')
    for (const packet of small) {
      if (packet.role === 'key') for (const header of headers) output.packet({ ...header, dtsMs: packet.dtsMs })
      output.packet(packet)
    }
    expect((await output.close()).file).toMatchObject({ frames: 90, parts: [at('again.mp4')] })
  })

  it('a publisher that comes back begins the next part, finishing the one before at once', async () => {
    const { output, states } = recordTo(at('back.mp4'))
    for (const packet of small) output.packet(packet)
    output.feedEnded('lost')
    await expect.poll(() => states).toEqual(['live', 'waiting'])
    expect((await probe(at('back.mp4'))).durationS).toBeCloseTo(3, 0)
    for (const packet of small) output.packet(packet)
    const status = await output.close()
    expect(status.file).toMatchObject({ frames: 180, parts: [at('back.mp4'), at('back.part2.mp4')] })
    expect(states).toEqual(['live', 'waiting', 'live', 'closed'])
  })

  it('a leap of the decode times begins the next part too', async () => {
    const { output } = recordTo(at('leap.mkv'), 'MKV')
    for (const packet of [...small, ...shifted(small, 3_600_000), ...small]) output.packet(packet)
    expect((await output.close()).file?.parts).toHaveLength(3)
  })

  it('overwrites nothing: a taken name fails, a taken part number is passed over', async () => {
    await writeFile(at('taken.mp4'), 'mine')
    const taken = recordTo(at('taken.mp4'))
    for (const packet of small) taken.output.packet(packet)
    expect(await taken.output.close()).toMatchObject({
      state: 'failed',
      code: 'exists',
      file: { parts: [], frames: 0 },
    })
    expect(await readFile(at('taken.mp4'), 'utf8')).toBe('mine')

    await writeFile(at('free.part2.mp4'), 'mine')
    const { output } = recordTo(at('free.mp4'))
    for (const packet of [...small, ...shifted(large, 3000)]) output.packet(packet)
    expect((await output.close()).file?.parts).toEqual([at('free.mp4'), at('free.part3.mp4')])
    expect(await readFile(at('free.part2.mp4'), 'utf8')).toBe('mine')
  })

  it('a folder that is not there is told before the first frame', async () => {
    const { output } = recordTo(at('nowhere/show.mp4'))
    await expect.poll(() => output.status().state).toBe('failed')
    expect(output.status().code).toBe('disk_error')
    expect(output.status().why).toContain('folder')
    output.packet(small[0] as MediaPacket)
    expect((await output.close()).state).toBe('failed')
  })

  it('leaves no empty file behind when nothing came', async () => {
    const { output } = recordTo(at('nothing.mp4'))
    expect(await output.close()).toMatchObject({ state: 'closed', file: { parts: [] } })
    expect(await exists(at('nothing.mp4'))).toBe(false)
  })

  it('drops sound before the first picture, and begins at a key frame', async () => {
    const { output } = recordTo(at('middle.mp4'))
    const firstKey = small.findIndex((packet) => packet.role === 'key')
    const middle = small.filter((packet, index) => packet.role === 'config' || index > firstKey)
    for (const packet of middle) output.packet(packet)
    const status = await output.close()
    expect(status.file?.frames).toBe(60)
    expect(status.framesSkipped).toBe(29)
    const { packets, durationS } = await probe(at('middle.mp4'))
    expect(Math.abs(durationS - 2)).toBeLessThan(0.2)
    expect(packets.find((p) => p.kind === 'video')).toMatchObject({ ptsMs: 0, key: true })
    const firstSound = packets.find((p) => p.kind === 'audio')?.ptsMs
    expect(firstSound).toBeGreaterThanOrEqual(0)
    expect(firstSound).toBeLessThan(25)
    expect(await complaints(at('middle.mp4'))).toBe('')
  })

  it.each(['MP4', 'MKV'] as const)(
    'goes on in %s when the sound stays away, and has it again when it is back',
    async (format) => {
      const extension = format.toLowerCase()
      const { output } = recordTo(at(`silent.${extension}`), format)
      const feed = [...small, ...shifted(small, 3000), ...shifted(small, 6000)]
      const silent = feed.filter((p) => p.role !== 'audio' || p.dtsMs < 2000 || p.dtsMs > 5500)
      for (const packet of silent) output.packet(packet)
      const status = await output.close()
      expect(status.file?.frames).toBe(270)
      // An MKV's track that was silent had to be closed; the next part has sound again.
      expect(status.file?.parts).toHaveLength(format === 'MP4' ? 1 : 2)
      const last = await probe(status.file?.parts.at(-1) ?? '')
      expect(last.packets.at(-1)?.ptsMs).toBeGreaterThan(2000)
      expect(last.packets.filter((p) => p.kind === 'audio').length).toBeGreaterThan(100)
      for (const part of status.file?.parts ?? []) expect(await complaints(part)).toBe('')
    },
  )
})
