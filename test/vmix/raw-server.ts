import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

export interface RawServer extends AsyncDisposable {
  readonly port: number
  /** Everything received, one text per connection, in order of connecting. */
  readonly received: readonly string[]
  readonly sockets: readonly Socket[]
}

/** A server on 127.0.0.1 that does with each connection exactly what the test says. */
export async function rawServer(onConnection: (socket: Socket, index: number) => void): Promise<RawServer> {
  const received: string[] = []
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    const index = received.push('') - 1
    sockets.push(socket)
    socket.on('error', () => undefined)
    socket.on('data', (data) => (received[index] += data.toString('utf8')))
    onConnection(socket, index)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    received,
    sockets,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Answers each request on a connection with the next of `replies` (the last one again and again). */
export function answering(...replies: string[]): (socket: Socket) => void {
  return (socket) => {
    let pending = ''
    let count = 0
    socket.on('data', (data) => {
      pending += data.toString('latin1')
      for (let end = pending.indexOf('\r\n\r\n'); end >= 0; end = pending.indexOf('\r\n\r\n')) {
        pending = pending.slice(end + 4)
        socket.write(replies[Math.min(count++, replies.length - 1)] ?? '')
      }
    })
  }
}

export function http(status: number, body: string, extra = ''): string {
  return `HTTP/1.1 ${status} X\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${extra}\r\n${body}`
}

export const DONE = http(200, 'Function completed successfully.')
export const STATE = http(
  200,
  '<vmix><version>29.0.0.49</version><edition>Pro</edition><streaming>False</streaming></vmix>',
)
