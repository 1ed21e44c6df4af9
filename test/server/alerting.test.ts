import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../src/secrets/index.ts'
import { serverLogger, startServer } from '../../src/server/index.ts'
import { webSink } from '../alerts/sinks.ts'
import { freePort } from '../support/ports.ts'
import { eventually, temporaryFolder } from '../support/show.ts'
import { send } from './api.ts'

/** A server whose one vMix is not there, with two receivers: one that answers, and one that does not. */
async function alertingServer() {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  const sink = stack.use(await webSink())
  const config = {
    instances: [{ id: 'studio', host: '127.0.0.1', port: await freePort(), tcpPort: 'none' }],
    gateway: 'none',
    alerts: {
      receivers: {
        crew: { type: 'slack', url: 'file:slack-url' },
        gone: { type: 'alertmanager', url: `http://127.0.0.1:${await freePort()}/` },
      },
      rules: { vmix_unreachable: { for: '0s', receivers: ['crew'] } },
      maintenance: [{ reason: 'From the file.', about: ['disk_low'] }],
    },
  }
  // JSON is YAML too.
  await writeFile(join(folder.path, 'vmixctl.yaml'), JSON.stringify(config))
  await writeFile(join(folder.path, 'slack-url'), `${sink.url}/PLANTED\n`)
  const redactor = createRedactor()
  const written: string[] = []
  const server = stack.use(
    await startServer({
      configFile: join(folder.path, 'vmixctl.yaml'),
      mayCome: false,
      simulated: false,
      dataFolder: join(folder.path, 'data'),
      listen: '127.0.0.1:0',
      version: '0.0.0',
      log: serverLogger({ redactor, write: (line) => void written.push(line), as: 'json' }),
      redactor,
      gatewayProgram: null,
    }),
  )
  const port = Number(new URL(server.url).port)
  const owned = stack.move()
  return {
    sink,
    written,
    ask: async (method: string, path: string, body?: unknown) => {
      const answer = await send(port, {
        method,
        path: `/api/v1${path}`,
        headers: method === 'GET' ? {} : { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      expect(answer.text).not.toContain('PLANTED')
      return { status: answer.status, body: answer.text === '' ? null : JSON.parse(answer.text) }
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

describe('who is told, over the API', () => {
  it('a vMix that is not there is an alarm, told, shown and acknowledged', async () => {
    await using server = await alertingServer()
    const { sink, ask } = server
    await eventually(
      () => sink.calls.length,
      (calls) => calls === 1,
      20_000,
    )
    expect(sink.calls[0]?.body).toContain('vMix cannot be reached (studio)')
    const { body } = await ask('GET', '/alerts')
    expect(body.alerts).toMatchObject([{ rule: 'vmix_unreachable', instance: 'studio', acknowledged: null }])
    expect(await ask('POST', `/alerts/${body.alerts[0].id}/acknowledge`)).toMatchObject({ status: 204 })
    expect((await ask('GET', '/alerts')).body.alerts[0].acknowledged.by).toEqual(expect.any(String))
    expect(server.written.join('')).not.toContain('PLANTED')
  })

  it('a test says whether it was taken, and what is wrong where it was not', async () => {
    await using server = await alertingServer()
    const { sink, ask } = server
    expect(await ask('POST', '/receivers/crew/test')).toMatchObject({ status: 204 })
    expect(sink.calls.some(({ body }) => body.includes('TEST of the alarms'))).toBe(true)
    expect(await ask('POST', '/receivers/gone/test')).toMatchObject({
      status: 502,
      body: { code: 'not_delivered', detail: expect.stringContaining('ECONNREFUSED') },
    })
    expect(await ask('POST', '/receivers/nobody/test')).toMatchObject({ status: 404 })
    expect((await ask('GET', '/receivers')).body.receivers).toMatchObject([
      { name: 'crew', type: 'slack', state: 'working' },
      { name: 'gone', type: 'alertmanager', state: 'failing' },
    ])
  })

  it('the rules are told as they hold, and which of them the file has changed', async () => {
    await using server = await alertingServer()
    const { rules, onUnexpectedStop } = (await server.ask('GET', '/alert-rules')).body
    const rule = (name: string) => rules.find((one: { rule: string }) => one.rule === name)
    expect(rule('vmix_unreachable')).toMatchObject({ forSeconds: 0, receivers: ['crew'], from: 'file' })
    expect(rule('health_warning')).toMatchObject({ forSeconds: 30, receivers: null, from: 'default', enabled: true })
    expect(onUnexpectedStop).toBe('alarm')
  })

  it('maintenance begins, is shown beside that of the file, and ends', async () => {
    await using server = await alertingServer()
    const { ask } = server
    const begun = await ask('POST', '/maintenance', { reason: 'New cables.', instances: ['studio'] })
    expect(begun).toMatchObject({ status: 201, body: { reason: 'New cables.', until: null, instances: ['studio'] } })
    expect((await ask('GET', '/maintenance')).body.maintenance).toMatchObject([
      { reason: 'From the file.', about: ['disk_low'], by: null },
      { id: begun.body.id, by: expect.any(String) },
    ])
    const shown = async () =>
      (await ask('GET', '/board')).body.entities.filter(({ kind }: { kind: string }) => kind === 'maintenance')
    expect(await shown()).toMatchObject([{ by: null }, { id: begun.body.id, reason: 'New cables.' }])
    expect(await ask('DELETE', `/maintenance/${begun.body.id}`)).toMatchObject({ status: 204 })
    expect(await shown()).toHaveLength(1)
    expect(await ask('DELETE', '/maintenance/config-0')).toMatchObject({ status: 404 })
    expect(await ask('POST', '/maintenance', { reason: '' })).toMatchObject({ status: 422 })
  })
})
