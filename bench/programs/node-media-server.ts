/**
 * node-media-server 4 as a relay, in a process of its own: one push relay for each output, added when the stream is there, as
 * its `POST /api/v1/relay` adds them. It writes no log meanwhile. First message: `{ sink, outputs }` → url and key for the source.
 */
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Start {
  /** RTMP URL of the sink, without the key. */
  readonly sink: string
  readonly outputs: number
}
interface Server {
  run(): Promise<void>
  on(event: 'postPublish', listener: (session: { readonly streamPath: string }) => void): void
  readonly relayServer: {
    addTask(task: { readonly url: string; readonly mode: 'push'; readonly streamPath: string }): unknown
  }
}

const load = createRequire(import.meta.url)
const NodeMediaServer = load('node-media-server') as new (settings: object) => Server
const logger = load('node-media-server/src/core/logger.js') as { level: string }
const folder = await mkdtemp(join(tmpdir(), 'vmix-bench-nms-'))

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const at = server.address()
  server.close()
  await once(server, 'close')
  if (typeof at !== 'object' || at === null) throw new Error('no port')
  return at.port
}

async function start({ sink, outputs }: Start): Promise<void> {
  const port = await freePort()
  const server = new NodeMediaServer({
    bind: '127.0.0.1',
    rtmp: { port },
    webadmin: { enable: false },
    store: { path: join(folder, 'store') },
  })
  logger.level = 'error'
  server.on('postPublish', ({ streamPath }) => {
    // It counts as published a moment later.
    setImmediate(() => {
      for (let i = 0; i < outputs; i++)
        server.relayServer.addTask({ url: `${sink}/key-${i}`, mode: 'push', streamPath })
    })
  })
  void server.run()
  process.send?.({ url: `rtmp://127.0.0.1:${port}/live`, key: 'in' })
}

process.once('message', (message) => void start(message as Start))
process.once('disconnect', () => {
  void rm(folder, { recursive: true, force: true }).finally(() => process.exit(0))
})
