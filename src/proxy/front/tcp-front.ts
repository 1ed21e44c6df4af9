import { createServer, type Server, type Socket } from 'node:net'
import { TcpFramingError, TcpRequestReader, type VMixTcpRequest } from '../../vmix/index.ts'
import { plainAddress } from '../call/address.ts'
import type { Client } from '../call/client.ts'
import { TcpConversation, type TcpConversationOptions } from './tcp-conversation.ts'

export type TcpFrontOptions = Omit<TcpConversationOptions, 'client' | 'send'>

/** A client that reads nothing: beyond this it is let go. */
const maxUnreadBytes = 8 * 1024 * 1024
/** So many requests may wait behind the one under way before no more is read. */
const maxWaiting = 64

/** vMix's TCP API in front: many clients, each with its own order. */
export class TcpFront {
  readonly server: Server
  readonly #options: TcpFrontOptions
  readonly #open = new Map<Socket, TcpConversation>()

  constructor(options: TcpFrontOptions) {
    this.#options = options
    this.server = createServer(
      { noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000, allowHalfOpen: true },
      (socket) => this.#converse(socket),
    )
    this.server.maxConnections = 1024
  }

  /** An event line of vMix's, to all who have subscribed to it. */
  event(line: string): void {
    for (const conversation of this.#open.values()) conversation.event(line)
  }

  /** vMix is there: who came while it was not is greeted now. */
  greet(): void {
    for (const conversation of this.#open.values()) conversation.greet()
  }

  #converse(socket: Socket): void {
    const { clients } = this.#options
    const client: Client = { address: plainAddress(socket.remoteAddress), protocol: 'tcp' }
    const send = (bytes: string | Buffer) => {
      if (!socket.writable) return
      socket.write(bytes)
      if (socket.writableLength > maxUnreadBytes) socket.destroy()
    }
    const conversation = new TcpConversation({ ...this.#options, client, send })
    this.#open.set(socket, conversation)
    clients.connected(client, 1)
    const waiting: VMixTcpRequest[] = []
    let answering = false
    // A client that says no more is still owed its answers.
    let ended = false
    const answerAll = async () => {
      answering = true
      for (let request = waiting.shift(); request !== undefined && socket.writable; request = waiting.shift()) {
        if (waiting.length < maxWaiting && socket.isPaused()) socket.resume()
        if (await conversation.answer(request)) continue
        reader.stop()
        waiting.length = 0
        socket.end()
      }
      answering = false
      if (ended) socket.end()
    }
    const reader = new TcpRequestReader((request) => {
      waiting.push(request)
      if (waiting.length >= maxWaiting) socket.pause()
      if (!answering) answerAll().catch((error: unknown) => socket.destroy(error instanceof Error ? error : undefined))
    })
    socket.on('data', (piece) => {
      try {
        reader.push(piece)
      } catch (error) {
        if (!(error instanceof TcpFramingError)) throw error
        socket.destroy()
      }
    })
    socket.on('end', () => {
      ended = true
      if (!answering) socket.end()
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      this.#open.delete(socket)
      clients.connected(client, -1)
    })
  }
}
