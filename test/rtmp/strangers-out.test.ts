import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import {
  type MediaPacket,
  publishRtmp,
  readFlv,
  readFrameMark,
  RtmpError,
  videoPacket,
} from '../../src/gateway/index.ts'
import { Secret } from '../../src/secrets/index.ts'
import { loadClip } from '../../src/simulator/media/clip.ts'
import { noFaults, startSender } from '../../src/simulator/media/index.ts'
import { LiveClip } from '../../src/simulator/media/live-clip.ts'
import { makeCertificates } from '../support/certificates.ts'
import { enhancedStream } from '../support/enhanced.ts'
import { nginxWithRtmp, startNginx } from '../support/nginx.ts'
import { startNodeMediaServer } from '../support/node-media-server.ts'
import { needs, needsThat } from '../support/programs.ts'
import { receiver, until } from '../support/receiver.ts'

const KEY = 'SECRET-a&b=c d+e#f'
const there = needsThat(nginxWithRtmp, 'nginx with its RTMP module')

/** Sends the simulator's stream for a while; how many frames it was. */
async function send(url: string, key: string, ms: number): Promise<number> {
  const sender = startSender({
    url,
    key: new Secret(key),
    clock: systemClock,
    faults: () => noFaults,
    onEnded: () => undefined,
  })
  await until('it sends', () => sender.state === 'sending')
  await systemClock.sleep(ms)
  await sender.stop()
  return sender.framesSent
}

async function marksOf(file: string): Promise<number[]> {
  const { packets } = readFlv(await readFile(file))
  return packets.flatMap(({ role, body }) =>
    role === 'key' || role === 'delta' ? [readFrameMark(body)?.number ?? -1] : [],
  )
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)

describe.runIf(there)('to nginx-rtmp', () => {
  it('every frame arrives, in order and none missing, under exactly the key that was given', async () => {
    await using nginx = await startNginx()
    const sent = await send(`${nginx.url}/live`, KEY, 2500)
    expect(sent).toBeGreaterThan(60)
    expect(await marksOf(nginx.recording(KEY))).toEqual(upTo(sent))
  })

  it.each([
    ['over 0xFFFFFF, where the time moves into its extended field', 0xff_fff0],
    ['over 2^32, where it starts again at 0', 2 ** 32 - 500],
  ])('timestamps run on %s, and long messages stay whole', async (_, startMs) => {
    await using nginx = await startNginx()
    const clip = readFlv(await readFile('assets/clip.flv')).packets.slice(0, 200)
    const publication = await publishRtmp({
      url: `${nginx.url}/live`,
      key: new Secret('long'),
      signal: new AbortController().signal,
      clock: systemClock,
    })
    for (const packet of clip) publication.write({ ...packet, dtsMs: packet.dtsMs + startMs })
    // A key frame of many chunks, each with its extended time.
    const config = clip.find(({ kind, role }) => kind === 'video' && role === 'config')
    const large = videoPacket(
      Buffer.concat([Buffer.from('170100000000007530', 'hex'), Buffer.alloc(30_000, 0x65)]),
      startMs + 9000,
      0,
    )
    publication.write(large)
    await publication.close()
    expect(await publication.closed).toBeNull()
    const recorded = readFlv(await readFile(nginx.recording('long'))).packets
    const coded = (packets: readonly MediaPacket[]) => packets.filter(({ role }) => role === 'key' || role === 'delta')
    expect(config).toBeDefined()
    expect(coded(recorded).map(({ body }) => body.toString('base64'))).toEqual(
      [...coded(clip), large].map(({ body }) => body.toString('base64')),
    )
    const steps = coded(recorded).map(({ dtsMs }) => (dtsMs - (coded(recorded)[0]?.dtsMs ?? 0)) >>> 0)
    expect(steps).toEqual([
      ...coded(clip).map(({ dtsMs }) => dtsMs - (coded(clip)[0]?.dtsMs ?? 0)),
      9000 - (coded(clip)[0]?.dtsMs ?? 0),
    ])
  })

  it('a server that hangs up on a publish, as platforms do on a wrong key, is told apart from a broken network', async () => {
    await using nginx = await startNginx()
    // nginx says "publish started" first, or hangs up at once: both are right.
    const error = await publishRtmp({
      url: `${nginx.url}/denied`,
      key: new Secret(KEY),
      signal: new AbortController().signal,
      clock: systemClock,
    }).then(
      (publication) => publication.closed,
      (reason: unknown) => reason,
    )
    if (!(error instanceof RtmpError)) throw new Error('nginx let it publish')
    expect(error.code).toBe('closed')
    expect(error.message).toContain('stream key')
    expect(error.message).not.toContain('SECRET')
  })

  it('from nginx-rtmp, which offers the digest handshake, a pushed stream arrives whole', async () => {
    await using end = await receiver()
    await using nginx = await startNginx({ relay: `live on; push rtmp://127.0.0.1:${end.port}/live/pushed;` })
    const sent = await send(`${nginx.url}/relay`, 'anything', 2500)
    await until('the push has ended', () => end.publishers === 0 && end.publishes === 1)
    expect(end.keys.map((key) => key.reveal())).toEqual(['pushed'])
    // nginx begins to push a moment after the publish began.
    expect(end.lastNumber).toBe(sent - 1)
    expect(end).toMatchObject({ framesLost: 0, duplicates: 0, outOfOrder: 0 })
  })
})

describe.runIf(there && needs('ffmpeg'))("the clip's loop", () => {
  it('decodes over its seam without an error or a click, marks and all', async () => {
    await using nginx = await startNginx()
    const options = {
      url: `${nginx.url}/live`,
      key: new Secret('loop'),
      signal: new AbortController().signal,
      clock: systemClock,
    }
    const publication = await publishRtmp(options)
    const live = new LiveClip(await loadClip())
    for (const packet of live.headers(0)) publication.write(packet)
    for (let ms = 0; ms < 20_000; ms += 500)
      for (const packet of live.due(ms, noFaults, ms, 0)) publication.write(packet)
    await publication.close()
    const file = nginx.recording('loop')
    const run = promisify(execFile)
    const decoded = await run('ffmpeg', ['-v', 'error', '-xerror', '-i', file, '-f', 'null', '-'])
    expect(decoded.stderr).toBe('')
    const sound = await run('ffmpeg', ['-v', 'error', '-i', file, '-vn', '-ac', '1', '-f', 's16le', '-'], {
      encoding: 'buffer',
      maxBuffer: 1e7,
    })
    // A click at the seam would be a jump larger than those at the other seconds' beeps.
    const jumps = Array.from({ length: sound.stdout.length / 2 - 1 }, (_, n) =>
      Math.abs(sound.stdout.readInt16LE(2 * n + 2) - sound.stdout.readInt16LE(2 * n)),
    )
    const around = (second: number) => Math.max(...jumps.slice((second - 0.1) * 48_000, (second + 0.15) * 48_000))
    const elsewhere = Math.max(...[1, 2, 3, 4, 5, 6, 7].map(around))
    expect(around(8)).toBeLessThanOrEqual(elsewhere)
    expect(around(16)).toBeLessThanOrEqual(elsewhere)
  })
})

describe('to node-media-server', () => {
  it('every frame arrives, in order and none missing', async () => {
    await using server = await startNodeMediaServer()
    const sent = await send(`${server.url}/live`, 'camera1', 2500)
    const [file = ''] = await server.recordings('live', 'camera1')
    expect(await marksOf(file)).toEqual(upTo(sent))
  })

  it.runIf(needs('ffmpeg', 'ffprobe')).each(['hevc', 'av1'] as const)(
    'enhanced RTMP with %s too: header and frames as they were sent',
    async (codec) => {
      const folder = await mkdtemp(join(tmpdir(), 'vmix-enhanced-out-'))
      try {
        const stream = await enhancedStream(codec, join(folder, 'source.mp4'), 2)
        await using server = await startNodeMediaServer()
        await using publication = await publishRtmp({
          url: `${server.url}/live`,
          key: new Secret('enhanced'),
          signal: AbortSignal.timeout(5000),
          clock: systemClock,
        })
        for (const packet of stream.packets) publication.write(packet)
        await publication.close()
        const bytes = stream.packets.reduce((sum, { body }) => sum + body.length, 0)
        const [file = ''] = await server.recordings('live', 'enhanced', bytes)
        const video = (packets: readonly MediaPacket[]) =>
          packets.flatMap(({ kind, dtsMs, body }) => (kind === 'video' ? [`${dtsMs} ${body.toString('base64')}`] : []))
        expect(video(readFlv(await readFile(file)).packets)).toEqual(video(stream.packets))
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  )

  it.runIf(needs('openssl'))('by RTMPS too, its certificate verified', async () => {
    const { ca, cert, key } = makeCertificates()
    await using server = await startNodeMediaServer({ cert, key })
    const options = {
      url: `${server.url}/live`,
      key: new Secret(KEY),
      signal: new AbortController().signal,
      clock: systemClock,
    }
    await expect(publishRtmp(options)).rejects.toMatchObject({ code: 'tls' })
    const publication = await publishRtmp({ ...options, key: new Secret('secure'), tls: { ca } })
    const clip = readFlv(await readFile('assets/clip.flv')).packets
    for (const packet of clip) publication.write(packet)
    await publication.close()
    const [file = ''] = await server.recordings('live', 'secure')
    const recorded = readFlv(await readFile(file)).packets
    const coded = (packets: readonly MediaPacket[]) => packets.filter(({ role }) => role === 'key' || role === 'delta')
    expect(coded(recorded).map(({ dtsMs, body }) => [dtsMs, body.length])).toEqual(
      coded(clip).map(({ dtsMs, body }) => [dtsMs, body.length]),
    )
  })
})
