import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Secret } from '../secrets/index.ts'
import type { Front } from './front.ts'
import { isLocalAddress } from './local-address.ts'
import { readQuery } from './query.ts'

const DONE = 'Function completed successfully.'
const NO_FUNCTION = 'No suitable Function could be found.'

/** Long enough for any value; vMix's own limit is not known. */
const MAX_HEADER_BYTES = 256 * 1024

export interface HttpApiOptions {
  readonly webPassword: Secret | null
  readonly lanOnly: boolean
  /** Where a request comes from. */
  readonly addressOf: (request: IncomingMessage) => string
}

/**
 * vMix's HTTP API. Not known of the real one, and so our choice: the reply's Content-Type, the body of a 500 for a bad
 * input (the same as for an unknown function here), and what other methods and paths get (405, 404).
 */
export function httpApi(front: Front, { webPassword, lanOnly, addressOf }: HttpApiOptions): Server {
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    // Neither refused nor answered: whoever asks waits until he gives up.
    if (front.faults.has('half-open')) return
    // That it is 403, and what is in it, is our choice.
    if (lanOnly && !isLocalAddress(addressOf(request))) return send(response, 403, 'Forbidden')
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    if (request.method !== 'GET') return send(response, 405, 'Only GET is supported.')
    if (webPassword !== null && !authorised(request, webPassword)) {
      response.setHeader('WWW-Authenticate', 'Basic realm="vMix"')
      return send(response, 401, 'Unauthorized')
    }
    const [path = '', ...query] = (request.url ?? '').split('?')
    if (!/^\/api\/?(?:#|$)/i.test(path)) {
      front.other('http')
      return send(response, 404, 'Not found')
    }
    const entries = readQuery(query.join('?'))
    const name = entries.find(([key]) => key.toLowerCase() === 'function')?.[1] ?? ''
    const parameters = entries.filter(([key]) => key.toLowerCase() !== 'function')
    const answer =
      name === '' ? await front.state('http', gone.signal) : await front.call('http', name, parameters, gone.signal)
    if (answer.kind === 'drop') request.socket.destroy()
    else if (answer.kind === 'state') send(response, 200, answer.xml, 'text/xml; charset=utf-8')
    else if (answer.outcome.kind === 'done') send(response, 200, DONE)
    else send(response, 500, NO_FUNCTION)
  }
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
    request.resume()
    respond(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined))
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuse(error, socket))
  return server
}

/** What is no HTTP, such as the TCP API's words, is answered so by vMix too (clients that were pointed here by mistake; sure). */
function refuse({ code }: NodeJS.ErrnoException, socket: Duplex): void {
  if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const status = code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request'
  socket.end(`HTTP/1.0 ${status}\r\nConnection: close\r\n\r\n`)
}

function send(response: ServerResponse, status: number, body: string, type = 'text/html; charset=utf-8'): void {
  if (response.destroyed) return
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) })
  response.end(body)
}

/** Any user name, with this password. */
function authorised(request: IncomingMessage, password: Secret): boolean {
  const encoded = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (encoded === undefined) return false
  const given = Buffer.from(encoded, 'base64')
  const expected = Buffer.from(password.reveal())
  const offered = given.subarray(given.indexOf(0x3a) + 1)
  return offered.length === expected.length && timingSafeEqual(offered, expected)
}
