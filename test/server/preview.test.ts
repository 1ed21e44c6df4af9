import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { systemClock, type Clock } from '../../src/clock/index.ts'
import { startHttp } from '../../src/server/http/index.ts'
import type { ControlRoom, InstanceDesk } from '../../src/server/room/index.ts'
import { connectGateway } from '../../src/gateway/index.ts'
import { Secret } from '../../src/secrets/index.ts'
import { loadClip } from '../../src/simulator/media/clip.ts'
import { noFaults, startSender } from '../../src/simulator/media/index.ts'
import { previewStage, type PreviewStage } from '../gateway/preview-support.ts'
import { temporaryFolder } from '../support/show.ts'
import { until } from '../support/receiver.ts'
import { emptyRoom, send } from './api.ts'

const PROTOCOL = 'vmix-preview.v1'
const VIDEO = 2

/** A server before a gateway with one feed, `studio-a`, stream 1. */
async function stage(stack: AsyncDisposableStack, away = false, clock: Clock = systemClock) {
  const gateway = stack.use(await previewStage())
  const control = stack.use(connectGateway({ url: gateway.server.url, token: new Secret(gateway.token) }))
  const desk = { id: 'studio', name: 'Studio', controller: { instance: 'studio-a' } } as unknown as InstanceDesk
  const desks = new Map([['studio', desk]])
  const room: ControlRoom = emptyRoom({ desks, ...(away ? {} : { gateway: control }) })
  const { path: dataFolder } = stack.use(await temporaryFolder())
  const listen = { host: '127.0.0.1', port: 0 }
  const options = { room, dataFolder, listen, clock, version: '0.0.0', onFailure: () => undefined }
  return { gateway, http: stack.use(await startHttp(options)) }
}

function publish({ feed }: PreviewStage): AsyncDisposable {
  const sender = startSender(
    { ...feed, clock: systemClock, faults: () => noFaults, onEnded: () => undefined },
    loadClip,
  )
  return { [Symbol.asyncDispose]: () => sender.stop() }
}

describe('a picture by way of the server', () => {
  const open: WebSocket[] = []
  afterEach(() => {
    for (const socket of open.splice(0)) socket.terminate()
  })

  function socketTo(port: number, path: string, headers: Record<string, string> = {}): WebSocket {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, [PROTOCOL, 'ticket.spent'], { headers })
    socket.on('error', () => undefined)
    open.push(socket)
    return socket
  }

  async function status(port: number, path: string, headers: Record<string, string> = {}): Promise<number> {
    const socket = socketTo(port, path, headers)
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }]
    return response.statusCode
  }

  it('comes with its messages and pictures, without a ticket of the page', async () => {
    await using stack = new AsyncDisposableStack()
    const { gateway, http } = await stage(stack)
    stack.use(publish(gateway))
    const socket = socketTo(http.port, '/preview/studio-a/0?sound=0')
    const texts: { type: string }[] = []
    let pictures = 0
    socket.on('message', (data: Buffer, binary: boolean) => {
      if (!binary) texts.push(JSON.parse(data.toString()) as { type: string })
      else if (data[0] === VIDEO) pictures += 1
    })
    await until('thirty pictures', () => pictures > 30)
    expect(socket.protocol).toBe(PROTOCOL)
    expect(texts[0]).toMatchObject({ type: 'hello', instance: 'studio-a', channel: 0 })
  })

  it('is refused to other sites, to who has no token, for streams that are not there, and without a gateway', async () => {
    await using stack = new AsyncDisposableStack()
    const { http } = await stage(stack)
    const path = '/preview/studio-a/0'
    expect(await status(http.port, path, { origin: 'http://elsewhere.example' })).toBe(403)
    expect(await status(http.port, path, { host: 'elsewhere.example' })).toBe(421)
    expect(await status(http.port, '/preview/studio-b/0')).toBe(404)
    expect(await status(http.port, '/preview/studio-a/0?sound=1')).toBe(404)
    expect(await status(http.port, '/preview/%E0%A4%A/0')).toBe(404)
    expect(await status(http.port, '/preview/studio-a/4')).toBe(502)
    const { token } = await http.tokens.add({ name: 'Olga', role: 'metrics', expiresInDays: null })
    expect(await status(http.port, path)).toBe(401)
    expect(await status(http.port, path, { authorization: `Bearer ${token.reveal()}` })).toBe(403)
    const without = await stage(stack, true)
    expect(await status(without.http.port, path)).toBe(501)
  })

  it('ends when the token is revoked', async () => {
    await using stack = new AsyncDisposableStack()
    const { gateway, http } = await stage(stack)
    stack.use(publish(gateway))
    const { token, view } = await http.tokens.add({ name: 'Olga', role: 'viewer', expiresInDays: null })
    const socket = socketTo(http.port, '/preview/studio-a/0', { authorization: `Bearer ${token.reveal()}` })
    await once(socket, 'message')
    const closed = once(socket, 'close')
    await http.tokens.revoke(view.id)
    await closed
    const viewers = async () => (await gateway.gateway.status()).feeds[0]?.preview?.viewers
    await expect.poll(viewers, { timeout: 10_000 }).toBe(0)
  })

  it('ends when the browser is signed out, also by an admin, and when its token is past its time', async () => {
    await using stack = new AsyncDisposableStack()
    const clock = new LaterClock()
    const { gateway, http } = await stage(stack, false, clock)
    stack.use(publish(gateway))
    const olga = await http.tokens.add({ name: 'Olga', role: 'viewer', expiresInDays: 1 })
    const chief = await http.tokens.add({ name: 'Chief', role: 'admin', expiresInDays: null })
    const origin = http.url
    const bearer = { authorization: `Bearer ${olga.token.reveal()}` }
    const signedIn = await send(http.port, {
      method: 'POST',
      path: '/api/v1/session',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({ token: olga.token.reveal() }),
    })
    const cookie = signedIn.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    const [page, program] = [{ cookie, origin }, bearer].map((headers) =>
      socketTo(http.port, '/preview/studio-a/0', headers),
    )
    if (page === undefined || program === undefined) throw new Error('Two were opened.')
    await Promise.all([once(page, 'message'), once(program, 'message')])
    const signedOut = once(page, 'close')
    const ended = await send(http.port, {
      method: 'DELETE',
      path: `/api/v1/tokens/${olga.view.id}/sessions`,
      headers: { authorization: `Bearer ${chief.token.reveal()}` },
    })
    expect(ended).toMatchObject({ status: 200, text: '{"ended":1}' })
    await signedOut
    // The token is as good as before, until its time is over.
    expect(program.readyState).toBe(WebSocket.OPEN)
    const over = once(program, 'close')
    clock.laterMs = 2 * 86_400_000
    await over
  })
})

/** The system's clock, but for a date that may be later. */
class LaterClock implements Clock {
  laterMs = 0
  readonly now = () => systemClock.now() + this.laterMs
  readonly monotonic = () => systemClock.monotonic()
  readonly sleep: Clock['sleep'] = (...how) => systemClock.sleep(...how)
}
