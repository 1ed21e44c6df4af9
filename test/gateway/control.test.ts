import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import {
  connectGateway,
  startControlServer,
  type ControlServer,
  type Gateway,
  type GatewayControl,
  type GatewayEvent,
} from '../../src/gateway/index.ts'
import { Secret } from '../../src/secrets/index.ts'
import { receiver, until } from '../support/receiver.ts'
import { addOutput, envelope, gateway, openFeed, publish, rtmpSpec, temporaryFolder } from './support.ts'

const token = new Secret('t'.repeat(43))

interface Remote extends AsyncDisposable {
  readonly gateway: Gateway
  readonly server: ControlServer
  readonly control: GatewayControl
  readonly port: number
}

async function remote(): Promise<Remote> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  const running = stack.use(await gateway(folder.path))
  const server = stack.use(
    await startControlServer({ gateway: running, listen: '127.0.0.1:0', token, clock: systemClock }),
  )
  const control = stack.use(connectGateway({ url: server.url, token, clock: systemClock }))
  const parts = stack.move()
  return {
    gateway: running,
    server,
    control,
    port: Number(new URL(server.url).port),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

/** A raw request, as strangers make them. */
async function raw(
  port: number,
  options: { method?: string; path?: string; headers?: Record<string, string>; body?: string | Buffer },
): Promise<{ status: number; body: string }> {
  const { method = 'GET', path = '/control/v1/status', headers = {}, body } = options
  const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent: false })
  outgoing.on('error', () => undefined)
  outgoing.end(body)
  const [response] = await once(outgoing, 'response')
  let text = ''
  for await (const part of response) text += String(part)
  return { status: response.statusCode, body: text }
}

const authorised = { authorization: `Bearer ${token.reveal()}` }

describe('the control address', () => {
  it('carries every command, status and event as the gateway itself', async () => {
    await using there = await remote()
    await using target = await receiver()
    const feed = await openFeed(there.control)
    expect(await addOutput(there.control, rtmpSpec('a', target.port))).toMatchObject({ existed: false })
    await using _sender = publish(feed)
    await until('live', () => target.framesReceived > 40)
    const [far, near] = [await there.control.status(), await there.gateway.status()]
    expect(far.gatewayId).toBe(near.gatewayId)
    expect(far.feeds[0]).toMatchObject({
      state: 'live',
      media: { videoCodec: expect.stringMatching(/^avc1/), width: 640 },
    })
    await expect(addOutput(there.control, rtmpSpec('x', 1), 7)).rejects.toMatchObject({ code: 'no_such_feed' })
    const close = { ...envelope(), kind: 'feed.close', params: {} } as const
    expect(await there.control.send(close)).toMatchObject({ feed: { outputs: [{ outputId: 'a', state: 'closed' }] } })
  })

  it('hands events over once and in order to a control that dies and comes back, and leaves the show running', async () => {
    await using there = await remote()
    await using target = await receiver()
    const feed = await openFeed(there.control)
    await addOutput(there.control, rtmpSpec('a', target.port))
    const recorded: GatewayEvent[] = []
    let done = false
    const follow = async (): Promise<void> => {
      while (!done) {
        // Each time another client, which is cut off after two events, as a process that is killed.
        const control = connectGateway({ url: there.server.url, token, clock: systemClock })
        const end = new AbortController()
        let taken = 0
        for await (const event of control.events(recorded.at(-1)?.seq ?? 0, end.signal)) {
          recorded.push(event)
          await control.acknowledge(event.seq)
          if (event.kind === 'feed.ended') done = true
          if (done || ++taken === 2) end.abort()
        }
        await control[Symbol.asyncDispose]()
      }
    }
    const following = follow()
    await using sender = publish(feed)
    await until('live', () => target.framesReceived > 30)
    await sender.stop()
    await following
    expect(recorded.map((event) => event.seq)).toEqual(recorded.map((_, at) => at + 1))
    expect(target.framesLost).toBe(0)
    expect((await there.control.status()).events).toMatchObject({ acknowledged: recorded.length })
  })

  it('tells a control that listens when the gateway goes', async () => {
    await using there = await remote()
    const listening = (async () => {
      for await (const _event of there.control.events(0, new AbortController().signal)) continue
    })()
    await until('listening', () => there.server.listeners === 1)
    await there.server.close()
    await expect(listening).rejects.toMatchObject({ code: 'unreachable' })
    await expect(there.control.status()).rejects.toMatchObject({ code: 'unreachable' })
  })

  it('turns away who has no token, another name for this machine, or is a web page', async () => {
    await using there = await remote()
    expect(await raw(there.port, {})).toMatchObject({ status: 401 })
    expect(await raw(there.port, { headers: { authorization: 'Bearer wrong' } })).toMatchObject({ status: 401 })
    expect(await raw(there.port, { headers: { authorization: `Basic ${token.reveal()}` } })).toMatchObject({
      status: 401,
    })
    expect(await raw(there.port, { headers: { ...authorised, host: 'evil.example' } })).toMatchObject({ status: 421 })
    expect(await raw(there.port, { headers: { ...authorised, host: '127.0.0.1.evil.example:80' } })).toMatchObject({
      status: 421,
    })
    expect(await raw(there.port, { headers: { ...authorised, origin: 'http://127.0.0.1' } })).toMatchObject({
      status: 403,
    })
    expect(await raw(there.port, { headers: { ...authorised, host: `localhost:${there.port}` } })).toMatchObject({
      status: 200,
    })
    const stranger = connectGateway({ url: there.server.url, token: new Secret('x'), clock: systemClock })
    await expect(stranger.status()).rejects.toMatchObject({ code: 'unauthorised' })
    await expect(stranger.events(0, new AbortController().signal)[Symbol.asyncIterator]().next()).rejects.toMatchObject(
      {
        code: 'unauthorised',
      },
    )
  })

  it('answers nonsense with a reason that quotes nothing, and large bodies not at all', async () => {
    await using there = await remote()
    const post = (body: string | Buffer, path = '/control/v1/commands') =>
      raw(there.port, { method: 'POST', path, headers: authorised, body })
    expect(await post('{"key": SECRET')).toMatchObject({ status: 200, body: expect.stringContaining('bad_message') })
    expect(await post('{"version":9}')).toMatchObject({ body: expect.stringContaining('unsupported_version') })
    expect(await post('null')).toMatchObject({ body: expect.stringContaining('unsupported_version') })
    const bad = { ...envelope(), kind: 'output.add', params: { output: { kind: 'rtmp', key: 'SECRET' } } }
    const reply = await post(JSON.stringify(bad))
    expect(JSON.parse(reply.body)).toMatchObject({
      ok: false,
      operationId: bad.operationId,
      error: { code: 'bad_message' },
    })
    expect(reply.body).not.toContain('SECRET')
    expect(await post('{"upTo": -1}', '/control/v1/acknowledge')).toMatchObject({ status: 400 })
    expect(await post('', '/control/v1/nothing')).toMatchObject({ status: 404 })
    expect(await raw(there.port, { path: '/control/v1/events?after=x', headers: authorised })).toMatchObject({
      status: 400,
    })
    const flood = await post(Buffer.alloc(10 * 1024 * 1024, 0x20)).catch(() => ({ status: 0 }))
    expect([413, 200, 0]).toContain(flood.status)
    expect((await there.control.status()).feeds).toEqual([])
  })

  it('has room for so many listeners, and for the next one when one has gone', async () => {
    await using there = await remote()
    const listen = async (end: AbortController): Promise<void> => {
      const control = connectGateway({ url: there.server.url, token, clock: systemClock })
      for await (const _event of control.events(0, end.signal)) continue
    }
    const ends = Array.from({ length: 32 }, () => new AbortController())
    const listening = ends.map((end) => listen(end))
    await until('all listen', () => there.server.listeners === 32)
    await expect(listen(new AbortController())).rejects.toMatchObject({ code: 'limit' })
    ends[0]?.abort()
    await until('one has gone', () => there.server.listeners === 31)
    const again = new AbortController()
    const late = listen(again)
    await until('another has come', () => there.server.listeners === 32)
    for (const end of [...ends, again]) end.abort()
    await Promise.all([...listening, late])
  })

  it('survives what is no HTTP', async () => {
    await using there = await remote()
    for (const bytes of [
      '\0\0\0\0',
      `${'A'.repeat(100_000)}\r\n\r\n`,
      'POST /control/v1/commands HTTP/1.1\r\nContent-Length: -5\r\n\r\n',
    ]) {
      const socket = connect(there.port, '127.0.0.1')
      socket.on('error', () => undefined)
      socket.end(bytes)
      socket.resume()
      await new Promise((resolve) => socket.once('close', resolve))
    }
    expect((await there.control.status()).version).toBe(1)
  })

  it('refuses to listen where others could reach it', async () => {
    await using folder = await temporaryFolder()
    await using running = await gateway(folder.path)
    const open = startControlServer({ gateway: running, listen: '0.0.0.0:0', token, clock: systemClock })
    await expect(open).rejects.toMatchObject({ code: 'bad_listen' })
  })
})
