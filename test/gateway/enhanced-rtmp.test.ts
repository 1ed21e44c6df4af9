import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { publishRtmp, type MediaPacket, type OutputSpec } from '../../src/gateway/index.ts'
import type { Secret } from '../../src/secrets/index.ts'
import { collectingServer } from '../support/collecting-sink.ts'
import { enhancedStream } from '../support/enhanced.ts'
import { needs } from '../support/programs.ts'
import { until } from '../support/receiver.ts'
import { eventually } from '../support/show.ts'
import { freeUdpPort, srtLiveTransmit } from '../support/srt.ts'
import { outputOf, srtSpec } from './srt-support.ts'
import { addOutput, gateway, openFeed, removeOutput, rtmpSpec, temporaryFolder } from './support.ts'

const run = promisify(execFile)
const there = needs('ffmpeg', 'ffprobe')
const folder = mkdtempSync(join(tmpdir(), 'vmix-enhanced-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SECONDS = 3

function fileSpec(
  outputId: string,
  path: string,
  format: 'MP4' | 'MOV' | 'MKV' | 'AVI',
): OutputSpec & { kind: 'file' } {
  return { kind: 'file', outputId, name: outputId, path, format }
}

/** Sends it four times as fast as it is shown, and says goodbye. */
async function send(to: { url: string; key: Secret }, packets: readonly MediaPacket[]): Promise<void> {
  await using publication = await publishRtmp({ ...to, signal: AbortSignal.timeout(5000), clock: systemClock })
  const began = performance.now()
  for (const packet of packets) {
    const dueMs = packet.dtsMs / 4 - (performance.now() - began)
    if (dueMs > 5) await systemClock.sleep(dueMs)
    publication.write(packet)
  }
}

/** Every decoded picture's checksum and time, in the order in which they are shown. */
async function pictures(path: string): Promise<string[]> {
  const { stdout, stderr } = await run('ffmpeg', ['-v', 'error', '-i', path, '-map', '0:v', '-f', 'framemd5', '-'])
  expect(stderr).toBe('')
  const lines = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return lines.map((line) => line.split(',').at(-1)?.trim() ?? '')
}

describe.runIf(there)('enhanced RTMP', () => {
  it.each([
    ['hevc', 'hvc1.1.6.L60.90', 'hvc1'],
    ['av1', 'av01.0.00M.08', 'av01'],
  ] as const)('%s is measured, passed on untouched and recorded', async (codec, name, tag) => {
    const stream = await enhancedStream(codec, join(folder, `${codec}.mp4`), SECONDS)
    await using data = await temporaryFolder()
    await using end = await collectingServer()
    await using control = await gateway(data.path)
    const feed = await openFeed(control)
    await addOutput(control, rtmpSpec('far', end.server.port))
    const files = (['MP4', 'MOV', 'MKV'] as const).map((format) => ({
      format,
      path: join(data.path, `show.${format.toLowerCase()}`),
    }))
    for (const { format, path } of files) await addOutput(control, fileSpec(format, path, format))
    await addOutput(control, fileSpec('AVI', join(data.path, 'show.avi'), 'AVI'))
    await addOutput(control, {
      ...fileSpec('low', join(data.path, 'low.mp4'), 'MP4'),
      encode: { height: 144, kbps: 200 },
    })
    await eventually(
      () => outputOf(control, 'far'),
      ({ why }) => why?.includes('Connected') === true,
    )
    await send(feed, stream.packets)
    await until('all has arrived', () => end.packets.filter(isFrame).length === stream.frames)

    const [status] = (await control.status()).feeds
    expect(status?.media).toMatchObject({ videoCodec: name, width: 320, height: 180, audioCodec: 'mp4a.40.2' })
    expect(status?.reading).toMatchObject({ framesTotal: stream.frames, droppedTotal: 0, expectedFps: 30 })
    expect(status?.reading.keyFrameIntervalMs).toBe(1000)

    const sent = stream.packets.filter(({ kind }) => kind === 'video')
    const got = end.packets.filter(({ kind }) => kind === 'video')
    expect(got.map(({ role }) => role)).toEqual(sent.map(({ role }) => role))
    expect(got.every(({ body }, at) => body.equals(sent[at]?.body ?? Buffer.alloc(0)))).toBe(true)
    expect(got.map(({ dtsMs, ctsMs }) => [dtsMs, ctsMs])).toEqual(sent.map(({ dtsMs, ctsMs }) => [dtsMs, ctsMs]))

    expect(await outputOf(control, 'AVI')).toMatchObject({
      state: 'failed',
      code: 'unsupported',
      why: expect.stringContaining('AVI cannot hold'),
    })
    expect(await outputOf(control, 'low')).toMatchObject({ state: 'failed', code: 'unsupported' })
    const source = await pictures(stream.mp4)
    expect(source).toHaveLength(stream.frames)
    for (const { format, path } of files) {
      await removeOutput(control, format)
      expect(await pictures(path)).toEqual(source)
      const args = ['-v', 'error', '-show_entries', 'stream=codec_name,codec_tag_string', '-of', 'csv=p=0', path]
      const { stdout } = await run('ffprobe', args)
      expect(stdout).toContain(format === 'MKV' ? codec : `${codec},${tag}`)
      expect(stdout).toContain('aac')
    }
  })
})

describe.runIf(there && needs('srt-live-transmit'))('enhanced RTMP and SRT', () => {
  it('HEVC goes out by SRT, every picture', async () => {
    const stream = await enhancedStream('hevc', join(folder, 'srt.mp4'), SECONDS)
    await using data = await temporaryFolder()
    await using control = await gateway(data.path)
    const feed = await openFeed(control)
    const port = await freeUdpPort()
    await using receiver = srtLiveTransmit('127.0.0.1', port, 'mode=listener')
    await addOutput(control, srtSpec(port))
    await eventually(
      () => outputOf(control, 'studio'),
      (output) => output.state === 'waiting' && output.why?.includes('Connected') === true,
      20_000,
    )
    await send(feed, stream.packets)
    await eventually(
      () => receiver.stream.units.filter(({ pid }) => pid === 0x100).length,
      (units) => units >= stream.frames - 1,
      20_000,
    )
    await removeOutput(control, 'studio')
    await receiver.stop()
    receiver.stream.end()
    const units = receiver.stream.units.filter(({ pid }) => pid === 0x100)
    const file = join(data.path, 'arrived.hevc')
    await writeFile(file, Buffer.concat(units.map((unit) => unit.data)))
    expect(receiver.stream.faults).toEqual([])
    expect(await pictures(file)).toEqual(await pictures(stream.mp4))
  })

  it('AV1 does not, and the output says why', async () => {
    const stream = await enhancedStream('av1', join(folder, 'no-srt.mp4'), 1)
    await using data = await temporaryFolder()
    await using control = await gateway(data.path)
    const feed = await openFeed(control)
    const port = await freeUdpPort()
    await using _receiver = srtLiveTransmit('127.0.0.1', port, 'mode=listener')
    await addOutput(control, srtSpec(port))
    await eventually(
      () => outputOf(control, 'studio'),
      (output) => output.state === 'waiting' && output.why?.includes('Connected') === true,
      20_000,
    )
    await using publication = await publishRtmp({ ...feed, signal: AbortSignal.timeout(5000), clock: systemClock })
    for (const packet of stream.packets) publication.write(packet)
    const waiting = await eventually(
      () => outputOf(control, 'studio'),
      (output) => output.code === 'unsupported',
    )
    expect(waiting).toMatchObject({ state: 'waiting', why: expect.stringContaining('neither H.264 nor HEVC') })
  })
})

function isFrame({ role }: MediaPacket): boolean {
  return role === 'key' || role === 'delta'
}
