import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { findEncoder } from '../../src/gateway/ffmpeg/index.ts'
import {
  CommonStarts,
  createFileOutput,
  type FileFormat,
  type FileOutputOptions,
} from '../../src/gateway/outputs/file/index.ts'
import type { MediaPacket } from '../../src/gateway/packet.ts'
import { needs, needsThat } from '../support/programs.ts'
import { complaints, makeSource, probe, readPackets, shifted, temporaryFolder } from './material.ts'

const run = promisify(execFile)
const encoding = { encoder: 'libx264', height: 180, kbps: 300 } as const

async function heightOf(path: string): Promise<number> {
  const args = ['-v', 'error', '-select_streams', 'v', '-show_entries', 'stream=height', '-of', 'csv=p=0', path]
  return Number((await run('ffprobe', args)).stdout.trim())
}

/** The encoders that this process has started; only Linux tells. */
function encoders(): number[] {
  if (process.platform !== 'linux') return []
  const found: number[] = []
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const mine = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(process.pid)
      if (mine && readlinkSync(`/proc/${pid}/exe`).includes('ffmpeg')) found.push(Number(pid))
    } catch {
      // gone meanwhile, or not ours
    }
  }
  return found
}

describe.runIf(needs('ffmpeg', 'ffprobe'))('a recording in another quality', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let packets: readonly MediaPacket[]
  const at = (name: string) => join(folder.path, name)
  beforeAll(async () => {
    folder = await temporaryFolder()
    const source = { fps: '30', seconds: 4, keySeconds: 1, bFrames: 2, size: '640x360', bitrate: '2000k' }
    await makeSource(at('source.flv'), source)
    const read = await readPackets(at('source.flv'))
    packets = shifted(read, 5_000_000).map((packet) => ({ ...packet, arrivedMs: packet.dtsMs - 4_000_000 }))
  })
  afterAll(() => folder[Symbol.asyncDispose]())

  const start = (name: string, format: FileFormat, options: Partial<FileOutputOptions> = {}) =>
    createFileOutput({ outputId: 'r', name: 'R', path: at(name), format, clock: systemClock, ...options }, encoding)

  it.each(['MP4', 'MOV', 'MKV', 'AVI'] as const)(
    '%s has all pictures, smaller, and the sound as it was',
    async (format) => {
      const name = `low.${format.toLowerCase()}`
      const output = start(name, format)
      for (const packet of packets) output.packet(packet)
      const status = await output.close()
      expect(status).toMatchObject({ state: 'closed', code: null, file: { frames: 120, parts: [at(name)] } })
      const { packets: read, durationS } = await probe(at(name))
      expect(read.filter((packet) => packet.kind === 'video')).toHaveLength(120)
      expect(read.filter((packet) => packet.kind === 'audio').length).toBeGreaterThan(180)
      expect(Math.abs(durationS - 4)).toBeLessThan(0.1)
      expect(await heightOf(at(name))).toBe(180)
      expect((status.file?.bytes ?? 0) * 8).toBeLessThan(4 * 700_000)
      expect(await complaints(at(name))).not.toMatch(/error|invalid|corrupt/i)
    },
  )

  it('is in step with others that have its start in common: the encoder’s delay does not count', async () => {
    const first = packets.find((packet) => packet.role === 'key')
    if (first === undefined) throw new Error('no key frame')
    const commonStart = { start: new CommonStarts().find('show', first.arrivedMs - 700), feed: 'a/0' }
    const output = start('late.mp4', 'MP4', { commonStart })
    for (const packet of packets) output.packet(packet)
    await output.close()
    const video = (await probe(at('late.mp4'))).packets.find((packet) => packet.kind === 'video')
    expect(Math.abs((video?.ptsMs ?? 0) - 700)).toBeLessThan(34)
  })

  it('is split without a lost picture, and goes on in the next part when the publisher is back', async () => {
    const output = start('split.mp4', 'MP4', { split: { seconds: 2, bytes: null } })
    for (const packet of packets) output.packet(packet)
    output.feedEnded('lost')
    for (const packet of shifted(packets, 60_000)) output.packet(packet)
    const status = await output.close()
    expect(status.file).toMatchObject({ frames: 240 })
    expect(status.file?.parts).toHaveLength(4)
  })

  it('goes on in the next part when the encoder is killed', async () => {
    if (!needsThat(process.platform === 'linux', '/proc')) return
    const output = start('killed.mkv', 'MKV')
    for (const packet of packets) output.packet(packet)
    await expect.poll(() => output.status().file?.frames ?? 0, { timeout: 10_000 }).toBeGreaterThan(20)
    for (const pid of encoders()) process.kill(pid, 'SIGKILL')
    await expect.poll(() => encoders()).toEqual([])
    for (const packet of shifted(packets, 4000)) {
      output.packet(packet)
      if (packet.role === 'key') await systemClock.sleep(100)
    }
    const status = await output.close()
    expect(status).toMatchObject({ state: 'closed' })
    expect(status.file?.parts).toHaveLength(2)
    expect((await probe(at('killed.part2.mkv'))).packets.length).toBeGreaterThan(200)
  })

  it('says how to install ffmpeg where there is none', async () => {
    const output = start('none.mp4', 'MP4', { ffmpeg: at('no-ffmpeg') })
    for (const packet of packets) output.packet(packet)
    await expect.poll(() => output.status().state).toBe('failed')
    expect(output.status()).toMatchObject({ code: 'unsupported', why: expect.stringContaining('Install ffmpeg') })
    await output.close()
    await expect(findEncoder(at('no-ffmpeg'))).rejects.toMatchObject({ code: 'missing' })
  })

  it('finds an encoder that works here, and leaves no ffmpeg behind', async () => {
    expect(await findEncoder('ffmpeg')).toMatch(/^(?:h264_|libx264)/)
    expect(encoders()).toEqual([])
  })
})
