import { once } from 'node:events'
import type { Server, Socket } from 'node:net'
import { systemClock } from '../clock/index.ts'
import { SimulatorError } from './error.ts'

/** A port that was ours may be somebody's for a moment, as the local end of a connection: it is waited for so long, ms. */
const AGAIN_FOR_MS = 3000
const AGAIN_EVERY_MS = 25

/**
 * A listening server that can be closed, with all its connections, and opened again on the same port. What is asked of it
 * while it opens or closes comes after that.
 */
export class Port {
  readonly #server: Server
  readonly #host: string
  readonly #option: string
  readonly #sockets = new Set<Socket>()
  #port: number
  #wasOpen = false
  /** Whether it is to be open, by the last that was asked. */
  #wanted = false
  #turn: Promise<void> = Promise.resolve()

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

  /** @throws {SimulatorError} `port_in_use`, `cannot_listen` */
  open(): Promise<void> {
    this.#wanted = true
    return this.#inTurn(() => this.#open())
  }

  close(): Promise<void> {
    this.#wanted = false
    return this.#inTurn(() => this.#close())
  }

  #inTurn(act: () => Promise<void>): Promise<void> {
    const mine = this.#turn.then(act)
    this.#turn = mine.catch(() => undefined)
    return mine
  }

  async #open(): Promise<void> {
    const until = performance.now() + (this.#wasOpen ? AGAIN_FOR_MS : 0)
    while (this.#wanted && !this.#server.listening) {
      const error = await this.#listen()
      if (error === null) break
      if (!isTaken(error) || performance.now() >= until) throw this.#explained(error)
      await systemClock.sleep(AGAIN_EVERY_MS)
    }
    this.#wasOpen = true
    const address = this.#server.address()
    if (address !== null && typeof address === 'object') this.#port = address.port
  }

  /** @returns why it does not listen; null when it does */
  async #listen(): Promise<unknown> {
    try {
      this.#server.listen(this.#port, this.#host)
      await once(this.#server, 'listening')
      return null
    } catch (error) {
      return error
    }
  }

  #explained(error: unknown): SimulatorError {
    if (!isTaken(error)) {
      return new SimulatorError('cannot_listen', `Cannot listen on ${this.#host}:${this.#port}.`, error)
    }
    const message = `Port ${this.#port} is taken on this machine, by a vMix or another simulator. Choose another with ${this.#option}, 0 for any.`
    return new SimulatorError('port_in_use', message, error)
  }

  async #close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    if (!this.#server.listening) return
    const closed = once(this.#server, 'close')
    this.#server.close()
    await closed
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
