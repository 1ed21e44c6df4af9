import { once } from 'node:events'
import type { Server, Socket } from 'node:net'
import { ProxyError } from '../error.ts'

/** One of the proxy's own ports. */
export class Listener {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  constructor(server: Server) {
    this.#server = server
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    })
  }

  /** @throws {ProxyError} `port_in_use`, `cannot_listen` */
  async open(host: string, port: number, option: string): Promise<void> {
    try {
      this.#server.listen(port, host)
      await once(this.#server, 'listening')
    } catch (cause) {
      const taken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
      throw taken
        ? new ProxyError(
            'port_in_use',
            `Port ${port} is taken on this machine, by a vMix or another program. Choose another with ${option}.`,
            { cause },
          )
        : new ProxyError('cannot_listen', `Cannot listen on ${host}:${port}. Check --listen.`, { cause })
    }
  }

  get port(): number {
    const address = this.#server.address()
    return address !== null && typeof address === 'object' ? address.port : 0
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    if (!this.#server.listening) return
    const closed = once(this.#server, 'close')
    this.#server.close()
    await closed
  }
}
