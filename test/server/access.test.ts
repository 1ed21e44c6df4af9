import { mkdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { eventually, temporaryFolder } from '../support/show.ts'
import { follow, send, startApi, type RawAnswer, type RunningApi } from './api.ts'

const json = { 'content-type': 'application/json' }

function get(api: RunningApi, path: string, headers: Record<string, string> = {}): Promise<RawAnswer> {
  return send(api.port, { path, headers })
}

function bearer(token: { reveal(): string }): Record<string, string> {
  return { authorization: `Bearer ${token.reveal()}` }
}

function signIn(api: RunningApi, token: string): Promise<RawAnswer> {
  return send(api.port, {
    method: 'POST',
    path: '/api/v1/session',
    headers: { ...json, origin: api.url },
    body: JSON.stringify({ token }),
  })
}

function cookieOf(answer: RawAnswer): string {
  const [cookie = ''] = answer.headers['set-cookie'] ?? []
  return cookie.split(';')[0] ?? ''
}

describe('this machine', () => {
  it('is admin while there is no token, and needs one as soon as there is', async () => {
    await using api = await startApi()
    expect(JSON.parse((await get(api, '/api/v1/session')).text)).toEqual({ role: 'admin', name: 'local', by: 'local' })
    const { token } = await api.tokens.add({ name: 'Desk', role: 'viewer', expiresInDays: null })
    expect(await get(api, '/api/v1/session')).toMatchObject({ status: 401 })
    expect(JSON.parse((await get(api, '/api/v1/session', bearer(token))).text)).toEqual({
      role: 'viewer',
      name: 'Desk',
      by: 'token',
    })
  })

  it('is not what somebody passes on to it', async () => {
    await using api = await startApi()
    for (const header of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip']) {
      expect(await get(api, '/api/v1/session', { [header]: '192.0.2.1' })).toMatchObject({ status: 401 })
    }
  })
})

describe('tokens', () => {
  it('are shown once, and only their hash is kept', async () => {
    await using api = await startApi()
    const made = await send(api.port, {
      method: 'POST',
      path: '/api/v1/tokens',
      headers: json,
      body: JSON.stringify({ name: 'Companion', role: 'operator' }),
    })
    expect(made.status).toBe(201)
    const { token, id, expiresAt } = JSON.parse(made.text)
    expect(token).toMatch(/^vmixctl_[\w-]{43}$/)
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(360 * 86_400_000)
    expect(await readFile(`${api.dataFolder}/server/tokens.json`, 'utf8')).not.toContain(token)
    expect((await get(api, '/api/v1/tokens', { authorization: `Bearer ${token}` })).status).toBe(403)
    const admin = await api.tokens.add({ name: 'Chief', role: 'admin', expiresInDays: 1 })
    const list = await get(api, '/api/v1/tokens', bearer(admin.token))
    expect(JSON.parse(list.text).tokens.map(({ name }: { name: string }) => name)).toEqual(['Companion', 'Chief'])
    expect(list.text).not.toContain(token)
    expect(
      await send(api.port, { method: 'DELETE', path: `/api/v1/tokens/${id}`, headers: bearer(admin.token) }),
    ).toMatchObject({ status: 204 })
    expect((await get(api, '/api/v1/session', { authorization: `Bearer ${token}` })).status).toBe(401)
    expect(JSON.stringify(api.recorded)).not.toContain(token)
    expect(api.recorded).toMatchObject([
      { eventType: 'token_added', actor: 'local', params: { name: 'Companion' } },
      { eventType: 'token_revoked', actor: 'Chief', params: { token_id: id } },
    ])
  })

  it('that are past their time let nobody in, and still keep this machine from being admin', async () => {
    await using api = await startApi()
    const { token } = await api.tokens.add({ name: 'Short', role: 'admin', expiresInDays: -1 })
    expect((await get(api, '/api/v1/session', bearer(token))).status).toBe(401)
    expect((await get(api, '/api/v1/session')).status).toBe(401)
  })

  it('that are revoked end what their owner follows', async () => {
    await using api = await startApi()
    const { token, view } = await api.tokens.add({ name: 'Screen', role: 'viewer', expiresInDays: 1 })
    const events = follow(api.url, { headers: bearer(token), signal: AbortSignal.timeout(30_000) })
    expect((await events.next()).value?.event).toBe('snapshot')
    await api.tokens.revoke(view.id)
    expect((await events.next()).done).toBe(true)
  })

  it('of one name are one', async () => {
    await using api = await startApi()
    const { token } = await api.tokens.add({ name: 'Chief', role: 'admin', expiresInDays: 1 })
    const again = await send(api.port, {
      method: 'POST',
      path: '/api/v1/tokens',
      headers: { ...json, ...bearer(token) },
      body: JSON.stringify({ name: 'Chief', role: 'viewer' }),
    })
    expect(again).toMatchObject({ status: 409, headers: { 'content-type': 'application/problem+json' } })
    expect(JSON.parse(again.text)).toMatchObject({
      code: 'name_taken',
      type: 'urn:vmixctl:problem:name_taken',
      status: 409,
    })
  })

  it('that do not let in what they are not for', async () => {
    await using api = await startApi()
    const { token } = await api.tokens.add({ name: 'Prometheus', role: 'metrics', expiresInDays: null })
    expect((await get(api, '/api/v1/board', bearer(token))).status).toBe(403)
    expect((await get(api, '/api/v1/events', bearer(token))).status).toBe(403)
  })
})

describe('a token file that is damaged', () => {
  it('keeps the server from starting, so that not everybody comes in', async () => {
    await using folder = await temporaryFolder()
    await mkdir(join(folder.path, 'server'))
    await writeFile(join(folder.path, 'server', 'tokens.json'), '{"version":1,"tokens":[{}]}')
    await expect(startApi({ dataFolder: folder.path })).rejects.toThrow(/tokens\.json is damaged/)
  })

  it('during a show keeps nobody out who was in, lets nobody else in, and is told', async () => {
    await using api = await startApi()
    const { token } = await api.tokens.add({ name: 'Anna', role: 'viewer', expiresInDays: 1 })
    await writeFile(join(api.dataFolder, 'server', 'tokens.json'), '{"version":1,"tok')
    await eventually(
      () => api.failures.length,
      (failures) => failures > 0,
    )
    expect((await get(api, '/api/v1/session', bearer(token))).status).toBe(200)
    expect((await get(api, '/api/v1/session')).status).toBe(401)
  })
})

describe('a browser', () => {
  it('signs in with a token and is known by a cookie that no script reads, also after the server was started again', async () => {
    await using folder = await temporaryFolder()
    let cookie: string
    let port: number
    {
      await using api = await startApi({ dataFolder: folder.path })
      port = api.port
      const { token } = await api.tokens.add({ name: 'Anna', role: 'operator', expiresInDays: 1 })
      const answer = await signIn(api, token.reveal())
      expect(answer).toMatchObject({ status: 200 })
      expect(answer.headers['set-cookie']?.[0]).toMatch(/; Path=\/; HttpOnly; SameSite=Strict; Max-Age=604800$/)
      expect(answer.text).not.toContain(token.reveal())
      cookie = cookieOf(answer)
      expect(JSON.parse((await get(api, '/api/v1/session', { cookie })).text)).toEqual({
        role: 'operator',
        name: 'Anna',
        by: 'session',
      })
    }
    await using again = await startApi({ dataFolder: folder.path })
    // The cookie's name has the port in it, so that two servers of one machine do not take each other's.
    cookie = cookie.replace(String(port), String(again.port))
    expect((await get(again, '/api/v1/session', { cookie })).status).toBe(200)
    const out = await send(again.port, {
      method: 'DELETE',
      path: '/api/v1/session',
      headers: { cookie, origin: again.url },
    })
    expect(out).toMatchObject({ status: 204, headers: { 'set-cookie': [expect.stringContaining('Max-Age=0')] } })
    expect((await get(again, '/api/v1/session', { cookie })).status).toBe(401)
  })

  it('ends the others of its token, and what they follow; an admin ends those of anybody', async () => {
    await using api = await startApi()
    const anna = await api.tokens.add({ name: 'Anna', role: 'viewer', expiresInDays: 1 })
    const chief = await api.tokens.add({ name: 'Chief', role: 'admin', expiresInDays: 1 })
    const here = cookieOf(await signIn(api, anna.token.reveal()))
    const phone = cookieOf(await signIn(api, anna.token.reveal()))
    const ofChief = cookieOf(await signIn(api, chief.token.reveal()))
    const events = follow(api.url, { headers: { cookie: phone }, signal: AbortSignal.timeout(30_000) })
    expect((await events.next()).value?.event).toBe('snapshot')
    const end = (path: string, cookie: string) =>
      send(api.port, { method: 'DELETE', path: `/api/v1${path}`, headers: { cookie, origin: api.url } })
    const listed = async () => JSON.parse((await get(api, '/api/v1/tokens', { cookie: ofChief })).text).tokens
    expect(await listed()).toMatchObject([
      { name: 'Anna', sessions: 2, lastUsedAt: expect.any(String) },
      { name: 'Chief', sessions: 1 },
    ])
    expect(JSON.parse((await end('/session/others', here)).text)).toEqual({ ended: 1 })
    expect((await events.next()).done).toBe(true)
    const status = async (cookie: string) => (await get(api, '/api/v1/session', { cookie })).status
    expect([await status(here), await status(phone), await status(ofChief)]).toEqual([200, 401, 200])
    expect(JSON.parse((await end(`/tokens/${anna.view.id}/sessions`, ofChief)).text)).toEqual({ ended: 1 })
    expect(await status(here)).toBe(401)
    // The token itself is as good as before.
    expect((await signIn(api, anna.token.reveal())).status).toBe(200)
    expect(JSON.parse((await end(`/tokens/${chief.view.id}/sessions`, ofChief)).text)).toEqual({ ended: 0 })
    expect(await status(ofChief)).toBe(200)
    expect(api.recorded).toMatchObject([
      { eventType: 'sessions_ended', actor: 'Anna', params: { count: 1 } },
      { eventType: 'sessions_ended', actor: 'Chief', params: { name: 'Anna', count: 1 } },
      { eventType: 'sessions_ended', actor: 'Chief', params: { name: 'Chief', count: 0 } },
    ])
  })

  it('that signs in again and again by one token signs out only what came in by that token', async () => {
    await using api = await startApi()
    const viewer = await api.tokens.add({ name: 'Viewer', role: 'viewer', expiresInDays: 1 })
    const chief = await api.tokens.add({ name: 'Chief', role: 'admin', expiresInDays: 1 })
    const ofChief = cookieOf(await signIn(api, chief.token.reveal()))
    const cookies = [cookieOf(await signIn(api, viewer.token.reveal()))]
    const events = follow(api.url, { headers: { cookie: cookies[0] ?? '' }, signal: AbortSignal.timeout(30_000) })
    expect((await events.next()).value?.event).toBe('snapshot')
    while (cookies.length < 21) cookies.push(cookieOf(await signIn(api, viewer.token.reveal())))
    // What it follows ends with it.
    expect((await events.next()).done).toBe(true)
    const { tokens } = JSON.parse((await get(api, '/api/v1/tokens', { cookie: ofChief })).text)
    expect(tokens).toMatchObject([
      { name: 'Viewer', sessions: 20 },
      { name: 'Chief', sessions: 1 },
    ])
    const status = async (cookie: string | undefined) =>
      (await get(api, '/api/v1/session', { cookie: cookie ?? '' })).status
    expect([await status(cookies[0]), await status(cookies[1]), await status(cookies[20])]).toEqual([401, 200, 200])
  })

  it('that signs out while the disk takes nothing is out, and is told that a restart may let it in again', async () => {
    await using api = await startApi()
    const anna = await api.tokens.add({ name: 'Anna', role: 'viewer', expiresInDays: 1 })
    const chief = await api.tokens.add({ name: 'Chief', role: 'admin', expiresInDays: 1 })
    const cookies: string[] = []
    for (const { token } of [anna, anna, anna, chief]) cookies.push(cookieOf(await signIn(api, token.reveal())))
    const [here = '', phone = '', tablet = '', ofChief = ''] = cookies
    const end = (path: string, cookie: string) =>
      send(api.port, { method: 'DELETE', path: `/api/v1${path}`, headers: { cookie, origin: api.url } })
    const status = async (cookie: string) => (await get(api, '/api/v1/session', { cookie })).status
    const file = join(api.dataFolder, 'server', 'sessions.json')
    await rm(file)
    // What stands in the way of the file stands in the way of every write.
    await mkdir(file)
    const out = await end('/session', here)
    expect(out).toMatchObject({ status: 500, headers: { 'set-cookie': [expect.stringContaining('Max-Age=0')] } })
    expect(JSON.parse(out.text)).toMatchObject({ code: 'not_kept' })
    expect(await end('/session/others', phone)).toMatchObject({ status: 500 })
    const ofAnna = `/tokens/${anna.view.id}/sessions`
    expect(await end(ofAnna, ofChief)).toMatchObject({ status: 500 })
    expect([await status(here), await status(tablet), await status(phone)]).toEqual([401, 401, 401])
    expect(api.recorded).toMatchObject([
      { eventType: 'sessions_ended', actor: 'Anna', params: { count: 1 } },
      { eventType: 'sessions_ended', actor: 'Chief', params: { count: 1 } },
    ])
    // Asked again when there is room, it is written, though nobody is left to sign out.
    await rmdir(file)
    expect(JSON.parse((await end(ofAnna, ofChief)).text)).toEqual({ ended: 0 })
    expect(await readFile(file, 'utf8')).not.toContain(anna.view.id)
  })

  it('is out when its token is revoked', async () => {
    await using api = await startApi()
    const { token, view } = await api.tokens.add({ name: 'Anna', role: 'viewer', expiresInDays: 1 })
    const cookie = cookieOf(await signIn(api, token.reveal()))
    await api.tokens.revoke(view.id)
    await api.tokens.add({ name: 'Other', role: 'viewer', expiresInDays: 1 })
    expect((await get(api, '/api/v1/session', { cookie })).status).toBe(401)
  })

  it('changes nothing with its cookie alone: it says which page it is on', async () => {
    await using api = await startApi()
    const { token } = await api.tokens.add({ name: 'Chief', role: 'admin', expiresInDays: 1 })
    const cookie = cookieOf(await signIn(api, token.reveal()))
    const body = JSON.stringify({ name: 'New', role: 'viewer' })
    const post = (headers: Record<string, string>) =>
      send(api.port, { method: 'POST', path: '/api/v1/tokens', headers: { ...json, cookie, ...headers }, body })
    expect(await post({})).toMatchObject({ status: 403 })
    expect(await post({ origin: 'http://evil.example' })).toMatchObject({ status: 403 })
    expect(await post({ origin: 'null' })).toMatchObject({ status: 403 })
    expect(await post({ origin: api.url, 'sec-fetch-site': 'same-site' })).toMatchObject({ status: 403 })
    expect(await post({ origin: api.url })).toMatchObject({ status: 201 })
  })
})

describe('wrong tokens', () => {
  it('are slowed down, and only those: good ones of the same address come in at once, as Bearer and at the sign-in', async () => {
    await using api = await startApi()
    const { token } = await api.tokens.add({ name: 'Chief', role: 'admin', expiresInDays: 1 })
    const cookie = cookieOf(await signIn(api, token.reveal()))
    const wrong = (n: number) => `vmixctl_${String(n).padStart(43, 'x')}`
    const statuses: number[] = []
    for (let n = 0; n < 12; n++) statuses.push((await signIn(api, wrong(n))).status)
    expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401])
    expect(statuses.slice(6)).toEqual([429, 429, 429, 429, 429, 429])
    const late = await get(api, '/api/v1/board', { authorization: `Bearer ${wrong(0)}` })
    expect(late).toMatchObject({ status: 429 })
    expect(Number(late.headers['retry-after'])).toBeGreaterThan(0)
    expect((await get(api, '/api/v1/session', { cookie })).status).toBe(200)
    expect((await get(api, '/api/v1/session', bearer(token))).status).toBe(200)
    for (let n = 0; n < 12; n++) await signIn(api, wrong(n))
    expect((await signIn(api, token.reveal())).status).toBe(200)
  })

  it('are in the server log, each kind once with how often, and never themselves', async () => {
    await using api = await startApi({ refusalsEveryMs: 300 })
    await api.tokens.add({ name: 'Chief', role: 'admin', expiresInDays: 1 })
    for (let n = 0; n < 3; n++) await get(api, '/api/v1/board', { authorization: `Bearer vmixctl_PLANTED${n}` })
    await get(api, '/api/v1/board')
    await eventually(
      () => api.recorded,
      (recorded) => recorded.length >= 2,
    )
    expect(api.recorded).toMatchObject([
      { eventType: 'access_refused', actor: 'server', params: { code: 'token_wrong', address: '127.0.0.1', count: 3 } },
      { eventType: 'access_refused', actor: 'server', params: { code: 'token_needed', count: 1 } },
    ])
    expect(JSON.stringify(api.recorded)).not.toContain('PLANTED')
  })
})
