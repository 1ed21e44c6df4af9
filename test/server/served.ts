import { join } from 'node:path'
import { createRedactor } from '../../src/secrets/index.ts'
import { serverLogger, startServer, type RunningServer, type ServeOptions } from '../../src/server/index.ts'
import { readLastEntries } from '../../src/witness/index.ts'
import { eventually } from '../support/show.ts'
import { send, type RawAnswer } from './api.ts'
import { shown } from './open.ts'

/** A server with a configuration file of its own, asked over its API. */
export interface Served extends AsyncDisposable {
  readonly server: RunningServer
  readonly file: string
  readonly data: string
  readonly written: string[]
  ask(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<RawAnswer & { readonly json: ReturnType<typeof JSON.parse> }>
}

export async function served(folder: string, options: Partial<ServeOptions> = {}): Promise<Served> {
  const redactor = createRedactor()
  const written: string[] = []
  const file = join(folder, 'vmixctl.yaml')
  const data = join(folder, 'data')
  const server = await startServer({
    configFile: file,
    mayCome: true,
    dataFolder: data,
    listen: '127.0.0.1:0',
    version: '0.0.0',
    log: serverLogger({ redactor, write: (line) => void written.push(line), as: 'json' }),
    redactor,
    gatewayProgram: null,
    networks: () => [{ address: '127.0.0.1', prefix: 29 }],
    ...options,
  })
  const port = Number(new URL(server.url).port)
  return {
    server,
    file,
    data,
    written,
    ask: async (method, path, body) => {
      const answer = await send(port, {
        method,
        path: `/api/v1${path}`,
        headers: method === 'GET' ? {} : { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return { ...answer, json: answer.text === '' ? null : JSON.parse(answer.text) }
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

/** What the server's own log has of these kinds. */
export async function recorded(data: string, ...kinds: readonly string[]) {
  const { entries } = await readLastEntries(join(data, 'witness', 'server'), 100)
  return entries.map(({ event }) => event).filter(({ event_type: kind }) => kinds.includes(kind))
}

export const connected = (server: RunningServer, id: string) =>
  eventually(
    () => shown(server.room, 'instance', id),
    (view) => view?.connection.state === 'connected',
  )
