import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { publishRtmp, readFrameMark, videoPacket } from '../../src/gateway/index.ts'
import { loadClip } from '../../src/simulator/media/clip.ts'
import { receiver, until } from '../support/receiver.ts'
import { needs } from '../support/programs.ts'

import { addOutput, publish, rtmpSpec, temporaryFolder } from './support.ts'
import {
  credentials,
  PLACE,
  previewStage,
  refusal,
  viewer,
  type PreviewStage,
  type Received,
} from './preview-support.ts'

const VIDEO_INIT = 1
const VIDEO = 2
const AUDIO_INIT = 3
const AUDIO = 4

const run = promisify(execFile)

/** The numbers that the simulator wrote into the frames, from the samples of video fragments. */
function numbers(received: readonly Received[]): number[] {
  return received
    .filter(({ kind }) => kind === VIDEO)
    .map(({ mp4 }) => {
      const sample = mp4.subarray(mp4.indexOf('mdat') + 4)
      return readFrameMark(Buffer.concat([Buffer.alloc(5), sample]))?.number ?? -1
    })
}

function consecutive(of: readonly number[]): boolean {
  return of.every((number, at) => at === 0 || number === (of[at - 1] ?? 0) + 1)
}

/** The simulator's frames with 100 KB behind each, 30 a second: what does not read shows within seconds. */
async function publishLarge(stage: PreviewStage): Promise<AsyncDisposable & { readonly framesSent: number }> {
  const { videoConfig, video } = await loadClip()
  const publication = await publishRtmp({ ...stage.feed, signal: AbortSignal.timeout(5000), clock: systemClock })
  publication.write(videoPacket(videoConfig, 0, 0))
  const bodies = video.map(({ body }) => Buffer.concat([body, Buffer.alloc(100_000)]))
  const began = performance.now()
  let framesSent = 0
  const timer = setInterval(() => {
    while (framesSent < ((performance.now() - began) * 30) / 1000) {
      const body = bodies[framesSent % bodies.length]
      if (body !== undefined) publication.write(videoPacket(body, Math.round((framesSent * 1000) / 30), 0))
      framesSent += 1
    }
  }, 10)
  return {
    get framesSent() {
      return framesSent
    },
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      await publication.close()
    },
  }
}

async function get(
  host: string,
  path: string,
  options: { readonly method?: string; readonly headers?: Record<string, string> } = {},
): Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }> {
  const outgoing = request(`http://${host}${path}`, { agent: false, ...options })
  outgoing.end()
  const [response] = await once(outgoing, 'response')
  const parts: Buffer[] = []
  for await (const part of response) parts.push(part as Buffer)
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }
}

describe('a preview over WebSocket', () => {
  it('gives a late viewer everything since the last key frame at once, and then each frame', async () => {
    await using stage = await previewStage()
    await using sender = publish(stage.feed)
    await until('some seconds are over', () => sender.framesSent > 75)
    using late = await viewer(stage)
    await until('frames arrive', () => late.received.length > 60)
    expect(late.texts.slice(0, 3)).toMatchObject([
      { type: 'hello', version: 1, instance: 'studio-a', channel: 0, ticket: expect.stringMatching(/^[\w-]{43}$/) },
      { type: 'state', state: 'live' },
      { type: 'format', video: { codec: expect.stringMatching(/^avc1\./), width: 640 }, audio: { codec: 'mp4a.40.2' } },
    ])
    expect(late.received.slice(0, 3).map(({ kind, key }) => [kind, key])).toEqual([
      [VIDEO_INIT, true],
      [AUDIO_INIT, true],
      [VIDEO, true],
    ])
    const seen = numbers(late.received)
    expect(consecutive(seen)).toBe(true)
    const sound = late.received.filter(({ kind }) => kind === AUDIO)
    expect(sound.length).toBeGreaterThan(20)
    expect((await stage.gateway.status()).feeds[0]?.preview).toMatchObject({ viewers: 1, framesDropped: 0 })
  })

  it('sends pictures alone to who wants no sound', async () => {
    await using stage = await previewStage()
    await using _sender = publish(stage.feed)
    using deaf = await viewer(stage, { place: `${PLACE}?sound=0` })
    await until('frames arrive', () => deaf.received.length > 30)
    expect(new Set(deaf.received.map(({ kind }) => kind))).toEqual(new Set([VIDEO_INIT, VIDEO]))
    expect(consecutive(numbers(deaf.received))).toBe(true)
  })

  it.runIf(needs('ffprobe'))('is fragmented MP4 that others read', async () => {
    await using stage = await previewStage()
    await using folder = await temporaryFolder()
    await using _sender = publish(stage.feed)
    using watching = await viewer(stage)
    await until('three seconds arrive', () => watching.received.length > 200)
    for (const [init, fragment, name] of [
      [VIDEO_INIT, VIDEO, 'h264'],
      [AUDIO_INIT, AUDIO, 'aac'],
    ] as const) {
      const wanted = watching.received.filter(({ kind }) => kind === init || kind === fragment)
      const file = join(folder.path, `${name}.mp4`)
      await writeFile(file, Buffer.concat(wanted.map(({ mp4 }) => mp4)))
      const entries = 'stream=codec_name,nb_read_packets'
      const args = ['-v', 'error', '-count_packets', '-show_entries', entries, '-of', 'csv=p=0', file]
      const { stdout, stderr } = await run('ffprobe', args)
      expect([stdout.trim(), stderr]).toEqual([`${name},${wanted.length - 1}`, ''])
    }
  })

  it('tells of a loss, and begins anew with new headers when the stream comes back', async () => {
    await using stage = await previewStage()
    using watching = await viewer(stage)
    expect(watching.texts).toMatchObject([{ type: 'hello' }, { type: 'state', state: 'waiting' }])
    for (const round of [1, 2]) {
      await using sender = publish(stage.feed)
      const kinds = () => watching.received.filter(({ kind }) => kind === VIDEO_INIT).length
      await until('it is shown', () => kinds() === round && watching.received.at(-1)?.kind !== VIDEO_INIT)
      await sender.stop()
      await until('its end is told', () => watching.texts.at(-1)?.['state'] === 'ended')
    }
    const states = watching.texts.flatMap(({ type, state }) => (type === 'state' ? [state] : []))
    expect(states).toEqual(['waiting', 'waiting', 'live', 'ended', 'waiting', 'live', 'ended'])
    const times = watching.received.filter(({ kind }) => kind === VIDEO).map(({ dtsMs }) => dtsMs)
    expect(times.every((time, at) => at === 0 || time > (times[at - 1] ?? 0))).toBe(true)
  })

  it('lets nobody watch without token or ticket, from another page, or by another name of this machine', async () => {
    await using stage = await previewStage()
    const good = credentials(`token.${stage.token}`)
    expect(await refusal(stage, { protocols: good })).toBe(101)
    expect(await refusal(stage, { protocols: good, headers: { origin: `http://${stage.host}` } })).toBe(101)
    const bearer = { authorization: `Bearer ${stage.token}` }
    expect(await refusal(stage, { protocols: ['vmix-preview.v1'], headers: bearer })).toBe(101)
    expect(await refusal(stage, { protocols: ['vmix-preview.v1'] })).toBe(401)
    expect(await refusal(stage, { protocols: credentials('token.wrong') })).toBe(401)
    expect(
      await refusal(stage, { path: `/preview/${PLACE}?token=${stage.token}`, protocols: ['vmix-preview.v1'] }),
    ).toBe(401)
    expect(await refusal(stage, { protocols: [`token.${stage.token}`] })).toBe(400)
    expect(await refusal(stage, { protocols: good, headers: { origin: 'http://evil.example' } })).toBe(403)
    expect(await refusal(stage, { protocols: good, headers: { host: 'evil.example' } })).toBe(421)
    expect(await refusal(stage, { protocols: good, path: '/preview/studio-a/7' })).toBe(404)
    expect(await refusal(stage, { protocols: good, path: '/control/v1/status' })).toBe(404)
  })

  it('gives tickets that open one feed: one in a link once, one of a page again and again', async () => {
    await using stage = await previewStage()
    const path = `/preview/${PLACE}/ticket`
    expect(await get(stage.host, path, { method: 'POST' })).toMatchObject({ status: 401 })
    const headers = { authorization: `Bearer ${stage.token}` }
    const { body } = await get(stage.host, path, { method: 'POST', headers })
    const { ticket, ticketExpiresInS } = JSON.parse(body.toString('utf8')) as Record<string, unknown>
    expect(ticketExpiresInS).toBe(60)
    expect(
      await refusal(stage, { protocols: credentials(`ticket.${String(ticket)}`), path: '/preview/studio-a/1' }),
    ).toBe(401)
    using opened = await viewer(stage, { protocols: credentials(`ticket.${String(ticket)}`) })
    await until('it is greeted', () => opened.texts.length > 0)
    expect(await refusal(stage, { protocols: credentials(`ticket.${String(ticket)}`) })).toBe(401)
    const again = credentials(`ticket.${String(opened.texts[0]?.['ticket'])}`)
    expect([await refusal(stage, { protocols: again }), await refusal(stage, { protocols: again })]).toEqual([101, 101])
    const asControl = { authorization: `Bearer ${String(opened.texts[0]?.['ticket'])}` }
    expect(await get(stage.host, '/control/v1/status', { headers: asControl })).toMatchObject({ status: 401 })
    expect(await get(stage.host, path, { method: 'POST', headers: asControl })).toMatchObject({ status: 401 })
  })

  it('never answers with the token: its protocol is the version alone', async () => {
    await using stage = await previewStage()
    using watching = await viewer(stage)
    expect(watching.socket.protocol).toBe('vmix-preview.v1')
    watching.socket.send('anything')
    expect(await watching.closed).toBe(1008)
  })

  it('takes so many viewers and no more', async () => {
    await using stage = await previewStage()
    const viewers = await Promise.all(Array.from({ length: 64 }, () => viewer(stage)))
    expect(await refusal(stage, { protocols: credentials(`token.${stage.token}`) })).toBe(503)
    viewers[0]?.socket.close()
    await viewers[0]?.closed
    await until('it is gone', () => stage.gateway.preview('studio-a', 0)?.viewers === 63)
    using _another = await viewer(stage)
    for (const one of viewers) one[Symbol.dispose]()
  })

  it('sends its viewers away when it closes', async () => {
    await using stage = await previewStage()
    using watching = await viewer(stage)
    await stage.server.close()
    expect([1001, 1006]).toContain(await watching.closed)
  })
})

describe('a viewer that does not read', () => {
  it('costs nineteen others and the destination no frame', async () => {
    await using stage = await previewStage()
    await using target = await receiver()
    await addOutput(stage.gateway, rtmpSpec('a', target.port))
    await using _sender = publish(stage.feed)
    const others = await Promise.all(Array.from({ length: 19 }, () => viewer(stage)))
    using stuck = await viewer(stage)
    stuck.socket.pause()
    await until('a while is over', () => target.framesReceived > 150)
    expect(target.framesLost).toBe(0)
    for (const other of others) {
      expect(consecutive(numbers(other.received))).toBe(true)
      expect(other.texts.some(({ type }) => type === 'skipped')).toBe(false)
      other[Symbol.dispose]()
    }
  })
})

describe('a viewer that does not read for some seconds', () => {
  it('is shown a key frame again, and not what it missed, although the system would have kept it all', async () => {
    await using stage = await previewStage()
    await using _sender = publish(stage.feed)
    using slow = await viewer(stage)
    await until('it reads', () => slow.received.length > 30)
    const status = async () => (await stage.gateway.status()).feeds[0]?.preview
    slow.socket.pause()
    while (((await status())?.framesDropped ?? 0) < 30) await systemClock.sleep(50)
    const paused = slow.received.length
    slow.socket.resume()
    await until('it is told', () => slow.texts.at(-1)?.['type'] === 'skipped')
    const told = slow.texts.at(-1)?.['frames']
    await until('it sees more', () => slow.received.length > paused + 60)
    const seen = numbers(slow.received)
    const gaps = seen.flatMap((number, at) => (at > 0 && number !== (seen[at - 1] ?? 0) + 1 ? [{ at, number }] : []))
    expect(gaps.length).toBe(1)
    const pictures = slow.received.filter(({ kind }) => kind === VIDEO)
    expect(pictures[gaps[0]?.at ?? 0]?.key).toBe(true)
    expect((gaps[0]?.number ?? 0) - (seen[(gaps[0]?.at ?? 1) - 1] ?? 0) - 1).toBe(told)
  })
})

describe('a viewer that reads nothing of a large stream', () => {
  it('misses pictures, is sent away after ten seconds, and costs a bounded amount of memory', async () => {
    await using stage = await previewStage()
    using good = await viewer(stage)
    using stuck = await viewer(stage)
    stuck.socket.pause()
    const held = () => process.memoryUsage().arrayBuffers
    await using sender = await publishLarge(stage)
    const status = async () => (await stage.gateway.status()).feeds[0]?.preview
    await until('the first pictures are there', () => good.received.length > 30)
    good.received.length = 0
    const before = held()
    while ((await status())?.viewers !== 1) {
      expect(sender.framesSent).toBeLessThan(30 * 60)
      expect(held() - before).toBeLessThan(192 * 1024 * 1024)
      // What this test keeps of it is not what the gateway holds.
      good.received.splice(0, good.received.length - 1)
      await systemClock.sleep(100)
    }
    expect(await status()).toMatchObject({ viewers: 1, stuckViewers: 1 })
    expect((await status())?.framesDropped).toBeGreaterThan(0)
    expect(good.texts.some(({ type }) => type === 'skipped')).toBe(false)
  })
})

describe('what is no viewer', () => {
  it('does no harm: bytes that are no WebSocket, requests that are cut off, messages that are none', async () => {
    await using stage = await previewStage()
    await using _sender = publish(stage.feed)
    using good = await viewer(stage)
    const head = (protocols: string) =>
      [
        `GET /preview/${PLACE} HTTP/1.1`,
        `Host: ${stage.host}`,
        'Upgrade: websocket',
        'Connection: Upgrade',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        `Sec-WebSocket-Protocol: ${protocols}`,
        '\r\n',
      ].join('\r\n')
    const entered = Buffer.from(head(`vmix-preview.v1, token.${stage.token}`))
    const sent = Array.from({ length: 200 }, (_, at) => {
      const noise = randomBytes(1 + ((at * 37) % 3000))
      if (at % 4 === 0) return noise
      if (at % 4 === 1) return entered.subarray(0, at % entered.length)
      return Buffer.concat([at % 4 === 2 ? entered : Buffer.from(head('x'.repeat(at * 20))), noise])
    })
    for (const bytes of sent) {
      const socket = connect(Number(stage.host.split(':')[1]), '127.0.0.1')
      socket.on('error', () => undefined)
      socket.resume()
      socket.end(bytes)
      const limit = setTimeout(() => socket.destroy(), 200)
      await new Promise((resolve) => socket.once('close', resolve))
      clearTimeout(limit)
    }
    await until('they are all gone', () => stage.gateway.preview('studio-a', 0)?.viewers === 1)
    expect(consecutive(numbers(good.received))).toBe(true)
    expect(good.received.length).toBeGreaterThan(0)
  })
})

describe('what the page is made of', () => {
  it('is there without token, holds nothing, and may speak to this address only', async () => {
    await using stage = await previewStage()
    for (const [path, type] of [
      [`/preview/${PLACE}/page`, 'text/html'],
      ['/preview/player/page.css', 'text/css'],
      ['/preview/player/page.js', 'text/javascript'],
      ['/preview/player/player.js', 'text/javascript'],
      ['/preview/player/picture.js', 'text/javascript'],
      ['/preview/player/live-edge.js', 'text/javascript'],
    ] as const) {
      const { status, headers, body } = await get(stage.host, path)
      expect([path, status, String(headers['content-type']).split(';')[0]]).toEqual([path, 200, type])
      expect(headers['content-security-policy']).toContain(`default-src 'none'`)
      expect(body.toString('utf8')).not.toMatch(/https?:\/\/(?!www\.w3\.org)/)
    }
    expect(await get(stage.host, '/preview/player/..%2f..%2fpackage.json')).toMatchObject({ status: 404 })
    expect(await get(stage.host, '/preview/player/package.json')).toMatchObject({ status: 404 })
    expect(await get(stage.host, `/preview/${PLACE}/page`, { headers: { host: 'evil.example' } })).toMatchObject({
      status: 421,
    })
    expect(await get(stage.host, `/preview/${PLACE}/page`, { method: 'POST' })).toMatchObject({ status: 404 })
    expect(await get(stage.host, `/preview/${PLACE}`)).toMatchObject({ status: 426 })
  })
})

describe('a still', () => {
  const ask = (stage: { readonly host: string; readonly token: string }) =>
    get(stage.host, `/preview/${PLACE}/still.jpg`, { headers: { authorization: `Bearer ${stage.token}` } })

  it.runIf(needs('ffmpeg'))('is a JPEG of the last key frame', async () => {
    await using stage = await previewStage()
    expect(await ask(stage)).toMatchObject({ status: 503 })
    await using sender = publish(stage.feed)
    await until('it is live', () => sender.framesSent > 10)
    const [first, second] = await Promise.all([ask(stage), ask(stage)])
    expect(first).toMatchObject({ status: 200, headers: { 'content-type': 'image/jpeg' } })
    expect(first.body.subarray(0, 3).toString('hex')).toBe('ffd8ff')
    expect(first.body.subarray(-2).toString('hex')).toBe('ffd9')
    expect(second.body.equals(first.body)).toBe(true)
    expect(await get(stage.host, `/preview/${PLACE}/still.jpg`)).toMatchObject({ status: 401 })
  })

  it('says how to get ffmpeg where there is none', async () => {
    await using stage = await previewStage({ ffmpeg: '/nowhere/ffmpeg' })
    await using sender = publish(stage.feed)
    await until('it is live', () => sender.framesSent > 10)
    const { status, body } = await ask(stage)
    expect(status).toBe(501)
    expect(JSON.parse(body.toString('utf8'))).toMatchObject({
      error: { code: 'unsupported', message: expect.stringContaining('Install ffmpeg') },
    })
  })
})
