import { getRequestListener } from '@hono/node-server'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { App } from '../routes/index.ts'

export interface ListenOptions {
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  /** Certificate and key, PEM. */
  readonly tls?: { readonly cert: string; readonly key: string }
  /** Who wants to become a WebSocket. Absent: nobody may. */
  readonly onUpgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

/** A port that answers, until it is closed. */
export interface Listening extends AsyncDisposable {
  readonly url: string
  readonly port: number
}

/** Against those who send slowly, ms. What is answered may take as long as it takes. */
const limits = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 20_000, maxHeaderSize: 16_384 }

/** @throws the system's error where the port cannot be had */
export async function listen(app: App, options: ListenOptions): Promise<Listening> {
  const answer = getRequestListener((request, env) => app.fetch(request, env), { overrideGlobalObjects: false })
  const listener: Parameters<typeof createServer>[1] = (incoming, outgoing) => void answer(incoming, outgoing)
  const settings = { ...limits, connectionsCheckingInterval: 2000, handshakeTimeout: limits.headersTimeout }
  const server: Server =
    options.tls === undefined
      ? createServer(settings, listener)
      : createTlsServer({ ...settings, ...options.tls }, listener)
  server.maxConnections = 2000
  // Node's own limits begin with the first byte: who says nothing at all would hold a connection for good.
  server.on(options.tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) =>
    socket.setTimeout(limits.headersTimeout),
  )
  const isKnown = (request: IncomingMessage): void => void request.socket.setTimeout(0)
  server.on('request', isKnown)
  server.on('upgrade', isKnown)
  if (options.onUpgrade !== undefined) server.on('upgrade', options.onUpgrade)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const port = portOf(server.address())
  const name = options.host.includes(':') ? `[${options.host}]` : options.host
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://${name}:${port}`,
    port,
    [Symbol.asyncDispose]: () => close(server),
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new TypeError('The server has no port.')
  return address.port
}

/** What is being answered is ended soon: nobody's show depends on it. */
async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 1000).unref()
  })
}
