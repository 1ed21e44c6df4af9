import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { type MediaPacket, publishRtmp, readFlv } from '../../src/gateway/index.ts'
import { collectingServer } from '../support/collecting-sink.ts'
import { needs } from '../support/programs.ts'
import { until } from '../support/receiver.ts'
import { eventually } from '../support/show.ts'
import { outputOf } from './srt-support.ts'
import { addOutput, gateway, openFeed, removeOutput, rtmpSpec, temporaryFolder } from './support.ts'

const run = promisify(execFile)

/** Four seconds of H.264 with a key frame a second, and AAC of this rate. */
async function source(path: string, rate: number, channels: number): Promise<readonly MediaPacket[]> {
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30', '-c:v', 'libx264', '-preset', 'ultrafast']
  const sound = ['-f', 'lavfi', '-i', `sine=sample_rate=${rate}`, '-c:a', 'aac', '-ac', String(channels)]
  const [input, encode] = [
    [...picture.slice(0, 4), ...sound.slice(0, 4)],
    [...picture.slice(4), ...sound.slice(4)],
  ]
  await run('ffmpeg', [
    '-v',
    'error',
    ...input,
    ...encode,
    '-g',
    '30',
    '-pix_fmt',
    'yuv420p',
    '-t',
    '4',
    '-f',
    'flv',
    path,
  ])
  return readFlv(await readFile(path)).packets
}

async function soundOf(path: string): Promise<string> {
  const entries = ['-show_entries', 'stream=sample_rate,channels', '-of', 'csv=p=0']
  return (await run('ffprobe', ['-v', 'error', '-select_streams', 'a', ...entries, path])).stdout.trim()
}

describe.runIf(needs('ffmpeg', 'ffprobe'))('an encoder that changes its sound while it sends', () => {
  it('is followed by destinations at once and by recordings at the next key frame, and loses no picture', async () => {
    await using folder = await temporaryFolder()
    const stereo = await source(join(folder.path, 'stereo.flv'), 48_000, 2)
    const mono = await source(join(folder.path, 'mono.flv'), 44_100, 1)
    const changeMs = 1500
    const header = mono.find(({ kind, role }) => kind === 'audio' && role === 'config')
    if (header === undefined) throw new Error('the source has no sound')
    const before = stereo.filter(({ kind, dtsMs }) => kind !== 'audio' || dtsMs < changeMs)
    const after = mono.filter(({ role, dtsMs }) => role === 'audio' && dtsMs >= changeMs)
    const packets = [...before, { ...header, dtsMs: changeMs }, ...after].toSorted((a, b) => a.dtsMs - b.dtsMs)

    await using end = await collectingServer()
    await using control = await gateway(folder.path)
    const feed = await openFeed(control)
    await addOutput(control, rtmpSpec('far', end.server.port))
    const path = join(folder.path, 'show.mkv')
    await addOutput(control, { kind: 'file', outputId: 'file', name: 'File', path, format: 'MKV' })
    await eventually(
      () => outputOf(control, 'far'),
      ({ why }) => why?.includes('Connected') === true,
    )
    await using publication = await publishRtmp({ ...feed, signal: AbortSignal.timeout(5000), clock: systemClock })
    for (const packet of packets) publication.write(packet)
    const pictures = (all: readonly MediaPacket[]) =>
      all.filter(({ role }) => role === 'key' || role === 'delta').length
    await until('all pictures are there', () => pictures(end.packets) === 120)
    await publication.close()
    await until('it has ended', () => end.packets.filter(({ role }) => role === 'audio').length > 150)

    const sound = (all: readonly MediaPacket[]) => all.filter(({ kind }) => kind === 'audio').map(({ body }) => body)
    // Its header, then everything from the first key frame on: sound before that has no place in a stream.
    const [first, ...rest] = sound(end.packets).map((body) => body.toString('hex'))
    const sent = sound(packets).map((body) => body.toString('hex'))
    expect(first).toBe(sent[0])
    expect(rest).toEqual(sent.slice(-rest.length))
    expect(sound(end.packets).filter((body) => body[1] === 0)).toHaveLength(2)
    await removeOutput(control, 'file')
    expect([await soundOf(path), await soundOf(path.replace('.mkv', '.part2.mkv'))]).toEqual(['48000,2', '44100,1'])
    const counts = await Promise.all([path, path.replace('.mkv', '.part2.mkv')].map(picturesIn))
    expect(counts).toEqual([60, 60])
  })
})

async function picturesIn(path: string): Promise<number> {
  const args = ['-v', 'error', '-select_streams', 'v', '-count_packets', '-show_entries', 'stream=nb_read_packets']
  return Number((await run('ffprobe', [...args, '-of', 'csv=p=0', path])).stdout)
}
