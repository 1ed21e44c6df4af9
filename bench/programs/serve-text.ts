/** A bare HTTP server in a process of its own: answers every request with the text it got, and sends its port back. */
import { createServer } from 'node:http'

process.once('message', (message) => {
  const body = Buffer.from(String(message))
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/xml', 'content-length': body.length })
    response.end(body)
  })
  server.keepAliveTimeout = 60_000
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    process.send?.(typeof address === 'object' && address !== null ? address.port : 0)
  })
})
process.once('disconnect', () => process.exit(0))
