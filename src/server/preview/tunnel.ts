import { request as ask, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '../../clock/index.ts'
import { mayDo, type Caller, type Gatekeeper } from '../auth/index.ts'
import { Problem } from '../http/problem.ts'
import type { ControlRoom } from '../room/index.ts'

export interface PreviewTunnelOptions {
  readonly room: ControlRoom
  readonly gatekeeper: Gatekeeper
  readonly clock: Clock
}

/** The gateway takes 64 viewers of all streams. */
const mostTunnels = 64
const limitMs = 5000
/** How often it is looked whether who watches still may, ms: a token's time ends without anybody doing anything. */
const lookEveryMs = 2000
/** The gateway's subprotocol; the page offers it beside a ticket, which is not needed here. */
const protocol = 'vmix-preview.v1'

interface Tunnel {
  readonly caller: Caller
  readonly ends: readonly Duplex[]
}

/**
 * Lets a page that has signed in here watch a stream of the gateway, which speaks to this machine's own pages alone: the page
 * may be on a tablet. Whether it may is asked here; at the gateway this server's own right counts, anew for each connection.
 */
export class PreviewTunnel implements Disposable {
  readonly #options: PreviewTunnelOptions
  readonly #open = new Set<Tunnel>()
  readonly #ended = new AbortController()
  readonly #stopWatching: readonly (() => void)[]

  constructor(options: PreviewTunnelOptions) {
    this.#options = options
    const { tokens, sessions } = options.gatekeeper
    // Whose token was revoked, or who was signed out, sees no more.
    this.#stopWatching = [tokens.onChange(() => this.#recheck()), sessions.onEnd(() => this.#recheck())]
    void this.#look()
  }

  /** How many watch. */
  get viewers(): number {
    return this.#open.size
  }

  /** A request to become a WebSocket, for whatever address. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => undefined)
    this.#connect(request, socket, head).catch((error: unknown) => refuse(socket, error))
  }

  async #connect(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { gatekeeper, room } = this.#options
    gatekeeper.checkHost(request)
    const caller = await gatekeeper.identify(request)
    if (!mayDo(caller.role, 'watch')) throw new Problem(403, 'not_allowed', 'This needs the right to see what is on.')
    const place = placeOf(request.url)
    const known = [...room.desks.values()].some(({ controller }) => controller.instance === place?.instance)
    if (place === null || !known) throw new Problem(404, 'not_found', 'There is no stream to watch at this address.')
    if (room.gateway === null)
      throw new Problem(501, 'unsupported', 'Only a gateway has a picture, and none is used here.')
    if (this.#open.size >= mostTunnels)
      throw new Problem(503, 'too_many_clients', 'As many watch as there is room for.')
    const link = new URL(
      (await room.gateway.previewLink(place.instance, place.channel, AbortSignal.timeout(limitMs))).url,
    )
    const ticket = /^#ticket=(?<ticket>[\w-]{1,256})$/.exec(link.hash)?.groups?.['ticket'] ?? ''
    const path = `${link.pathname.replace(/\/page$/, '')}${place.sound ? '' : '?sound=0'}`
    const answered = await handshake({ request, link, path, ticket })
    this.#join({ caller, ends: [socket, answered.socket] }, [head, answered])
  }

  #join(tunnel: Tunnel, [head, { socket: gateway, head: first, accept }]: [Buffer, Answered]): void {
    const [page] = tunnel.ends
    if (page === undefined || page.destroyed) {
      gateway.destroy()
      return
    }
    this.#open.add(tunnel)
    for (const one of tunnel.ends) {
      one.on('error', () => undefined)
      one.on('close', () => {
        this.#open.delete(tunnel)
        end(tunnel.ends)
      })
    }
    page.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: ${protocol}\r\n\r\n`,
    )
    if (first.length > 0) page.write(first)
    if (head.length > 0) gateway.write(head)
    // Who reads slowly holds up itself: the gateway sees it, and leaves pictures out.
    page.pipe(gateway)
    gateway.pipe(page)
  }

  #recheck(): void {
    for (const { caller, ends } of this.#open) if (!this.#options.gatekeeper.isStillIn(caller)) end(ends)
  }

  async #look(): Promise<void> {
    try {
      for (;;) {
        await this.#options.clock.sleep(lookEveryMs, this.#ended.signal, { background: true })
        this.#recheck()
      }
    } catch {
      // Ended.
    }
  }

  [Symbol.dispose](): void {
    for (const stop of this.#stopWatching) stop()
    this.#ended.abort()
    for (const { ends } of this.#open) end(ends)
  }
}

function end(ends: readonly Duplex[]): void {
  for (const one of ends) one.destroy()
}

/** `/preview/{instance}/{channel}`, with or without sound; null for what is none. */
function placeOf(url: string | undefined): { instance: string; channel: number; sound: boolean } | null {
  const match = /^\/preview\/(?<instance>[^/?]{1,128})\/(?<channel>\d{1,3})(?<query>\?sound=0)?$/.exec(
    url ?? '',
  )?.groups
  if (match === undefined) return null
  try {
    const instance = decodeURIComponent(match['instance'] ?? '')
    return { instance, channel: Number(match['channel']), sound: match['query'] === undefined }
  } catch {
    return null
  }
}

interface Answered {
  readonly socket: Duplex
  readonly head: Buffer
  readonly accept: string
}

interface Handshake {
  readonly request: IncomingMessage
  readonly link: URL
  readonly path: string
  readonly ticket: string
}

/** Asks the gateway to become a WebSocket with the page's own handshake key, so that its answer is the page's. */
function handshake({ request, link, path, ticket }: Handshake): Promise<Answered> {
  const { 'sec-websocket-key': key = '', 'sec-websocket-version': version = '' } = request.headers
  return new Promise((resolve, reject) => {
    const asked = ask({
      host: link.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: link.port,
      path,
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-key': key,
        'sec-websocket-version': version,
        'sec-websocket-protocol': protocol,
        authorization: `Bearer ${ticket}`,
      },
      signal: AbortSignal.timeout(limitMs),
    })
    asked.on('error', (cause) =>
      reject(new Problem(502, 'connection_error', 'The gateway does not answer. It is looked for again.', { cause })),
    )
    asked.on('response', (response) => {
      response.resume()
      const busy = response.statusCode === 503
      reject(
        busy
          ? new Problem(503, 'too_many_clients', 'As many watch as the gateway has room for.')
          : new Problem(502, 'connection_error', `The gateway refused the picture (${response.statusCode ?? 0}).`),
      )
    })
    asked.on('upgrade', (response, socket, head) => {
      const accept = response.headers['sec-websocket-accept']
      if (accept !== undefined && /^[\w+/=]{1,64}$/.test(accept)) return resolve({ socket, head, accept })
      socket.destroy()
      reject(new Problem(502, 'connection_error', 'The gateway answered something that is no WebSocket.'))
    })
    asked.end()
  })
}

function refuse(socket: Duplex, error: unknown): void {
  if (socket.destroyed) return
  const status = error instanceof Problem ? error.status : 502
  const text = error instanceof Problem ? error.message : 'The picture cannot be had now.'
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  )
}
