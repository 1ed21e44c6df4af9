import { once } from 'node:events'
import { connect } from 'node:net'

/** A client of the TCP API that keeps every line as it comes, replies and events alike. */
export async function lineClient(port: number) {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  const chunks: Buffer[] = []
  let closed = false
  socket.on('data', (chunk) => chunks.push(chunk))
  socket.on('error', () => undefined)
  socket.on('close', () => {
    closed = true
  })
  await once(socket, 'connect')
  return {
    get text() {
      return Buffer.concat(chunks).toString('utf8')
    },
    get lines() {
      return this.text.split('\r\n').slice(0, -1)
    },
    /** How many pieces came, as far as they came apart. */
    get pieces() {
      return chunks.length
    },
    get closed() {
      return closed
    },
    send(line: string) {
      socket.write(`${line}\r\n`)
    },
    [Symbol.dispose]() {
      socket.destroy()
    },
  }
}
