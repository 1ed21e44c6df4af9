import { STATUS_CODES, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { failure } from '../control/replies.ts'
import { GatewayError, type GatewayErrorCode } from '../errors.ts'

type Headers = Readonly<Record<string, string>>

/** Why a request is not answered as asked: an HTTP status, and what every error of the control address says. */
export class Refusal extends GatewayError {
  readonly status: number
  readonly headers: Headers

  constructor(status: number, code: GatewayErrorCode, message: string, headers: Headers = {}) {
    super(code, message)
    this.status = status
    this.headers = headers
  }

  /** Anything that was thrown. What we did not expect says nothing of its inside. */
  static of(error: unknown): Answer {
    const status = error instanceof Refusal ? error.status : error instanceof GatewayError ? 404 : 500
    const headers = error instanceof Refusal ? error.headers : {}
    return { status, headers, body: failure(error) }
  }
}

export interface Answer {
  readonly status: number
  readonly headers?: Headers
  readonly body: unknown
}

const ALWAYS: Headers = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

export function sendJson(response: ServerResponse, { status, headers, body }: Answer): void {
  const bytes = Buffer.from(JSON.stringify(body))
  send(response, status, bytes, { 'content-type': 'application/json', ...headers })
}

export function sendBytes(
  response: ServerResponse,
  { type, bytes }: { readonly type: string; readonly bytes: Buffer },
  headers: Headers = {},
  status = 200,
): void {
  send(response, status, bytes, { 'content-type': type, ...headers })
}

function send(response: ServerResponse, status: number, bytes: Buffer, headers: Headers): void {
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  const unread = response.req.complete ? {} : { connection: 'close' }
  response.writeHead(status, { ...ALWAYS, 'content-length': String(bytes.length), ...unread, ...headers })
  response.end(bytes)
}

/** Turns away who asked for a WebSocket. */
export function refuseUpgrade(socket: Duplex, { status, headers, body }: Answer): void {
  const text = JSON.stringify(body)
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'connection: close',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(text)}`,
    ...Object.entries({ ...ALWAYS, ...headers }).map(([name, value]) => `${name}: ${value}`),
  ]
  socket.once('finish', () => socket.destroy())
  socket.end(`${lines.join('\r\n')}\r\n\r\n${text}`)
}
