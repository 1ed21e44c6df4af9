import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mutated, type MutationOptions, randomFrom } from '../support/mutation.ts'
import { receiver, until } from '../support/receiver.ts'
import { heldBytes } from '../support/waiting.ts'
import { attack, HELD_BYTES, inputs } from './hostile-support.ts'
import { hostileJson } from './hostile-values.ts'
import { previewStage, type PreviewStage } from './preview-support.ts'
import { addOutput, envelope, publish, rtmpSpec, temporaryFolder } from './support.ts'

const INPUTS = inputs(20_000)
const AT_ONCE = 24
const KEY = 'the-key-of-a-destination'
const PASSPHRASE = 'the-passphrase-of-a-receiver'

interface Answer {
  readonly status: number
  readonly body: string
}

function post(stage: PreviewStage, agent: Agent, path: string, body: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${stage.token}`, 'content-type': 'application/json' }
    const outgoing = request(`${stage.server.url}${path}`, { method: 'POST', agent, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
    })
    // A connection that was kept may be closed by the gateway just when it is used again: that is for a client to repeat.
    outgoing.on('error', (error) => {
      if (outgoing.reusedSocket) resolve(post(stage, agent, path, body))
      else reject(error)
    })
    outgoing.end(body)
  })
}

/** Every command that there is, to a vMix of which the show knows nothing, and what else may be posted. */
function commands(folder: string): readonly { readonly path: string; readonly body: object }[] {
  const failover = { afterSeconds: 1, returnAfterSeconds: 2 }
  const rtmp = { ...rtmpSpec('hostile', 1), key: KEY }
  const backup = { url: 'rtmp://127.0.0.1:1/other', key: KEY, keyFingerprint: null, ...failover }
  // Without a port it can be called nowhere, whatever becomes of the rest.
  const srt = {
    kind: 'srt',
    outputId: 'srt',
    name: 'SRT',
    address: 'srt://127.0.0.1',
    mode: 'caller',
    latencyMs: 120,
    passphrase: PASSPHRASE,
    keyLength: 16,
    streamId: 'a stream',
    keyFingerprint: null,
    backup: { address: 'srt://127.0.0.1', passphrase: PASSPHRASE, streamId: null, keyFingerprint: null, ...failover },
  }
  const file = {
    kind: 'file',
    outputId: 'file',
    name: 'File',
    path: join(folder, 'hostile.mp4'),
    format: 'MP4',
    splitSeconds: 60,
    splitBytes: 1_000_000,
    commonStart: 'start',
    encode: null,
  }
  const standby = {
    backup: { instance: 'nobody', channel: 3 },
    slate: null,
    returns: 'steady',
    beforeLive: false,
    onStandby: 'mark',
  }
  const command = (kind: string, params: object): { path: string; body: object } => ({
    path: '/control/v1/commands',
    body: { ...envelope(2), deadline: '2099-01-01T00:00:00Z', instance: 'victim', kind, params },
  })
  return [
    command('feed.open', {}),
    command('feed.standby', { standby }),
    command('feed.switch', { to: 'slate' }),
    command('output.add', { output: rtmp }),
    command('output.add', { output: { ...rtmp, backup } }),
    command('output.add', { output: srt }),
    command('output.add', { output: file }),
    command('output.use', { outputId: 'hostile', address: 'backup' }),
    command('output.remove', { outputId: 'hostile' }),
    command('feed.close', {}),
    { path: '/control/v1/acknowledge', body: { upTo: 1, instance: 'victim' } },
    { path: '/control/v1/stop', body: { streams: 'some' } },
    { path: '/control/v1/page-ticket', body: {} },
  ]
}

describe('a control address whose client is hostile', () => {
  it('answers every body, with no failure of its own, no secret, and nothing lost of the show', {
    timeout: 60_000 + INPUTS * 100,
  }, async () => {
    await using folder = await temporaryFolder()
    await using stage = await previewStage()
    await using far = await receiver()
    await addOutput(stage.gateway, rtmpSpec('far', far.port))
    await using sender = publish(stage.feed)
    await until('the show is on', () => far.framesReceived > 10)
    const seeds = commands(folder.path)
    const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
    const tally = new Map<string, number>()
    let next = 0
    const attackOnce = async (at: number): Promise<void> => {
      const random = randomFrom(at)
      const seed = seeds[at % seeds.length]
      if (seed === undefined) return
      const text = hostileJson(seed.body, random)
      // Some are no UTF-8.
      const body = random() < 0.03 ? Buffer.from(text, 'latin1') : text
      const answer = await post(stage, agent, seed.path, body)
      const said: unknown = JSON.parse(answer.body)
      const code = codeOf(said)
      if (answer.status >= 500 || code === 'internal')
        throw new Error(`input ${at}: ${answer.status} ${answer.body}: ${text.slice(0, 500)}`)
      if (answer.body.includes(KEY) || answer.body.includes(PASSPHRASE))
        throw new Error(`input ${at} was told a secret`)
      tally.set(`${answer.status} ${code}`, (tally.get(`${answer.status} ${code}`) ?? 0) + 1)
    }
    const round = async (from: number, count: number): Promise<void> => {
      next = from
      const one = async (): Promise<void> => {
        while (next < from + count) await attackOnce(next++)
      }
      await Promise.all(Array.from({ length: AT_ONCE }, one))
    }
    await round(0, Math.min(2000, INPUTS))
    const before = await heldBytes()
    await round(1_000_000, INPUTS)
    const held = (await heldBytes()) - before
    agent.destroy()

    const status = await stage.gateway.status()
    expect(status.feeds.find(({ instance }) => instance === 'studio-a')).toMatchObject({ state: 'live' })
    expect(JSON.stringify(status)).not.toMatch(new RegExp(`${KEY}|${PASSPHRASE}`))
    await sender.stop()
    await until('the whole show is there', () => far.framesReceived === sender.framesSent)
    expect(far).toMatchObject({ framesLost: 0, duplicates: 0, outOfOrder: 0 })
    // Some came through as they were meant, some were refused for each of the reasons.
    const met = ['200 ok', '200 bad_message', '200 bad_target', '200 no_such_feed', '400 bad_message']
    expect(met.filter((answer) => !tally.has(answer))).toEqual([])
    expect(held).toBeLessThan(HELD_BYTES * Math.max(1, INPUTS / 10_000))
    const answers = [...tally].map(([answer, count]) => `${answer}: ${count}`).join(', ')
    console.log(
      `hostile control: ${INPUTS} bodies, answered ${answers}; ${Math.round(held / 1024)} KiB held after them`,
    )
  })

  it('goes on showing its page, whatever was asked of it', { timeout: 60_000 + INPUTS * 100 }, async () => {
    await using stage = await previewStage()
    await using far = await receiver()
    await addOutput(stage.gateway, { ...rtmpSpec('far', far.port), name: '<script>alert(1)</script>' })
    await using sender = publish(stage.feed)
    await until('the show is on', () => far.framesReceived > 10)
    const cookie = await enter(stage)
    const options = pageRequests(stage, cookie)
    const port = Number(new URL(stage.server.url).port)
    await attack(port, Math.min(300, INPUTS), (at) => mutated(options, randomFrom(at)))
    const before = await heldBytes()
    await attack(port, INPUTS, (at) => mutated(options, randomFrom(1_000_000 + at)))
    const held = (await heldBytes()) - before

    const page = await fetch(`${stage.server.url}/`, { headers: { cookie } })
    const html = await page.text()
    expect(page.status).toBe(200)
    expect(html).toContain('Stream 1 of studio-a')
    expect(html).not.toContain('<script')
    const stranger = await fetch(`${stage.server.url}/`)
    expect(stranger.status).toBe(401)
    expect(await stranger.text()).not.toContain('studio-a')
    await sender.stop()
    await until('the whole show is there', () => far.framesReceived === sender.framesSent)
    expect(far).toMatchObject({ framesLost: 0, duplicates: 0, outOfOrder: 0 })
    expect(held).toBeLessThan(HELD_BYTES * Math.max(1, INPUTS / 10_000))
    console.log(`hostile page: ${INPUTS} requests, ${Math.round(held / 1024)} KiB held after them`)
  })

  it('takes 128 connections and no more, cuts off the silent, and then serves again', { timeout: 60_000 }, async () => {
    await using stage = await previewStage()
    const port = Number(new URL(stage.server.url).port)
    const open = (): ReturnType<typeof connect> => connect(port, '127.0.0.1').on('error', () => undefined)
    const silent = Array.from({ length: 128 }, open)
    await Promise.all(silent.map((socket) => once(socket, 'connect')))
    let closed = 0
    for (const socket of silent) socket.on('close', () => (closed += 1))
    const beyond = open()
    beyond.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')
    let answered = ''
    beyond.on('data', (data) => (answered += data.toString('latin1')))
    await new Promise<void>((resolve) => beyond.on('close', () => resolve()))
    expect([answered, closed]).toEqual(['', 0])
    // Each has ten seconds for its request, looked at once a second.
    await until('the silent are cut off', () => closed === silent.length, 30_000)
    const page = await fetch(`${stage.server.url}/`)
    expect(page.status).toBe(401)
  })
})

function codeOf(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null || !('ok' in answer) || answer.ok === true) return 'ok'
  const error: unknown = 'error' in answer ? answer.error : null
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '?'
}

/** Goes in by a link, as a browser does. @returns its cookie */
async function enter(stage: PreviewStage): Promise<string> {
  const headers = { authorization: `Bearer ${stage.token}` }
  const asked = await fetch(`${stage.server.url}/control/v1/page-ticket`, { method: 'POST', headers })
  const { ticket } = (await asked.json()) as { ticket: string }
  const entered = await fetch(`${stage.server.url}/?ticket=${ticket}`)
  return entered.headers.get('set-cookie')?.split(';')[0] ?? ''
}

/** What a browser asks of the page, and what it has no business to ask. */
function pageRequests(stage: PreviewStage, cookie: string): MutationOptions {
  const line = (text: string): Buffer => Buffer.from(`${text}\r\n`)
  const head = [
    `Host: ${stage.host}`,
    'Sec-Fetch-Dest: document',
    `Cookie: a=b; ${cookie}; c`,
    'Accept: text/html',
  ].map(line)
  const asks = [
    'GET / HTTP/1.1',
    'GET /?ticket=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa HTTP/1.1',
    'HEAD / HTTP/1.1',
    'POST / HTTP/1.1',
    'OPTIONS * HTTP/1.1',
    'GET /preview/studio-a/0/page HTTP/1.1',
    'GET /preview/player/player.js HTTP/1.1',
    'GET /preview/player/..%2f..%2fpackage.json HTTP/1.1',
    'GET /control/v1/status HTTP/1.1',
    'GET http://127.0.0.1/ HTTP/1.1',
    'GET //x/ HTTP/1.1',
    'GET /?%ff HTTP/1.0',
  ]
  const bodies = ['Content-Length: 3', 'Content-Length: -1', 'Transfer-Encoding: chunked', 'Expect: 100-continue']
  const pieces = [
    '\r\n',
    '\0',
    '\n',
    ':',
    ' ',
    '%00',
    ';',
    '=',
    'A'.repeat(20_000),
    'Host: x\r\n',
    'Origin: http://x\r\n',
  ]
  return {
    seeds: asks.map((ask) => [line(ask), ...head, line('Connection: close'), line('')]),
    pieces: [...pieces, ...bodies.map((text) => `${text}\r\n`)].map((text) => Buffer.from(text)),
    values: [...asks, ...bodies].map(line),
    replaceable: () => true,
  }
}
