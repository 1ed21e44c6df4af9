import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import type { OutputStatus } from '../../src/gateway/control/messages.ts'
import { createFileOutput, type FileFormat, type SplitLimits } from '../../src/gateway/outputs/file/index.ts'
import type { MediaPacket } from '../../src/gateway/packet.ts'
import { needs } from '../support/programs.ts'
import { complaints, makeSource, pictures, probe, readPackets, temporaryFolder } from './material.ts'

async function record(packets: readonly MediaPacket[], path: string, format: FileFormat, split: SplitLimits) {
  const states: OutputStatus['state'][] = []
  const output = createFileOutput({ outputId: 'rec', name: 'Recording', path, format, split, clock: systemClock })
  output.onStateChange = (status) => states.push(status.state)
  for (const packet of packets) output.packet(packet)
  const status = await output.close()
  return { status, states, parts: status.file?.parts ?? [] }
}

describe.runIf(needs('ffmpeg', 'ffprobe'))('a recording that is split', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let packets: readonly MediaPacket[]
  let shown: readonly string[]
  const at = (name: string) => join(folder.path, name)
  beforeAll(async () => {
    folder = await temporaryFolder()
    await makeSource(at('source.flv'), { fps: '30', seconds: 7, keySeconds: 1, bFrames: 2 })
    packets = await readPackets(at('source.flv'))
    shown = await pictures(at('source.flv'))
  })
  afterAll(() => folder[Symbol.asyncDispose]())

  it.each(['MP4', 'MOV', 'MKV', 'AVI'] as const)(
    'by time as %s loses no picture and no sound, each part plays by itself, and the recording stays live',
    async (format) => {
      const extension = format.toLowerCase()
      const { status, states, parts } = await record(packets, at(`time.${extension}`), format, {
        seconds: 2,
        bytes: null,
      })
      const names = ['time', 'time.part2', 'time.part3', 'time.part4'].map((name) => at(`${name}.${extension}`))
      expect(parts).toEqual(names)
      expect(states).toEqual(['live', 'closed'])
      expect(status).toMatchObject({ state: 'closed', file: { frames: 210 } })
      const probed = await Promise.all(parts.map(probe))
      const video = probed.map((part) => part.packets.filter((packet) => packet.kind === 'video'))
      expect(video.map((part) => part.length)).toEqual([60, 60, 60, 30])
      expect(video.map((part) => part[0]?.key)).toEqual([true, true, true, true])
      expect((await Promise.all(parts.map(pictures))).flat()).toEqual(shown)
      const sound = probed.flatMap((part) => part.packets.filter((packet) => packet.kind === 'audio'))
      const first = packets.find((packet) => packet.role === 'key')
      const heard = packets.filter((p) => p.role === 'audio' && p.dtsMs >= (first?.dtsMs ?? 0) + (first?.ctsMs ?? 0))
      expect(sound).toHaveLength(heard.length)
      const seconds = probed.map((part) => part.durationS)
      expect(Math.abs((seconds[1] ?? 0) - 2)).toBeLessThan(0.1)
      for (const part of parts) expect(await complaints(part)).not.toMatch(/error|invalid|corrupt/i)
    },
  )

  it('by size keeps each part below it, loses nothing, and passes over a name that is taken', async () => {
    await writeFile(at('size.part2.mp4'), 'mine')
    const { parts } = await record(packets, at('size.mp4'), 'MP4', { seconds: null, bytes: 200_000 })
    expect(parts.length).toBeGreaterThan(1)
    expect(parts[1]).toBe(at('size.part3.mp4'))
    const sizes = await Promise.all(parts.map(async (part) => (await stat(part)).size))
    expect(Math.max(...sizes)).toBeLessThan(200_000)
    expect((await Promise.all(parts.map(pictures))).flat()).toEqual(shown)
    expect((await stat(at('size.part2.mp4'))).size).toBe(4)
  })
})
