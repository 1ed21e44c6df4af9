import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, listening } from './ports.ts'
import { findProgram } from './programs.ts'

const MODULE = '/usr/lib/nginx/modules/ngx_rtmp_module.so'

/** For `needsThat(nginxWithRtmp, 'nginx with its RTMP module')`. */
export const nginxWithRtmp: boolean = findProgram('nginx') !== null && existsSync(MODULE)

/** nginx with its RTMP module, on a free port, with a folder of its own. */
export interface Nginx extends AsyncDisposable {
  readonly port: number
  /** `rtmp://127.0.0.1:port` */
  readonly url: string
  readonly folder: string
  /** Where the app `live` records a stream: FLV, everything, complete once the publisher has gone. */
  recording(key: string): string
  /** What it wrote to its log so far. */
  log(): string
}

/**
 * Starts one. The app `live` records everything; `denied` lets nobody publish.
 *
 * @param apps further apps and their directives, `{ relay: 'live on; push rtmp://…;' }`
 */
export async function startNginx(apps: Readonly<Record<string, string>> = {}): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'vmix-nginx-'))
  const recordings = join(folder, 'recordings')
  await mkdir(recordings)
  const port = await freePort()
  const all: Record<string, string> = {
    live: `live on; record all; record_path ${recordings}; record_suffix .flv;`,
    denied: 'live on; deny publish all;',
    ...apps,
  }
  const applications = Object.entries(all).map(([name, directives]) => `application ${name} { ${directives} }`)
  const config = join(folder, 'nginx.conf')
  await writeFile(
    config,
    // As root it would give its workers to a user who may not write here.
    `${process.getuid?.() === 0 ? 'user root root;' : ''}
load_module ${MODULE};
daemon off; worker_processes 1; pid ${join(folder, 'nginx.pid')}; error_log stderr notice;
events { worker_connections 256; }
rtmp { server { listen 127.0.0.1:${port}; chunk_size 4096; ${applications.join('\n')} } }
`,
  )
  const child = spawn(findProgram('nginx') ?? 'nginx', ['-p', folder, '-c', config, '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  child.stderr.on('data', (data: Buffer) => (log = (log + data.toString()).slice(-100_000)))
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const stop = async () => {
    child.kill('SIGTERM')
    await exited
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await listening(port)
  } catch (cause) {
    await stop()
    throw new Error(`nginx did not start: ${log}`, { cause })
  }
  return {
    port,
    url: `rtmp://127.0.0.1:${port}`,
    folder,
    recording: (key) => {
      // It escapes what it does not like in a file's name.
      const name = readdirSync(recordings).find((file) => decodeURIComponent(file) === `${key}.flv`)
      if (name === undefined)
        throw new Error(`nginx recorded no such stream, but: ${readdirSync(recordings).join(', ')}`)
      return join(recordings, name)
    },
    log: () => log,
    [Symbol.asyncDispose]: stop,
  }
}
