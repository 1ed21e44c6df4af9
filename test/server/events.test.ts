import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/show.ts'
import { follow, startApi, streamOf, type ServerEvent } from './api.ts'

async function take(events: AsyncGenerator<ServerEvent>, count: number): Promise<ServerEvent[]> {
  const taken: ServerEvent[] = []
  while (taken.length < count) {
    const { value, done } = await events.next()
    if (done === true) break
    taken.push(value)
  }
  return taken
}

describe('the event stream', () => {
  it('begins with all of it, then tells what changed, with the version that the board has', async () => {
    await using api = await startApi()
    const hangUp = new AbortController()
    api.board.put(streamOf('studio', 1))
    const events = follow(api.url, { signal: hangUp.signal })
    const [snapshot] = await take(events, 1)
    expect(snapshot).toEqual({
      event: 'snapshot',
      id: `${api.board.id}-1`,
      data: { id: api.board.id, version: 1, entities: [streamOf('studio', 1)] },
    })
    api.board.put(streamOf('studio', 2))
    api.board.put(streamOf('studio', 3))
    api.board.put(streamOf('other', 1))
    api.board.remove('stream:other/0')
    const [changes] = await take(events, 1)
    expect(changes).toEqual({
      event: 'changes',
      id: `${api.board.id}-5`,
      data: { version: 5, set: [streamOf('studio', 3)], gone: ['stream:other/0'] },
    })
    hangUp.abort()
    await eventually(
      () => api.events.counts.clients,
      (clients) => clients === 0,
    )
  })

  it('goes on where it was after a break, and begins anew where that is of another board', async () => {
    await using api = await startApi()
    using hangUp = stopper()
    api.board.put(streamOf('a', 1))
    api.board.put(streamOf('b', 1))
    const resumed = follow(api.url, { signal: hangUp.signal, headers: { 'last-event-id': `${api.board.id}-1` } })
    expect(await take(resumed, 1)).toMatchObject([
      { event: 'changes', data: { version: 2, set: [{ instance: 'b' }], gone: [] } },
    ])
    for (const id of [`${crypto.randomUUID()}-1`, `${api.board.id}-99`, 'nonsense', '']) {
      const anew = follow(api.url, { signal: hangUp.signal, headers: { 'last-event-id': id } })
      expect(await take(anew, 1)).toMatchObject([{ event: 'snapshot', data: { version: 2 } }])
    }
  })

  it('says that it is still there when nothing changes', async () => {
    await using api = await startApi({ events: { heartbeatMs: 50 } })
    using hangUp = stopper()
    const events = await take(follow(api.url, { signal: hangUp.signal }), 3)
    expect(events.map(({ event }) => event)).toEqual(['snapshot', 'heartbeat', 'heartbeat'])
    expect(Date.parse(String(events[1]?.data['at']))).toBeGreaterThan(Date.now() - 60_000)
  })

  it('what happens is told at once, with the figures that moved meanwhile; those alone may wait', async () => {
    await using api = await startApi({ events: { everyMs: 60_000 } })
    using hangUp = stopper()
    api.board.put(streamOf('studio', 1))
    api.board.put(streamOf('other', 1))
    const events = follow(api.url, { signal: hangUp.signal })
    await take(events, 1)
    api.board.put(streamOf('studio', 2))
    const [first] = await take(events, 1)
    expect(first?.data).toMatchObject({ version: 3 })
    for (const uptime of [3, 4]) api.board.put(streamOf('studio', uptime))
    api.board.put({ ...streamOf('other', 2), live: false })
    const [news] = await take(events, 1)
    expect(news?.data).toEqual({
      version: 6,
      set: [streamOf('studio', 4), { ...streamOf('other', 2), live: false }],
      gone: [],
    })
    api.board.remove('stream:other/0')
    expect(await take(events, 1)).toMatchObject([{ data: { version: 7, set: [], gone: ['stream:other/0'] } }])
  })

  it('a client that never reads is dropped, holds little memory, and slows nobody', async () => {
    await using api = await startApi({ events: { everyMs: 1, heartbeatMs: 100, patienceMs: 500 } })
    using hangUp = stopper()
    const deaf = connect(api.port, '127.0.0.1')
    deaf.pause()
    deaf.write('GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')
    const dropped = new Promise<void>((resolve) => deaf.on('close', () => resolve()))
    deaf.on('error', () => undefined)
    await eventually(
      () => api.events.counts.clients,
      (clients) => clients === 1,
    )
    const events = follow(api.url, { signal: hangUp.signal })
    await take(events, 1)
    const long = 'x'.repeat(20_000)
    let seen = 0
    for (let n = 1; api.events.counts.dropped === 0 && n < 20_000; n++) {
      api.board.put({ ...streamOf('studio', n), name: long })
      seen += (await take(events, 1))[0]?.event === 'changes' ? 1 : 0
    }
    expect(api.events.counts).toMatchObject({ dropped: 1, clients: 1 })
    expect(seen).toBeGreaterThan(10)
    deaf.resume()
    await dropped
  })

  it('a client that reads late gets what it missed in one message', async () => {
    await using api = await startApi({ events: { everyMs: 1 } })
    using hangUp = stopper()
    const events = follow(api.url, { signal: hangUp.signal })
    await take(events, 1)
    const long = 'x'.repeat(20_000)
    const last = 3000
    for (let n = 1; n <= last; n++) {
      api.board.put({ ...streamOf('studio', n), name: long })
      if (n % 10 === 0) await sleep(1)
    }
    let messages = 0
    let version = 0
    while (version < last) {
      const [event] = await take(events, 1)
      messages += 1
      version = Number(event?.data['version'])
    }
    expect(version).toBe(last)
    expect(messages).toBeLessThan(last)
    expect(api.events.counts).toMatchObject({ dropped: 0, clients: 1 })
  })

  it('has a share of the places for each token: who takes it all keeps nobody else out', async () => {
    await using api = await startApi()
    using hangUp = stopper()
    const viewer = await api.tokens.add({ name: 'Viewer', role: 'viewer', expiresInDays: 1 })
    const operator = await api.tokens.add({ name: 'Operator', role: 'operator', expiresInDays: 1 })
    const open = async ({ token }: { token: { reveal(): string } }) => {
      const headers = { authorization: `Bearer ${token.reveal()}` }
      return await fetch(`${api.url}/api/v1/events`, { headers, signal: hangUp.signal })
    }
    const all = await Promise.all(Array.from({ length: 50 }, () => open(viewer)))
    expect(all.filter(({ status }) => status !== 200)).toEqual([])
    const oneMore = await open(viewer)
    expect([oneMore.status, await oneMore.json()]).toMatchObject([503, { code: 'too_many_clients' }])
    expect((await open(operator)).status).toBe(200)
    await all[0]?.body?.cancel()
    await eventually(
      () => api.events.counts.clients,
      (clients) => clients === 50,
    )
    expect((await open(viewer)).status).toBe(200)
  })

  it('for this machine, while there is no token, takes as many as there is room for', async () => {
    await using api = await startApi({ events: { maxClients: 60 } })
    using hangUp = stopper()
    const open = async () => (await fetch(`${api.url}/api/v1/events`, { signal: hangUp.signal })).status
    const statuses = await Promise.all(Array.from({ length: 60 }, open))
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(await open()).toBe(503)
  })

  it('ends when the server ends', async () => {
    const api = await startApi()
    const events = follow(api.url, { signal: AbortSignal.timeout(30_000) })
    await take(events, 1)
    await api[Symbol.asyncDispose]()
    expect(await take(events, 1)).toEqual([])
  })
})

function stopper(): { readonly signal: AbortSignal } & Disposable {
  const controller = new AbortController()
  return { signal: controller.signal, [Symbol.dispose]: () => controller.abort() }
}
