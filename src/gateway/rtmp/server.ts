import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { RtmpError } from './errors.ts'
import { defaultServerLimits } from './limits.ts'
import { PerAddress } from './per-address.ts'
import { ServerSession } from './server-session.ts'
import type { RtmpServer, RtmpServerOptions } from './server-types.ts'

/**
 * Listens for publishers.
 *
 * @throws {RtmpError} `refused` when the address cannot be listened on (taken, or not allowed); `tls` when certificate or key cannot be used
 * @example
 * await using server = await startRtmpServer({ host: '127.0.0.1', port: 0, clock: systemClock,
 *   authorise: ({ app, key }) => (app === 'live' && sameKey(key) ? { accept: sink } : { refuse: 'Unknown stream key' }) })
 */
export async function startRtmpServer(options: RtmpServerOptions): Promise<RtmpServer> {
  const limits = { ...defaultServerLimits, ...options.limits }
  const sockets = new Set<Socket>()
  const sessions = new Set<ServerSession>()
  const addresses = new PerAddress(limits.connectionsPerAddress)
  const begin = (socket: Socket, tls: boolean) => {
    const remote = remoteOf(socket)
    const session = new ServerSession(socket, { options, limits, clock: options.clock, remote, tls })
    sessions.add(session)
    socket.once('close', () => sessions.delete(session))
  }
  const server = options.tls === undefined ? createServer() : secureServer(options.tls, limits.handshakeMs)
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    if (!addresses.admit(socket)) {
      const message = `more than ${limits.connectionsPerAddress} connections from its address`
      options.onRefused?.({ remote: remoteOf(socket), code: 'limit', message })
      socket.destroy()
      return
    }
    if (options.tls === undefined) begin(socket, false)
  })
  server.on('secureConnection', (socket: Socket) => begin(socket, true))
  server.on('tlsClientError', (error: Error, socket: Socket) => {
    options.onRefused?.({ remote: remoteOf(socket), code: 'protocol', message: `TLS failed: ${error.message}` })
    socket.destroy()
  })
  server.maxConnections = limits.connections
  server.on('drop', (dropped) => {
    const remote = `${dropped?.remoteAddress ?? 'unknown'}:${dropped?.remotePort ?? 0}`
    options.onRefused?.({ remote, code: 'limit', message: `more than ${limits.connections} connections` })
  })
  await listen(server, options)
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : options.port

  let closing: Promise<void> | null = null
  const close = () => {
    closing ??= new Promise<void>((resolve) => {
      const closed = new AbortController()
      server.close(() => {
        closed.abort()
        resolve()
      })
      for (const session of sessions) session.disconnect('the server is closing')
      for (const socket of sockets) socket.destroySoon()
      // Whoever does not read the goodbye is cut off.
      const cut = () => {
        for (const socket of sockets) socket.destroy()
      }
      options.clock.sleep(limits.lingerMs, closed.signal).then(cut, cut)
    })
    return closing
  }
  return {
    port,
    get connections() {
      return sockets.size
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function secureServer(tls: { readonly cert: string; readonly key: string }, handshakeMs: number): Server {
  try {
    return createTlsServer({ cert: tls.cert, key: tls.key, handshakeTimeout: handshakeMs })
  } catch (cause) {
    throw new RtmpError(
      'tls',
      'the RTMPS certificate or its key cannot be used: both must be PEM and belong together',
      {
        cause,
      },
    )
  }
}

async function listen(server: Server, { host, port }: RtmpServerOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const onError = (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? 'another program listens there' : cause.message
      reject(new RtmpError('refused', `cannot listen for RTMP on ${host}:${port}: ${why}`, { cause }))
    }
    server.once('error', onError)
    server.listen({ host, port }, () => {
      server.off('error', onError)
      // Later errors (out of file descriptors) concern single connections and must not end the process.
      server.on('error', () => undefined)
      resolve()
    })
  })
}

function remoteOf(socket: Socket): string {
  const address = socket.remoteAddress ?? 'unknown'
  return `${address.includes(':') ? `[${address}]` : address}:${socket.remotePort ?? 0}`
}
