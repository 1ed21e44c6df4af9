import { once } from 'node:events'
import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { audioPacket, connectGateway, publishRtmp, startControlServer } from '../../src/gateway/index.ts'
import { Secret } from '../../src/secrets/index.ts'
import { receiver, until } from '../support/receiver.ts'
import { eventually } from '../support/show.ts'
import { frame } from './sources.ts'
import { addOutput, gateway, openFeed, publish, rtmpSpec, temporaryFolder } from './support.ts'

const token = new Secret('t'.repeat(43))

async function page() {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  const running = stack.use(await gateway(folder.path))
  const server = stack.use(
    await startControlServer({ gateway: running, listen: '127.0.0.1:0', token, clock: systemClock }),
  )
  const control = stack.use(connectGateway({ url: server.url, token, clock: systemClock }))
  const parts = stack.move()
  return { control, url: server.url, [Symbol.asyncDispose]: () => parts.disposeAsync() }
}

/** As a browser asks that goes there; with whatever headers. */
async function get(url: string, headers: Record<string, string> = {}, method = 'GET') {
  const outgoing = request(url, { method, headers, agent: false })
  outgoing.end()
  const [response] = await once(outgoing, 'response')
  let body = ''
  for await (const part of response) body += String(part)
  return { status: response.statusCode as number, headers: response.headers as Record<string, string>, body }
}

/** What the browser has after it has followed the link. */
async function entered(link: string): Promise<string> {
  const { headers } = await get(link)
  return (headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''
}

describe('the page', () => {
  it('shows all feeds and outputs to whoever came by a link, which works once', async () => {
    await using there = await page()
    await using target = await receiver()
    const feed = await openFeed(there.control)
    await addOutput(there.control, { ...rtmpSpec('a', target.port), name: '<b>Twitch & co</b>' })
    await using _sender = publish(feed)
    await until('live', () => target.framesReceived > 30)
    const { url } = await there.control.pageLink()
    const first = await get(url)
    expect(first).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
    })
    expect(first.headers['set-cookie']?.[0]).toMatch(
      /^vmix-gateway-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/,
    )
    const cookie = (first.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''
    expect(await get(url)).toMatchObject({ status: 401 })
    const shown = await get(there.url, { cookie: `other=1; ${cookie}` })
    expect(shown).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } })
    expect(shown.headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
    expect(shown.body).toContain('Stream 1 of studio-a')
    expect(shown.body).toContain('&lt;b&gt;Twitch &amp; co&lt;/b&gt;')
    expect(shown.body).not.toContain('<b>')
    for (const secret of [feed.key.reveal(), 'key-of-a', token.reveal()]) expect(shown.body).not.toContain(secret)
    expect(await get(there.url, { cookie })).toMatchObject({ status: 200 })
  })

  it('says what of a stream is left out', async () => {
    await using there = await page()
    const feed = await openFeed(there.control)
    await using publication = await publishRtmp({ ...feed, signal: AbortSignal.timeout(5000), clock: systemClock })
    publication.write(frame(0, 100, true))
    publication.write(audioPacket(Buffer.from('2ffffb', 'hex'), 20, 0))
    const why = async () => (await there.control.status()).feeds[0]?.why ?? ''
    await eventually(why, (text) => text.includes('MP3'))
    const cookie = await entered((await there.control.pageLink()).url)
    expect((await get(there.url, { cookie })).body).toContain('The sound (MP3) is not AAC')
  })

  it('is shown to nobody else: no cookie, another one, another name for this machine, another page, another method', async () => {
    await using there = await page()
    const cookie = await entered((await there.control.pageLink()).url)
    expect(await get(there.url)).toMatchObject({ status: 401, body: expect.stringContaining('vmixctl gateway open') })
    expect(await get(there.url, { cookie: `${cookie}x` })).toMatchObject({ status: 401 })
    expect(await get(`${there.url}/?ticket=${'x'.repeat(43)}`, { cookie })).toMatchObject({ status: 401 })
    for (const headers of [
      { host: 'evil.example' },
      { origin: 'http://evil.example' },
      { 'sec-fetch-dest': 'iframe' },
      { 'sec-fetch-dest': 'image' },
    ]) {
      expect(await get(there.url, { cookie, ...headers })).toMatchObject({ status: 403 })
    }
    expect(await get(there.url, { cookie }, 'POST')).toMatchObject({ status: 405 })
  })

  it('does not fall over what is no address', async () => {
    await using there = await page()
    for (const path of ['//', '/%', '/?ticket', '/?ticket=%', '/?', 'http://[', '/\\', '*', '//[']) {
      const outgoing = request({ port: Number(new URL(there.url).port), host: '127.0.0.1', path, agent: false })
      outgoing.end()
      const [response] = await once(outgoing, 'response')
      response.resume()
      expect([400, 401, 500]).toContain(response.statusCode)
    }
    expect(await there.control.status()).toMatchObject({ feeds: [] })
  })

  it('may be looked at with its cookie, and nothing be done with it', async () => {
    await using there = await page()
    const cookie = await entered((await there.control.pageLink()).url)
    for (const path of ['commands', 'stop', 'page-ticket', 'acknowledge']) {
      expect(await get(`${there.url}/control/v1/${path}`, { cookie }, 'POST')).toMatchObject({ status: 401 })
    }
    expect(await get(`${there.url}/control/v1/status`, { cookie })).toMatchObject({ status: 401 })
    await using folder = await temporaryFolder()
    await using other = await gateway(folder.path)
    await using server = await startControlServer({ gateway: other, listen: '127.0.0.1:0', token, clock: systemClock })
    expect(await get(server.url, { cookie })).toMatchObject({ status: 401 })
  })
})
