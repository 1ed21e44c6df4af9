import { once } from 'node:events'
import { type RequestOptions, request } from 'node:https'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { makeCertificates } from '../support/certificates.ts'
import { needs } from '../support/programs.ts'
import { startApi } from './api.ts'

describe.runIf(needs('openssl'))('over TLS', () => {
  it('the cookie goes over TLS alone, and a page of the same name without TLS is another site', async () => {
    const { ca, cert, key } = makeCertificates()
    await using api = await startApi({ tls: { cert, key } })
    expect(api.url).toMatch(/^https:/)
    const { token } = await api.tokens.add({ name: 'Anna', role: 'operator', expiresInDays: 1 })
    const ask = async (options: RequestOptions, body?: string) => {
      const outgoing = request({ host: '127.0.0.1', port: api.port, ca, agent: false, ...options })
      outgoing.end(body)
      const [answer] = await once(outgoing, 'response')
      return { status: answer.statusCode, headers: answer.headers, text: await text(answer) }
    }
    const body = JSON.stringify({ token: token.reveal() })
    const signIn = { method: 'POST', path: '/api/v1/session' }
    const head = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const plain = `http://127.0.0.1:${api.port}`
    expect(await ask({ ...signIn, headers: { ...head, origin: plain } }, body)).toMatchObject({ status: 403 })
    const signedIn = await ask({ ...signIn, headers: { ...head, origin: api.url } }, body)
    expect(signedIn.status).toBe(200)
    const [cookie = ''] = signedIn.headers['set-cookie'] ?? []
    expect(cookie).toMatch(
      /^__Host-vmixctl_session_\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+; Secure$/,
    )
    const session = await ask({ path: '/api/v1/session', headers: { cookie: cookie.split(';')[0] } })
    expect(JSON.parse(session.text)).toEqual({ role: 'operator', name: 'Anna', by: 'session' })
  })
})
