import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import {
  CommonStarts,
  createFileOutput,
  type FileFormat,
  type FileOutputOptions,
} from '../../src/gateway/outputs/file/index.ts'
import type { MediaPacket } from '../../src/gateway/packet.ts'
import { needs } from '../support/programs.ts'
import { complaints, makeSource, pictures, probe, readPackets, temporaryFolder } from './material.ts'

describe.runIf(needs('ffmpeg', 'ffprobe'))('files of sound, and files with a common start', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let packets: readonly MediaPacket[]
  const at = (name: string) => join(folder.path, name)
  beforeAll(async () => {
    folder = await temporaryFolder()
    await makeSource(at('source.flv'), { fps: '30', seconds: 4, keySeconds: 1, bFrames: 2 })
    packets = (await readPackets(at('source.flv'))).map((packet) => ({ ...packet, arrivedMs: 10_000 + packet.dtsMs }))
  })
  afterAll(() => folder[Symbol.asyncDispose]())

  async function record(name: string, format: FileFormat, options: Partial<FileOutputOptions> = {}, given = packets) {
    const path = at(name)
    const output = createFileOutput({ outputId: 'r', name: 'R', path, format, clock: systemClock, ...options })
    for (const packet of given) output.packet(packet)
    return await output.close()
  }

  it.each(['M4A', 'WAV'] as const)('%s has the sound alone, all of it', async (format) => {
    const name = `sound.${format.toLowerCase()}`
    const status = await record(name, format)
    expect(status).toMatchObject({ state: 'closed', file: { frames: 0, parts: [at(name)] } })
    const { streams, durationS, packets: read } = await probe(at(name))
    expect(streams).toBe(1)
    expect(read.every((packet) => packet.kind === 'audio')).toBe(true)
    expect(Math.abs(durationS - 4)).toBeLessThan(0.1)
    expect(Math.abs((status.file?.durationMs ?? 0) - 4000)).toBeLessThan(100)
    const sent = packets.filter((packet) => packet.role === 'audio').length
    expect(format === 'M4A' ? read.length : sent).toBe(sent)
    expect(await complaints(at(name))).not.toMatch(/error|invalid|corrupt/i)
  })

  it.each(['M4A', 'WAV'] as const)('%s is split by time without a hole', async (format) => {
    const extension = format.toLowerCase()
    const status = await record(`parts.${extension}`, format, { split: { seconds: 1, bytes: null } })
    const parts = await Promise.all((status.file?.parts ?? []).map(probe))
    expect(parts.length).toBeGreaterThan(3)
    expect(Math.abs(parts.reduce((sum, part) => sum + part.durationS, 0) - 4)).toBeLessThan(0.2)
  })

  it.each(['MP4', 'MOV', 'MKV'] as const)('%s: what came 700 ms after the start is shown at 0.7 s', async (format) => {
    const extension = format.toLowerCase()
    const first = packets.find((packet) => packet.role === 'key')?.arrivedMs ?? 0
    const start = new CommonStarts().find('show', first - 700)
    const commonStart = { start, feed: 'a/0' }
    const status = await record(`late.${extension}`, format, { commonStart })
    expect(status.file).toMatchObject({ frames: 120, parts: [at(`late.${extension}`)] })
    const { packets: read, durationS } = await probe(at(`late.${extension}`))
    const video = read.filter((packet) => packet.kind === 'video').map((packet) => packet.ptsMs)
    expect(Math.round(video[0] ?? -1)).toBe(700)
    expect(Math.abs(durationS - 4.7)).toBeLessThan(0.1)
    const plain = await record(`plain.${extension}`, format)
    const zero = await probe(plain.file?.parts[0] ?? '')
    const shifts = zero.packets.filter((p) => p.kind === 'video').map((p, index) => (video[index] ?? 0) - p.ptsMs)
    expect(new Set(shifts.map(Math.round))).toEqual(new Set([700]))
    const soundShift =
      (read.find((p) => p.kind === 'audio')?.ptsMs ?? 0) - (zero.packets.find((p) => p.kind === 'audio')?.ptsMs ?? 0)
    expect(Math.abs(soundShift - 700)).toBeLessThan(2)
    expect(await pictures(at(`late.${extension}`))).toEqual(await pictures(at('source.flv')))
    expect(await complaints(at(`late.${extension}`))).toBe('')
  })

  it.each(['M4A', 'WAV'] as const)('%s beside it begins with silence for as long, and is in step', async (format) => {
    const first = packets.find((packet) => packet.role === 'key') ?? packets[0]
    const start = new CommonStarts().find('show', (first?.arrivedMs ?? 0) - 700)
    if (first !== undefined) start.offsetOf('a/0', first)
    const name = `late.${format.toLowerCase()}`
    await record(name, format, { commonStart: { start, feed: 'a/0' } })
    const { durationS } = await probe(at(name))
    expect(Math.abs(durationS - 4.7)).toBeLessThan(0.1)
  })
})
