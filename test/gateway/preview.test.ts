import { execFile } from 'node:child_process'
import { request } from 'node:http'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { readFrameMark } from '../../src/gateway/index.ts'
import { receiver, until } from '../support/receiver.ts'
import { needs } from '../support/programs.ts'

import { addOutput, publish, rtmpSpec, temporaryFolder } from './support.ts'
import { credentials, PLACE, previewStage, refusal, viewer, type Received } from './preview-support.ts'

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
