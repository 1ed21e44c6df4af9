import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/show.ts'
import { send, startApi } from './api.ts'

/** What comes back to bytes as they are, of which no client would send some, until the server ends it or says no more. */
async function raw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  const parts: string[] = []
  let lastMs = performance.now()
  let isClosed = false
  socket.on('error', () => undefined)
  socket.on('close', () => (isClosed = true))
  socket.on('data', (part: Buffer) => {
    parts.push(part.toString('latin1'))
    lastMs = performance.now()
  })
  socket.write(bytes, 'latin1')
  // Without an answer it waits for the end; with one, for a second one that there should not be.
  await eventually(
    () => isClosed || (parts.length > 0 && performance.now() - lastMs > 500),
    (isOver) => isOver,
  )
  socket.destroy()
  return parts.join('')
}

describe('bytes that no browser sends', () => {
  it('two requests in one, by whatever trick, are not two: what is hidden in a body is not carried out', async () => {
    await using api = await startApi()
    const hidden =
      'POST /api/v1/tokens HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 33\r\n\r\n{"name":"hidden","role":"admin"} '
    const post = 'POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
    for (const heads of [
      'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n',
      'Content-Length: 0\r\nContent-Length: 400\r\n\r\n',
      'Content-Length: +0\r\n\r\n',
      'Content-Length: 0x10\r\n\r\n',
      'Content-Length : 0\r\n\r\n',
      'Transfer-Encoding: xchunked\r\n\r\n',
      'Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n',
      ' Content-Length: 0\r\n\r\n',
    ]) {
      expect([heads, await raw(api.port, `${post}${heads}${hidden}`)]).toEqual([
        heads,
        expect.stringMatching(/^HTTP\/1\.1 4\d\d /),
      ])
      expect([heads, api.tokens.any]).toEqual([heads, false])
    }
  })

  it('an address in every spelling leads to nothing outside the page and the API', async () => {
    await using api = await startApi()
    for (const path of [
      '/../../../../etc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/..%2f..%2fetc/passwd',
      '/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
      '/..%5c..%5cetc%5cpasswd',
      '/..\\..\\etc\\passwd',
      '/%c0%ae%c0%ae/etc/passwd',
      '/..%c0%afetc/passwd',
      '/%252e%252e%252fetc%252fpasswd',
      '/.%00./etc/passwd',
      '/%u002e%u002e/etc/passwd',
      '/;/../etc/passwd',
      '//etc/passwd',
      'http://localhost/../etc/passwd',
      'file:///etc/passwd',
      '/api/v1/instances/..%2f..%2f..%2fetc%2fpasswd/status',
      '/api/v1/instances/%2e%2e/log/export',
      '/api/v1/instances/..%5cserver/log',
      '/api/v1/instances/server/log/export',
      '/api/v1/recordings/..%2f..%2fetc%2fpasswd',
      '/assets/../../../../../../../../etc/passwd',
    ]) {
      const answer = await raw(api.port, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
      expect([path, answer]).toEqual([path, expect.stringMatching(/^HTTP\/1\.1 (?:400|404|503) /)])
      expect(answer).not.toContain('root:')
    }
    expect(api.failures).toEqual([])
  })

  it('a head with a line end, a zero or no name in it is refused, and nothing of it comes back', async () => {
    await using api = await startApi()
    for (const head of [
      'X-A: b\nX-Evil: 1',
      'X-A: b\rX-Evil: 1',
      'X-A: b\0c',
      ': no name',
      'X A: b',
      'X-A: b\r\n X-Evil: folded',
      'Host: evil.example',
      'Idempotency-Key: a\tSet-Cookie: x=y',
      'Accept: text/html\x80\xff',
    ]) {
      const answer = await raw(
        api.port,
        `GET /api/v1/session HTTP/1.1\r\nHost: localhost\r\n${head}\r\nConnection: close\r\n\r\n`,
      )
      expect([head, /x-evil|set-cookie|evil\.example/i.test(answer)]).toEqual([head, false])
      expect([head, answer]).toEqual([head, expect.stringMatching(/^HTTP\/1\.1 (?:200|4\d\d) /)])
    }
    // The names of two hosts are none.
    const two = await raw(api.port, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n')
    expect(two).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(await raw(api.port, 'GET /healthz HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(api.failures).toEqual([])
  })

  it('a method that there is not, and one that browsers use to try, change nothing', async () => {
    await using api = await startApi()
    for (const method of ['TRACE', 'CONNECT', 'PROPFIND', 'OPTIONS', 'PATCH', 'FOO']) {
      const answer = await raw(
        api.port,
        `${method} /api/v1/tokens HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\nConnection: close\r\n\r\n`,
      )
      expect([method, answer]).toEqual([method, expect.stringMatching(/^(?:HTTP\/1\.1 4\d\d |$)/)])
      expect(answer).not.toMatch(/access-control-allow/i)
    }
    expect(api.tokens.any).toBe(false)
  })

  it('nonsense of all kinds ends in an answer or a closed connection, and the next one is served', async () => {
    await using api = await startApi()
    for (const bytes of [
      '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      'GET / HTTP/0.9\r\n\r\n',
      'GET / HTTP/9.9\r\nHost: localhost\r\n\r\n',
      'GET  /  HTTP/1.1\r\n\r\n',
      '\0'.repeat(5000),
      '\r\n'.repeat(5000),
      `GET /${'a'.repeat(70_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
      `GET / HTTP/1.1\r\nHost: localhost\r\n${'X: 1\r\n'.repeat(5000)}\r\n`,
    ]) {
      expect(await raw(api.port, bytes)).toMatch(/^(?:HTTP\/1\.1 (?:4\d\d|503|505) |$)/)
    }
    expect((await send(api.port, { path: '/healthz' })).status).toBe(200)
    expect(api.failures).toEqual([])
  })
})
