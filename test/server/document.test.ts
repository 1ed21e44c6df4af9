import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { systemClock } from '../../src/clock/index.ts'
import { createRedactor } from '../../src/secrets/index.ts'
import { serverLogger, startServer } from '../../src/server/index.ts'
import { startReceiver } from '../../src/simulator/index.ts'
import { eventually, temporaryFolder } from '../support/show.ts'
import { send, type RawAnswer } from './api.ts'
import { simulated } from './open.ts'

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0]

interface Response {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>
}
interface Operation {
  readonly operationId: string
  readonly responses: Readonly<Record<string, Response>>
}

/** The server's own document, by which each of its answers is checked. */
class ApiDocument {
  readonly operations = new Map<string, Operation>()
  readonly #schemas: object

  constructor(text: string) {
    // Where a JSON Schema of its own has what it refers to.
    const { paths, components } = JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/'))
    this.#schemas = components.schemas
    for (const [path, methods] of Object.entries<Record<string, Operation>>(paths)) {
      for (const [method, operation] of Object.entries(methods))
        this.operations.set(`${method.toUpperCase()} ${path}`, operation)
    }
  }

  /** What does not agree with the document; empty: all does. */
  findings(operation: Operation, { status, headers, text }: RawAnswer): string[] {
    const described = operation.responses[String(status)] ?? operation.responses[`${Math.floor(status / 100)}XX`]
    if (described === undefined) return [`status ${status} is not described`]
    if (described.content === undefined) return text === '' ? [] : ['there is a body']
    const type = String(headers['content-type']).split(';')[0] ?? ''
    const schema = described.content[type]?.schema
    if (schema === undefined) return [`${type} is not described`]
    if (!type.endsWith('json')) return []
    const parsed = z.fromJSONSchema({ ...schema, $defs: this.#schemas } as JsonSchema).safeParse(JSON.parse(text))
    return parsed.success ? [] : [z.prettifyError(parsed.error)]
  }
}

const studio = '/api/v1/instances/{id}'
const stream = `${studio}/streams/{channel}`

/** The next third hour of a first of January in Berlin. */
const nextNewYear = `${new Date().getUTCFullYear() + 1}-01-01T02:00:00.000Z`

/** Every operation, in an order in which each finds what it needs: what is sent, and the status that it must have. */
const requests: readonly (readonly [
  operation: string,
  status: number,
  given?: { readonly path?: string; readonly body?: unknown },
])[] = [
  ['GET /healthz', 200],
  ['GET /readyz', 200],
  ['GET /metrics', 200],
  ['GET /api/v1/openapi.json', 200],
  ['GET /api/v1/session', 200],
  ['POST /api/v1/session', 401, { body: { token: 'wrong' } }],
  ['DELETE /api/v1/session', 204],
  ['GET /api/v1/board', 200],
  ['GET /api/v1/instances', 200],
  ['POST /api/v1/find', 200, { body: {} }],
  ['POST /api/v1/probe', 200, { body: { host: '127.0.0.1', port: 1, tcpPort: 'none' } }],
  ['POST /api/v1/probe', 422, { body: { host: '169.254.169.254' } }],
  ['POST /api/v1/instances', 201, { body: { name: 'Second', host: '127.0.0.1', port: 1, tcpPort: 'none' } }],
  ['POST /api/v1/instances', 422, { body: { name: 'Third', host: '127.0.0.1', port: 1, tcpPort: 'none' } }],
  [`PATCH ${studio}`, 200, { path: '/api/v1/instances/second', body: { name: 'The second' } }],
  [`PATCH ${studio}`, 422, { path: '/api/v1/instances/second', body: { port: 0 } }],
  [`DELETE ${studio}`, 204, { path: '/api/v1/instances/second' }],
  [`DELETE ${studio}`, 404, { path: '/api/v1/instances/second' }],
  ['POST /api/v1/configuration/reload', 200],
  [`GET ${studio}`, 200],
  [`GET ${studio}`, 404, { path: '/api/v1/instances/nobody' }],
  [`GET ${studio}/status`, 200],
  [`GET ${studio}/health`, 200],
  [`GET ${stream}/history`, 200],
  [`GET ${studio}/streams`, 200],
  [`GET ${studio}/recordings`, 200],
  ['GET /api/v1/gateway', 200],
  [
    'PUT /api/v1/presets/{id}',
    200,
    {
      path: '/api/v1/presets/tv',
      body: { name: 'TV', platform: 'custom', url: 'rtmp://127.0.0.1:1/live', key: 'a-key-of-tv' },
    },
  ],
  ['PUT /api/v1/presets/{id}', 422, { path: '/api/v1/presets/tv', body: { name: 'TV', platform: 'custom' } }],
  ['PUT /api/v1/presets/{id}/key', 204, { path: '/api/v1/presets/tv/key', body: { key: 'another-key-of-tv' } }],
  ['PUT /api/v1/presets/{id}/key', 404, { path: '/api/v1/presets/nobody/key', body: { key: 'another-key' } }],
  ['GET /api/v1/presets', 200],
  ['DELETE /api/v1/presets/{id}', 204, { path: '/api/v1/presets/tv' }],
  ['DELETE /api/v1/presets/{id}', 409, { path: '/api/v1/presets/here' }],
  [`POST ${stream}/start`, 200, { body: { destinations: [{ preset: 'here' }], dryRun: true } }],
  [`POST ${stream}/start`, 200, { body: { destinations: [{ preset: 'here' }] } }],
  [
    `POST ${stream}/start`,
    409,
    { body: { destinations: [{ rtmpUrl: 'rtmp://127.0.0.1:1/x', key: { env: 'PATH' } }] } },
  ],
  [`POST ${stream}/stop`, 200, { body: { dryRun: true } }],
  [`POST ${studio}/resume`, 200, { body: { dryRun: true } }],
  [`POST ${studio}/resume`, 200],
  [`POST ${stream}/direct`, 422, { body: { destination: 'nobody' } }],
  [`POST ${stream}/direct`, 200, { body: { dryRun: true } }],
  [`GET ${studio}/streams`, 200],
  [`POST ${stream}/slate`, 501],
  [`POST ${stream}/back`, 501],
  [`GET ${stream}/preview`, 501],
  [`POST ${studio}/recordings/start`, 200, { body: {} }],
  [`POST ${studio}/recordings/stop`, 200, { body: {} }],
  [`POST ${stream}/stop`, 200],
  ['GET /api/v1/functions', 200, { path: '/api/v1/functions?search=volume' }],
  [`POST ${studio}/functions`, 200, { body: { name: 'SetVolume', params: { Input: 1, Value: 50 } } }],
  [`POST ${studio}/functions`, 422, { body: { name: 'NoSuchFunction' } }],
  [`GET ${studio}/log`, 200],
  [`GET ${studio}/log`, 200, { path: '/api/v1/instances/studio/log?after=1&limit=1' }],
  [`GET ${studio}/log/verify`, 200],
  [`GET ${studio}/log/export`, 200],
  [`GET ${studio}/log/export`, 200, { path: '/api/v1/instances/studio/log/export?format=csv' }],
  [`GET ${studio}/log/export`, 422, { path: '/api/v1/instances/studio/log/export?format=pdf' }],
  [`GET ${studio}/log/proofs/{sequence}`, 409, { path: '/api/v1/instances/studio/log/proofs/1' }],
  ['GET /api/v1/alerts', 200],
  ['POST /api/v1/alerts/{id}/acknowledge', 404, { path: '/api/v1/alerts/nobody/acknowledge' }],
  ['GET /api/v1/alert-rules', 200],
  ['GET /api/v1/receivers', 200],
  ['POST /api/v1/receivers/{name}/test', 404, { path: '/api/v1/receivers/nobody/test' }],
  ['POST /api/v1/maintenance', 201, { body: { reason: 'New cables.', until: '2100-01-01T00:00:00Z' } }],
  ['GET /api/v1/maintenance', 200],
  ['DELETE /api/v1/maintenance/{id}', 404, { path: '/api/v1/maintenance/nobody' }],
  ['GET /api/v1/receivers', 200],
  ['POST /api/v1/receivers/{name}/test', 404, { path: '/api/v1/receivers/nobody/test' }],
  ['POST /api/v1/maintenance', 201, { body: { reason: 'Moving cables.' } }],
  ['GET /api/v1/maintenance', 200],
  ['DELETE /api/v1/maintenance/{id}', 404, { path: '/api/v1/maintenance/nobody' }],
  [`PUT ${studio}/lock`, 200, { body: { locked: true } }],
  [`POST ${stream}/stop`, 423],
  [`PUT ${studio}/lock`, 200, { body: { locked: false } }],
  [`POST ${stream}/preflight`, 200, { body: { destinations: [{ preset: 'here' }], tryStream: false } }],
  ['GET /api/v1/schedules', 200],
  [
    'PUT /api/v1/schedules/{id}',
    200,
    {
      path: '/api/v1/schedules/yearly',
      body: { instance: 'studio', do: 'start', destinations: ['here'], cron: '0 3 1 1 *', timeZone: 'Europe/Berlin' },
    },
  ],
  ['PUT /api/v1/schedules/{id}', 422, { path: '/api/v1/schedules/yearly', body: { instance: 'studio' } }],
  ['GET /api/v1/schedules', 200],
  ['POST /api/v1/schedules/{id}/skip', 200, { path: '/api/v1/schedules/yearly/skip', body: { at: nextNewYear } }],
  [
    'POST /api/v1/schedules/{id}/skip',
    409,
    { path: '/api/v1/schedules/yearly/skip', body: { at: '2020-01-01T00:00:00Z' } },
  ],
  ['DELETE /api/v1/schedules/{id}/skip', 200, { path: '/api/v1/schedules/yearly/skip' }],
  ['DELETE /api/v1/schedules/{id}/skip', 409, { path: '/api/v1/schedules/yearly/skip' }],
  ['DELETE /api/v1/schedules/{id}', 204, { path: '/api/v1/schedules/yearly' }],
  ['DELETE /api/v1/schedules/{id}', 404, { path: '/api/v1/schedules/yearly' }],
  ['GET /api/v1/timetable', 200, { path: '/api/v1/timetable?cron=50+9+*+*+0&timeZone=Europe/Berlin' }],
  ['GET /api/v1/timetable', 422, { path: '/api/v1/timetable?cron=50+9&timeZone=Europe/Berlin' }],
  [`PUT ${studio}/lock`, 200, { body: { locked: false } }],
  ['DELETE /api/v1/session/others', 200],
  ['DELETE /api/v1/tokens/{id}/sessions', 404, { path: '/api/v1/tokens/nobody/sessions' }],
  ['GET /api/v1/server-log', 200, { path: '/api/v1/server-log?limit=5' }],
  ['GET /api/v1/server-log', 422, { path: '/api/v1/server-log?limit=0' }],
  ['GET /api/v1/server-log/verify', 200],
  ['GET /api/v1/server-log/export', 200],
  ['GET /api/v1/server-log/export', 200, { path: '/api/v1/server-log/export?format=html' }],
  ['GET /api/v1/tokens', 200],
  ['DELETE /api/v1/tokens/{id}', 404, { path: '/api/v1/tokens/nobody' }],
  // Last: from now on everybody needs one.
  ['POST /api/v1/tokens', 201, { body: { name: 'Anna', role: 'operator' } }],
  ['GET /api/v1/tokens', 401],
]

describe('the OpenAPI document and the server', () => {
  it('every answer is as the document says, of a server with all that belongs to it', async () => {
    await using folder = await temporaryFolder()
    await using simulator = await simulated(join(folder.path, 'vmix'))
    await using receiver = await startReceiver({ port: 0, clock: systemClock })
    await writeFile(join(folder.path, 'here.key'), 'a-key-for-here\n')
    const configFile = join(folder.path, 'vmixctl.yaml')
    await writeFile(
      configFile,
      `instances:\n  - { id: studio, host: 127.0.0.1, port: ${simulator.httpPort}, tcpPort: none }\ngateway: none\n` +
        `destinations:\n  - { id: here, platform: custom, url: "rtmp://127.0.0.1:${receiver.port}/live", key: "file:here.key" }\n`,
    )
    const redactor = createRedactor()
    const written: string[] = []
    await using server = await startServer({
      configFile,
      mayCome: false,
      simulated: false,
      dataFolder: join(folder.path, 'data'),
      listen: '127.0.0.1:0',
      version: '0.0.0',
      log: serverLogger({ redactor, write: (line) => void written.push(line), as: 'json' }),
      redactor,
      gatewayProgram: null,
    })
    const port = Number(new URL(server.url).port)
    await eventually(
      async () => (await send(port, { path: '/readyz' })).status,
      (status) => status === 200,
    )
    const document = new ApiDocument((await send(port, { path: '/api/v1/openapi.json' })).text)
    const asked = new Set<string>(['GET /api/v1/events'])
    for (const [name, status, given = {}] of requests) {
      asked.add(name)
      const operation = document.operations.get(name)
      if (operation === undefined) throw new Error(`The document has no ${name}.`)
      const [method = '', path = ''] = name.split(' ')
      const hasBody = given.body !== undefined
      const answer = await send(port, {
        method,
        path: given.path ?? path.replace('{id}', 'studio').replace('{channel}', '0'),
        headers: method === 'GET' ? {} : { 'content-type': 'application/json' },
        ...(hasBody ? { body: JSON.stringify(given.body) } : {}),
      })
      expect([name, answer.status, answer.status === status ? '' : answer.text]).toEqual([name, status, ''])
      expect([name, document.findings(operation, answer)]).toEqual([name, []])
      expect(answer.text).not.toMatch(/a-key-for-here|a-key-of-tv|another-key-of-tv/)
    }
    expect([...document.operations.keys()].filter((name) => !asked.has(name))).toEqual([])
    expect(written.join('')).not.toMatch(/a-key-for-here|a-key-of-tv|another-key-of-tv/)
  })

  it('and a wrong answer would be found', async () => {
    const schema = { type: 'object', properties: { status: { type: 'string', enum: ['ok'] } }, required: ['status'] }
    const text = JSON.stringify({
      components: { schemas: { Alive: schema } },
      paths: {
        '/healthz': {
          get: {
            operationId: 'isAlive',
            responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Alive' } } } } },
          },
        },
      },
    })
    const document = new ApiDocument(text)
    const operation = document.operations.get('GET /healthz') ?? { operationId: '', responses: {} }
    const answer = (status: number, body: string): RawAnswer => ({
      status,
      text: body,
      headers: { 'content-type': 'application/json' },
    })
    expect(document.findings(operation, answer(200, '{"status":"ok"}'))).toEqual([])
    expect(document.findings(operation, answer(200, '{"status":"bad"}'))).toHaveLength(1)
    expect(document.findings(operation, answer(404, '{}'))).toEqual(['status 404 is not described'])
  })
})
