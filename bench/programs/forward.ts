/** The least that anything between a client and vMix does: forwards HTTP requests and TCP bytes, and knows nothing of them. */
import { createServer as createHttpServer, request } from 'node:http'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

process.once('message', (vmix: { readonly http: number; readonly tcp: number }) => {
  const web = createHttpServer((incoming, outgoing) => {
    const onwards = request({ host: '127.0.0.1', port: vmix.http, path: incoming.url, agent: false }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.pipe(outgoing)
    })
    onwards.on('error', () => outgoing.destroy())
    onwards.end()
  })
  const tcp = createServer({ noDelay: true }, (socket) => {
    const onwards = connect({ host: '127.0.0.1', port: vmix.tcp, noDelay: true })
    socket.on('error', () => onwards.destroy())
    onwards.on('error', () => socket.destroy())
    socket.pipe(onwards).pipe(socket)
  })
  void Promise.all([listening(web), listening(tcp)]).then(([http, port]) => process.send?.({ http, tcp: port }))
})
process.once('disconnect', () => process.exit(0))
