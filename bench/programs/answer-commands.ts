/** Bare servers in a process of their own that answer each command as vMix does, and do nothing: sends both ports back. */
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { TcpRequestReader } from '../../src/vmix/index.ts'

const web = createHttpServer((_request, response) => {
  const body = 'Function completed successfully.'
  response.writeHead(200, { 'content-type': 'text/plain', 'content-length': body.length })
  response.end(body)
})
const tcp = createServer({ noDelay: true }, (socket) => {
  socket.write('VERSION OK 29.0.0.49\r\n')
  socket.on('error', () => socket.destroy())
  const reader = new TcpRequestReader(({ kind }) =>
    socket.write(kind === 'ping' ? 'PING OK PONG\r\n' : 'FUNCTION OK Completed\r\n'),
  )
  socket.on('data', (piece) => reader.push(piece))
})

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

process.once('message', () => {
  void Promise.all([listening(web), listening(tcp)]).then(([http, tcp]) => process.send?.({ http, tcp }))
})
process.once('disconnect', () => process.exit(0))
