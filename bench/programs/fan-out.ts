/**
 * The floor: bytes that come in are written to every output as they are. Nothing is parsed, counted, queued or reconnected;
 * the first output's answers go back. First message: `{ sink, outputs }` → url and key for the source.
 */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { FLOOR_KEY } from '../media.ts'

interface Start {
  /** RTMP URL of the sink, without the key. */
  readonly sink: string
  readonly outputs: number
}

async function fanOut(source: Socket, port: number, outputs: number): Promise<void> {
  source.pause()
  const targets = Array.from({ length: outputs }, () => connect({ host: '127.0.0.1', port, noDelay: true }))
  await Promise.all(targets.map((target) => once(target, 'connect')))
  for (const [i, target] of targets.entries()) {
    if (i === 0) target.on('data', (data) => source.write(data))
    else target.resume()
  }
  source.setNoDelay(true)
  source.on('data', (data) => {
    for (const target of targets) target.write(data)
  })
  source.resume()
}

function start({ sink, outputs }: Start): void {
  const port = Number(new URL(sink.replace(/^rtmp/, 'http')).port)
  const server = createServer((source) => void fanOut(source, port, outputs))
  server.listen({ host: '127.0.0.1', port: 0 }, () => {
    const at = server.address()
    if (typeof at !== 'object' || at === null) throw new Error('no port')
    process.send?.({ url: `rtmp://127.0.0.1:${at.port}/live`, key: FLOOR_KEY })
  })
}

process.once('message', (message) => start(message as Start))
process.once('disconnect', () => process.exit(0))
