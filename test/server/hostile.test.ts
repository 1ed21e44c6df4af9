import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { send, startApi } from './api.ts'

const json = { 'content-type': 'application/json' }

describe('names and pages that are not ours', () => {
  it('a name that was pointed at this machine is refused, a known one and an address are not', async () => {
    await using api = await startApi({ hosts: ['studio.example'] })
    const asked = async (host: string) => (await send(api.port, { path: '/api/v1/session', headers: { host } })).status
    for (const host of [
      'evil.example',
      `evil.example:${api.port}`,
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      '192.0.2.7',
      '[2001:db8::1]',
    ]) {
      expect([host, await asked(host)]).toEqual([host, 421])
    }
    for (const host of [
      'localhost',
      `127.0.0.1:${api.port}`,
      '[::1]',
      'studio.example',
      'STUDIO.example:80',
      'localhost.',
    ]) {
      expect([host, await asked(host)]).toEqual([host, 200])
    }
  })

  it("another site's page can neither read the events nor change anything, not even on this machine", async () => {
    await using api = await startApi()
    const foreign = [
      { origin: 'http://evil.example' },
      { origin: `https://127.0.0.1:${api.port}` },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]
    for (const headers of foreign) {
      expect(await send(api.port, { path: '/api/v1/events', headers })).toMatchObject({ status: 403 })
      expect(await send(api.port, { path: '/api/v1/board', headers })).toMatchObject({ status: 403 })
      const posted = await send(api.port, {
        method: 'POST',
        path: '/api/v1/tokens',
        headers: { ...json, ...headers },
        body: '{"name":"x","role":"admin"}',
      })
      expect(posted).toMatchObject({ status: 403 })
    }
    expect(api.tokens.any).toBe(false)
  })

  it('a form, which needs no leave of the browser, changes nothing', async () => {
    await using api = await startApi()
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/jsonx',
    ]) {
      const posted = await send(api.port, {
        method: 'POST',
        path: '/api/v1/tokens',
        headers: { 'content-type': type },
        body: '{"name":"x","role":"admin"}',
      })
      expect(posted).toMatchObject({ status: 415 })
    }
    expect(api.tokens.any).toBe(false)
  })
})

describe('what comes in', () => {
  it('a token in an address is refused, and not repeated', async () => {
    await using api = await startApi()
    const token = `vmixctl_${'PLANTED'.repeat(7).slice(0, 43)}`
    for (const path of [
      `/api/v1/board?token=${token}`,
      `/api/v1/events?access_token=abc`,
      `/api/v1/instances/${token}`,
      `/?x=${token}`,
    ]) {
      const answer = await send(api.port, { path })
      expect(answer).toMatchObject({ status: 400 })
      expect(JSON.parse(answer.text)).toMatchObject({ code: 'token_in_url' })
      expect(answer.text + JSON.stringify(answer.headers)).not.toContain('PLANTED')
    }
  })

  it('ten megabytes are refused before they are read', async () => {
    await using api = await startApi()
    const socket = connect(api.port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(
      `POST /api/v1/tokens HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 10485760\r\n\r\n{"name":"`,
    )
    const [head] = await once(socket, 'data')
    expect(String(head)).toMatch(/^HTTP\/1\.1 413 /)
    socket.destroy()
    const chunked = connect(api.port, '127.0.0.1')
    chunked.on('error', () => undefined)
    chunked.write(
      'POST /api/v1/tokens HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
    )
    const part = `8000\r\n${' '.repeat(0x8000)}\r\n`
    for (let n = 0; n < 4; n++) chunked.write(part)
    const [answer] = await once(chunked, 'data')
    expect(String(answer)).toMatch(/^HTTP\/1\.1 411 /)
    chunked.destroy()
  })

  it('a head that never ends is cut off', async () => {
    await using api = await startApi()
    const long = connect(api.port, '127.0.0.1')
    long.on('error', () => undefined)
    long.write(`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)
    const [answer] = await once(long, 'data')
    expect(String(answer)).toMatch(/^HTTP\/1\.1 431 /)
    const slow = connect(api.port, '127.0.0.1')
    slow.on('error', () => undefined)
    slow.write('GET / HTTP/1.1\r\nHost: localhost\r\nX: ')
    const parts: string[] = []
    slow.on('data', (part: Buffer) => parts.push(part.toString()))
    await once(slow, 'close')
    expect(parts.join('')).toMatch(/^(?:HTTP\/1\.1 408 |$)/)
  })

  it('nonsense has an answer that says what to do, without what came in', async () => {
    await using api = await startApi()
    const post = (body: string) => send(api.port, { method: 'POST', path: '/api/v1/tokens', headers: json, body })
    for (const body of [
      '{',
      '[]',
      'null',
      '{"name":"PLANTED"}',
      '{"name":"PLANTED","role":"PLANTED"}',
      '{"name":"a","role":"viewer","PLANTED":1}',
      `{"name":"PLANTED${'x'.repeat(100)}","role":"viewer"}`,
      '{"__proto__":{"role":"admin"}}',
    ]) {
      const answer = await post(body)
      expect([body, answer.status]).toEqual([body, body === '{' || body === '' ? 400 : 422])
      expect(answer.headers['content-type']).toBe('application/problem+json')
      expect(answer.text).not.toContain('PLANTED')
    }
    expect(api.failures).toEqual([])
  })

  it('line ends in what comes in do not become heads of the answer', async () => {
    await using api = await startApi()
    for (const path of [
      '/api/v1/board%0d%0aSet-Cookie:%20a=b',
      '/%0d%0aX-Evil:1',
      '/api/v1/instances/a%0d%0aX-Evil:1/status',
    ]) {
      const answer = await send(api.port, { path })
      expect(answer.status).toBe(404)
      expect(answer.headers['x-evil'] ?? answer.headers['set-cookie']).toBeUndefined()
    }
  })

  it('every answer forbids frames, foreign scripts and guessing of types', async () => {
    await using api = await startApi()
    for (const path of ['/', '/api/v1/board', '/api/v1/nothing', '/api/v1/tokens', '/x?token=a']) {
      const { headers } = await send(api.port, { path })
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
      })
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/)
      expect(headers['content-security-policy']).not.toMatch(/unsafe/)
      expect(headers['access-control-allow-origin']).toBeUndefined()
    }
  })
})

describe('what the libraries beneath do not see', () => {
  it('a value at which zod itself throws is a wrong value, and no failure of the server', async () => {
    await using api = await startApi()
    const strange = { length: { toString: 1, valueOf: 1 } }
    for (const [path, body] of [
      ['/api/v1/session', { token: strange }],
      ['/api/v1/tokens', { name: strange, role: 'viewer' }],
    ] as const) {
      const answer = await send(api.port, { method: 'POST', path, headers: json, body: JSON.stringify(body) })
      expect([path, answer.status]).toEqual([path, 422])
    }
    expect(api.failures).toEqual([])
  })

  it('who connects and says nothing is sent away', async () => {
    await using api = await startApi()
    const socket = connect(api.port, '127.0.0.1')
    await once(socket, 'connect')
    socket.resume()
    await once(socket, 'close')
    expect((await send(api.port, { path: '/healthz' })).status).toBe(200)
  }, 30_000)
})
