/** A bare event stream in a process of its own: sends what it is given to all who follow, at the given times, and no more. */
import { createServer, type ServerResponse } from 'node:http'

/** Messages, each so long after the one before, ms. */
export type Replay = readonly { readonly afterMs: number; readonly text: string }[]

const clients = new Set<ServerResponse>()
const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write('id: 0\ndata: {}\n\n')
  clients.add(response)
  response.on('close', () => clients.delete(response))
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.(typeof address === 'object' && address !== null ? address.port : 0)
})

/** @returns when each was handed to the first, ms since 1970 */
async function replay(messages: Replay): Promise<readonly { version: number; at: number }[]> {
  const sent: { version: number; at: number }[] = []
  let due = performance.now()
  for (const { afterMs, text } of messages) {
    due += afterMs
    const wait = due - performance.now()
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait))
    const version = sent.length + 1
    const bytes = Buffer.from(text.replace(/^id: .*$/m, `id: ${version}`))
    sent.push({ version, at: Date.now() })
    for (const client of clients) client.write(bytes)
  }
  return sent
}

process.on('message', (messages: Replay) => void replay(messages).then((sent) => process.send?.(sent)))
process.once('disconnect', () => process.exit(0))
