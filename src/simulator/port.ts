import { once } from 'node:events'
import type { Server, Socket } from 'node:net'
import { SimulatorError } from './error.ts'

/** A listening server that can be closed, with all its connections, and opened again on the same port. */
export class Port {
  readonly #server: Server
  readonly #host: string
  readonly #option: string
  readonly #sockets = new Set<Socket>()
  #port: number

  /** @param option how the port is set, for the message when it is taken */
  constructor(server: Server, host: string, port: number, option: string) {
    this.#server = server
    this.#host = host
    this.#port = port
    this.#option = option
    server.maxConnections = 256
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    })
  }

  get number(): number {
    return this.#port
  }

  async open(): Promise<void> {
    if (this.#server.listening) return
    try {
      this.#server.listen(this.#port, this.#host)
      await once(this.#server, 'listening')
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
      throw taken
        ? new SimulatorError(
            'port_in_use',
            `Port ${this.#port} is taken on this machine, by a vMix or another simulator. Choose another with ${this.#option}, 0 for any.`,
            error,
          )
        : new SimulatorError('cannot_listen', `Cannot listen on ${this.#host}:${this.#port}.`, error)
    }
    const address = this.#server.address()
    if (address !== null && typeof address === 'object') this.#port = address.port
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    if (!this.#server.listening) return
    const closed = once(this.#server, 'close')
    this.#server.close()
    await closed
  }
}
