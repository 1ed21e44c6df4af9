import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort, listening } from './ports.ts'
import { eventually } from './show.ts'

const SCRIPT = `
const [port, folder, secure, library] = process.argv.slice(1)
const NodeMediaServer = require(library)
const tls = { port: Number(port), key: folder + '/key.pem', cert: folder + '/cert.pem' }
const server = new NodeMediaServer({
  bind: '127.0.0.1', ...(secure ? { rtmps: tls } : { rtmp: { port: Number(port) } }), record: { path: folder + '/recordings' }, store: { path: folder + '/store' },
  webadmin: { enable: false },
})
process.on('SIGTERM', () => server.stop().then(() => process.exit(0)))
void server.run()
`

/** node-media-server in a process of its own, recording every stream. */
export interface NodeMediaServer extends AsyncDisposable {
  readonly url: string
  /**
   * Ends it in good order, so that recordings are complete; then their paths. It ends with what it has read by then: of what
   * was sent in one burst, say how many bytes of bodies that is, and they are waited for.
   */
  recordings(app: string, key: string, bytes?: number): Promise<string[]>
}

/** @param tls PEM texts; makes it RTMPS */
export async function startNodeMediaServer(tls?: {
  readonly cert: string
  readonly key: string
}): Promise<NodeMediaServer> {
  const folder = await mkdtemp(join(tmpdir(), 'vmix-nms-'))
  const port = await freePort()
  const library = fileURLToPath(import.meta.resolve('node-media-server'))
  if (tls !== undefined) {
    await writeFile(join(folder, 'cert.pem'), tls.cert)
    await writeFile(join(folder, 'key.pem'), tls.key)
  }
  const child = spawn(process.execPath, ['-e', SCRIPT, String(port), folder, tls === undefined ? '' : 'tls', library], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const stop = async () => {
    child.kill('SIGTERM')
    await exited
  }
  await listening(port)
  return {
    url: `${tls === undefined ? 'rtmp' : 'rtmps'}://127.0.0.1:${port}`,
    async recordings(app, key, bytes = 0) {
      const of = join(folder, 'recordings', app, key)
      const written = async () => {
        const names = await readdir(of).catch(() => [])
        const sizes = await Promise.all(names.map(async (name) => (await stat(join(of, name))).size))
        return sizes.reduce((sum, size) => sum + size, 0)
      }
      if (bytes > 0) await eventually(written, (sum) => sum >= bytes)
      await stop()
      return (await readdir(of)).map((name) => join(of, name))
    },
    async [Symbol.asyncDispose]() {
      await stop()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
