import { createServer, type Socket } from 'node:net'
import { type AmfValue, encodeAmf0 } from '../../src/gateway/index.ts'
import { ChunkReader } from '../../src/gateway/rtmp/chunk-reader.ts'
import { writeMessage } from '../../src/gateway/rtmp/chunk-writer.ts'
import { type Command, readCommand } from '../../src/gateway/rtmp/command.ts'
import { Handshake } from '../../src/gateway/rtmp/handshake.ts'
import { MessageType } from '../../src/gateway/rtmp/protocol.ts'

/** What a scripted server does after the handshake. */
export interface Conversation {
  readonly socket: Socket
  reply(streamId: number, ...values: readonly AmfValue[]): void
}
export interface Script {
  /** Default: shakes hands. `silent`: says nothing at all. */
  readonly handshake?: 'silent' | 'normal'
  readonly onCommand?: (command: Command, conversation: Conversation) => void
  readonly onMessage?: (type: number, body: Buffer, conversation: Conversation) => void
}

/** An RTMP server that does what a test says, and goes wrong where it says. */
export async function scriptedServer(script: Script): Promise<AsyncDisposable & { readonly port: number }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    if (script.handshake === 'silent') return
    const handshake = new Handshake('server')
    const reply: Conversation['reply'] = (streamId, ...values) => {
      socket.write(writeMessage(3, MessageType.commandAmf0, streamId, 0, encodeAmf0(...values), 128))
    }
    const reader = new ChunkReader(
      { chunkStreams: 8, messageBytes: 1 << 20, pendingBytes: 1 << 21 },
      (type, _id, _time, body) => {
        script.onMessage?.(type, body, { socket, reply })
        const command = type === MessageType.commandAmf0 ? readCommand(type, body) : null
        if (command !== null) script.onCommand?.(command, { socket, reply })
      },
    )
    let shaken = false
    socket.on('data', (data) => {
      if (shaken) {
        reader.push(data)
        return
      }
      const { send, rest } = handshake.push(data)
      if (send !== null) socket.write(send)
      if (rest === null) return
      shaken = true
      reader.push(rest)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** Answers as far as `until`, and is silent from there. */
export function answersUpTo(until: 'connect' | 'createStream' | 'publish' | 'all'): NonNullable<Script['onCommand']> {
  return (command, { reply }) => {
    if (command.name === 'connect' && until !== 'connect') {
      reply(0, '_result', command.transaction, null, { code: 'NetConnection.Connect.Success' })
    } else if (command.name === 'createStream' && until !== 'connect' && until !== 'createStream') {
      reply(0, '_result', command.transaction, null, 1)
    } else if (command.name === 'publish' && until === 'all') {
      reply(1, 'onStatus', 0, null, { level: 'status', code: 'NetStream.Publish.Start' })
    }
  }
}
