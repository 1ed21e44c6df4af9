import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type MediaPacket, parseAvcConfigBody, readMetadata } from '../../src/gateway/index.ts'
import { makeCertificates } from '../support/certificates.ts'
import { collectingServer } from '../support/collecting-sink.ts'
import { needs } from '../support/programs.ts'
import { until } from '../support/receiver.ts'

const there = needs('ffmpeg', 'ffprobe', 'openssl')
const folder = mkdtempSync(join(tmpdir(), 'vmix-rtmp-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function run(program: string, ...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(program, [...args], { timeout: 25_000, maxBuffer: 1e7 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
      resolve({ code, stdout, stderr })
    })
  })
}

/** A file with B-frames and sound, made once: 3 s, sizes that need many chunks. */
const source = join(folder, 'source.flv')
const making = there
  ? run(
      'ffmpeg',
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      'testsrc2=size=640x360:rate=30:duration=3',
      '-f',
      'lavfi',
      '-i',
      'sine=duration=3',
      '-c:v',
      'libx264',
      '-preset',
      'veryfast',
      '-bf',
      '3',
      '-g',
      '30',
      '-pix_fmt',
      'yuv420p',
      '-c:a',
      'aac',
      source,
    )
  : null

async function packetsOf(file: string, stream: 'v' | 'a'): Promise<{ dts: number; pts: number }[]> {
  const { stdout } = await run(
    'ffprobe',
    '-v',
    'error',
    '-select_streams',
    stream,
    '-show_entries',
    'packet=dts,pts',
    '-of',
    'csv=p=0',
    file,
  )
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.split(',').map(Number))
    .map(([pts = Number.NaN, dts = Number.NaN]) => ({ dts, pts }))
}

const coded = (packets: readonly MediaPacket[]) => packets.filter(({ role }) => role === 'key' || role === 'delta')

describe.runIf(there)('ffmpeg to our server', () => {
  it('every frame arrives, with B-frames, at the times that ffprobe reads in the source', async () => {
    await making
    await using end = await collectingServer()
    const sent = await run('ffmpeg', '-v', 'error', '-i', source, '-c', 'copy', '-f', 'flv', `${end.url}/live/camera`)
    expect(sent).toMatchObject({ code: 0, stderr: '' })
    await until('the end is told', () => end.ends.length === 1)
    expect(end.ends).toMatchObject([{ kind: 'ended' }])
    expect(end.requests).toMatchObject([
      { app: 'live', key: 'camera', tls: false, encoder: expect.stringContaining('Lavf') },
    ])
    const video = await packetsOf(source, 'v')
    expect(video.length).toBe(90)
    expect(coded(end.packets).map(({ dtsMs, ctsMs }) => ({ dts: dtsMs, pts: dtsMs + ctsMs }))).toEqual(video)
    expect(new Set(coded(end.packets).map(({ ctsMs }) => ctsMs)).size).toBeGreaterThan(1)
    expect(coded(end.packets).filter(({ role }) => role === 'key')).toHaveLength(3)
    const audio = end.packets.filter(({ role }) => role === 'audio').map(({ dtsMs }) => dtsMs)
    expect(audio).toEqual((await packetsOf(source, 'a')).map(({ dts }) => dts))
    const config = end.packets.find(({ kind, role }) => kind === 'video' && role === 'config')
    expect(parseAvcConfigBody(config?.body ?? Buffer.alloc(0))).toMatchObject({ width: 640, height: 360, fps: 30 })
    const metadata = end.packets.find(({ kind }) => kind === 'data')
    expect(readMetadata(metadata?.body ?? Buffer.alloc(0))).toMatchObject({ width: 640, height: 360, fps: 30 })
  })

  it.each([
    ['0xFFFFFF ms', 16_776.5],
    ['2^31 ms, where ffmpeg starts again at 0', 2_147_482.5],
  ])('times stay whole over %s', async (_, offset) => {
    await making
    await using end = await collectingServer()
    const args = ['-i', source, '-c', 'copy', '-output_ts_offset', String(offset), '-f', 'flv', `${end.url}/live/late`]
    const sent = await run('ffmpeg', '-v', 'error', ...args)
    expect(sent.code).toBe(0)
    await until('the end is told', () => end.ends.length === 1)
    const dts = coded(end.packets).map(({ dtsMs }) => dtsMs)
    const first = dts[0] ?? 0
    const expected = (await packetsOf(source, 'v')).map(({ dts }, _index, all) => dts - (all[0]?.dts ?? 0))
    expect(dts.map((time) => time - first)).toEqual(expected)
  })

  it('a wrong key is refused: ffmpeg says why and exits non-zero', async () => {
    await making
    await using end = await collectingServer({ authorise: () => ({ refuse: 'Unknown stream key' }) })
    const sent = await run('ffmpeg', '-v', 'error', '-i', source, '-c', 'copy', '-f', 'flv', `${end.url}/live/wrong`)
    expect(sent.code).not.toBe(0)
    expect(sent.stderr).toContain('Unknown stream key')
    expect(end.refusals).toMatchObject([{ code: 'key' }])
    expect(JSON.stringify(end.refusals)).not.toContain('wrong')
  })

  it('a wrong app is refused at connect', async () => {
    await making
    await using end = await collectingServer({ acceptApp: (app) => app === 'live' })
    const sent = await run('ffmpeg', '-v', 'error', '-i', source, '-c', 'copy', '-f', 'flv', `${end.url}/other/key`)
    expect(sent.code).not.toBe(0)
    expect(sent.stderr).toContain('no such application')
    expect(end.refusals).toMatchObject([{ code: 'app' }])
    expect(end.requests).toHaveLength(0)
  })

  it.each(['adobe', 'llnw'])(
    'a user name and password (%s) are refused: ffmpeg says why, and we show neither',
    async (scheme) => {
      await making
      await using end = await collectingServer({ acceptApp: (app) => app === 'live' })
      const app = `live?authmod=${scheme}&user=SOMEBODY&response=HIDDEN`
      const args = ['-i', source, '-c', 'copy', '-f', 'flv', '-rtmp_app', app, `${end.url}/live/key`]
      const sent = await run('ffmpeg', '-v', 'error', ...args)
      expect(sent.code).not.toBe(0)
      expect(sent.stderr).toContain('the stream key is the secret')
      expect(end.refusals).toMatchObject([{ code: 'auth' }])
      expect(JSON.stringify(end.refusals)).not.toMatch(/SOMEBODY|HIDDEN/)
    },
  )

  it('a user name and password that nobody asked for are not sent, and the stream is taken', async () => {
    await making
    await using end = await collectingServer({ acceptApp: (app) => app === 'live' })
    const url = `${end.url.replace('://', '://somebody:hidden@')}/live/key`
    const sent = await run('ffmpeg', '-v', 'error', '-i', source, '-c', 'copy', '-f', 'flv', url)
    expect(sent.code).toBe(0)
    expect(end.requests).toMatchObject([{ app: 'live', key: 'key' }])
  })

  it('a key with special characters arrives byte for byte', async () => {
    await making
    await using end = await collectingServer()
    // In its URL ffmpeg takes a blank for the beginning of options.
    const args = ['-i', source, '-c', 'copy', '-f', 'flv', '-rtmp_playpath', 'SECRET-a&b=c d+e#f', `${end.url}/live`]
    const sent = await run('ffmpeg', '-v', 'error', ...args)
    expect(sent.code).toBe(0)
    expect(end.requests).toMatchObject([{ key: 'SECRET-a&b=c d+e#f' }])
  })

  it('comes by RTMPS too, our certificate verified', async () => {
    await making
    const { ca, cert, key } = makeCertificates()
    const caFile = join(folder, 'ca.pem')
    writeFileSync(caFile, ca)
    await using end = await collectingServer({ tls: { cert, key } })
    const args = [
      '-i',
      source,
      '-c',
      'copy',
      '-f',
      'flv',
      '-tls_verify',
      '1',
      '-ca_file',
      caFile,
      `${end.url}/live/safe`,
    ]
    const sent = await run('ffmpeg', '-v', 'error', ...args)
    expect(sent).toMatchObject({ code: 0 })
    await until('the end is told', () => end.ends.length === 1)
    expect(coded(end.packets)).toHaveLength(90)
    expect(end.requests).toMatchObject([{ tls: true }])
  })
})
