import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { Board, type BoardChanges } from '../../src/server/board/index.ts'
import type { EntityView } from '../../src/server/view/index.ts'

/** The page as it is built. */
export const builtPage = join(import.meta.dirname, '../../dist/dashboard')

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
}

/** As the real server's: nothing inline, nothing from elsewhere. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

/** What the page sent. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly body: unknown
  readonly operationId: string | null
}

export interface Answered {
  readonly status?: number
  readonly body: unknown
}

/** A server that shows a real board over the real protocol, and answers presses as the test says. */
export interface RoomServer extends AsyncDisposable {
  readonly url: string
  readonly board: Board
  readonly asked: readonly Asked[]
  /** Ends all event streams, and lets nobody in until `restore`. */
  cut(): void
  restore(): void
}

export interface RoomServerOptions {
  readonly entities: readonly EntityView[]
  readonly answer?: (asked: Asked, board: Board) => Answered | null | Promise<Answered | null>
  /** With it somebody has to sign in. */
  readonly token?: string
  readonly role?: 'viewer' | 'operator' | 'admin'
}

export async function roomServer(options: RoomServerOptions): Promise<RoomServer> {
  const board = new Board()
  for (const entity of options.entities) board.put(entity)
  const asked: Asked[] = []
  const streams = new Set<ServerResponse>()
  let away = false
  const server = createServer((request, response) => {
    if (away) {
      request.socket.destroy()
      return
    }
    answer(request, response).catch((error: unknown) => {
      response.statusCode = 500
      response.end(String(error))
    })
  })
  const signedIn = (request: IncomingMessage): boolean =>
    options.token === undefined || request.headers.cookie?.includes(`session=${options.token}`) === true

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/'
    response.setHeader('content-security-policy', policy)
    response.setHeader('x-content-type-options', 'nosniff')
    if (!path.startsWith('/api/')) return await sendFile(response, path)
    const text = await textOf(request)
    const body: unknown = text === '' ? null : JSON.parse(text)
    const method = request.method ?? ''
    const operationId = request.headers['idempotency-key']?.toString() ?? null
    asked.push({ method, path, body, operationId })
    if (path === '/api/v1/session') return session(request, response, body)
    if (!signedIn(request))
      return send(response, 401, { title: 'Nobody is signed in', status: 401, code: 'signed_out' })
    if (path === '/api/v1/events') return follow(request, response)
    const given = (await options.answer?.({ method, path, body, operationId }, board)) ?? null
    if (given === null) return send(response, 404, { title: 'There is no such thing', detail: `Nothing at ${path}.` })
    send(response, given.status ?? 200, given.body)
  }

  function session(request: IncomingMessage, response: ServerResponse, body: unknown): void {
    if (request.method === 'POST') {
      const { token } = body as { token: string }
      if (token !== options.token) return send(response, 401, { detail: 'This token is not known here.' })
      response.setHeader('set-cookie', `session=${token}; HttpOnly; SameSite=Strict; Path=/`)
    } else if (!signedIn(request)) return send(response, 401, { title: 'Nobody is signed in' })
    send(response, 200, { role: options.role ?? 'admin', name: 'Olga' })
  }

  function follow(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write('retry: 200\n\n')
    let told: number | null = null
    const tell = (): void => {
      const changes: BoardChanges | null = told === null ? null : board.changesAfter(told)
      told = board.version
      if (changes === null) event(response, 'snapshot', { id: board.id, version: told, entities: board.entities })
      else event(response, 'changes', changes)
    }
    tell()
    const end = board.onChange(() => setImmediate(tell))
    const beating = setInterval(() => event(response, 'heartbeat', { at: new Date().toISOString() }), 1000)
    streams.add(response)
    request.on('close', () => {
      end()
      clearInterval(beating)
      streams.delete(response)
    })
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    board,
    asked,
    cut: () => {
      away = true
      for (const response of streams) response.destroy()
    },
    restore: () => (away = false),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function event(response: ServerResponse, name: string, data: unknown): void {
  response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' })
  response.end(JSON.stringify(body))
}

async function sendFile(response: ServerResponse, path: string): Promise<void> {
  const name = /^\/assets\/[\w.-]+$/.test(path) ? path.slice(1) : 'index.html'
  response.setHeader('content-type', types[extname(name)] ?? 'application/octet-stream')
  response.end(await readFile(join(builtPage, name)))
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const piece of request) text += String(piece)
  return text
}
