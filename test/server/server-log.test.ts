import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../src/secrets/index.ts'
import { serverLogger, startServer } from '../../src/server/index.ts'
import { freePort } from '../support/ports.ts'
import { eventually, temporaryFolder } from '../support/show.ts'
import { send } from './api.ts'

async function openServer() {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  const configFile = join(folder.path, 'vmixctl.yaml')
  const instances = [{ id: 'studio', host: '127.0.0.1', port: await freePort(), tcpPort: 'none' }]
  await writeFile(configFile, JSON.stringify({ instances, gateway: 'none' }))
  const server = stack.use(
    await startServer({
      configFile,
      dataFolder: join(folder.path, 'data'),
      listen: '127.0.0.1:0',
      version: '0.0.0',
      log: serverLogger({ redactor: createRedactor(), write: () => undefined, as: 'json' }),
      gatewayProgram: null,
    }),
  )
  const owned = stack.move()
  const port = Number(new URL(server.url).port)
  return {
    ask: async (method: string, path: string, token: string, body?: unknown) => {
      const headers = {
        ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      }
      const answer = await send(port, {
        method,
        path: `/api/v1${path}`,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const isJson = String(answer.headers['content-type']).includes('json')
      return { ...answer, body: isJson && answer.text !== '' ? JSON.parse(answer.text) : null }
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

describe("the server's own log, over the API", () => {
  it('is read by number and by kind, verified and exported by an admin and a log token, and by nobody else', async () => {
    await using server = await openServer()
    const { ask } = server
    const add = async (name: string, role: string, by: string): Promise<string> =>
      (await ask('POST', '/tokens', by, { name, role })).body.token
    const admin = await add('Chief', 'admin', '')
    const reader = await add('Collector', 'log', admin)
    const others = await Promise.all([add('Anna', 'operator', admin), add('Screen', 'viewer', admin)])
    const all = await eventually(
      async () => (await ask('GET', '/server-log?limit=1000', reader)).body.entries,
      (entries) => entries.filter((each: Entry) => each.event.event_type === 'token_added').length === 4,
    )
    expect(all.map((each: Entry) => each.event.sequence)).toEqual(all.map((_: Entry, n: number) => n + 1))
    expect(all[0].event.event_type).toBe('log_opened')
    expect((await ask('GET', '/server-log?after=1&limit=1', admin)).body).toMatchObject({
      entries: [{ event: { sequence: 2 } }],
      next: 2,
    })
    const added = (await ask('GET', '/server-log?eventType=token_added', admin)).body.entries
    expect(added.map((each: Entry) => [each.event.actor, each.event.params.name]).sort()).toEqual([
      ['Chief', 'Anna'],
      ['Chief', 'Collector'],
      ['Chief', 'Screen'],
      ['local', 'Chief'],
    ])
    expect((await ask('GET', '/server-log/verify', reader)).body).toMatchObject({ valid: true, brokenAt: null })
    const file = await ask('GET', '/server-log/export?format=csv', reader)
    expect(file).toMatchObject({
      status: 200,
      headers: { 'content-disposition': 'attachment; filename="server.csv"' },
    })
    expect(file.text).toContain('token_added')
    for (const token of [admin, reader, ...others]) expect(JSON.stringify(all) + file.text).not.toContain(token)
    for (const token of others) {
      for (const path of ['/server-log', '/server-log/verify', '/server-log/export'])
        expect(await ask('GET', path, token)).toMatchObject({ status: 403, body: { code: 'not_allowed' } })
    }
  })
})

interface Entry {
  readonly event: {
    readonly sequence: number
    readonly event_type: string
    readonly actor: string
    readonly params: { readonly name: string }
  }
}
