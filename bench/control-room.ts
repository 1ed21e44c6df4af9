import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { findGateway } from '../src/gateway/index.ts'

const main = join(import.meta.dirname, '../src/cli/main.ts')

/** `vmixctl serve` for these vMix, with a gateway, each in a process of its own; in a folder that goes with it. */
export class ServedRoom implements AsyncDisposable {
  readonly pid: number
  readonly port: number
  readonly #child: ChildProcess
  readonly #folder: string

  private constructor(child: ChildProcess, port: number, folder: string) {
    this.#child = child
    this.pid = child.pid ?? 0
    this.port = port
    this.#folder = folder
  }

  /** As `npm run vmixctl -- serve` would. */
  static async start(vmixes: readonly { readonly http: number; readonly tcp: number }[]): Promise<ServedRoom> {
    const folder = await mkdtemp(join(tmpdir(), 'bench-control-room-'))
    const instances = vmixes.map(
      ({ http, tcp }, n) =>
        `  - { id: ${instanceName(n)}, host: 127.0.0.1, port: ${http}, tcpPort: ${tcp}, simulated: true }`,
    )
    const config = join(folder, 'vmixctl.yaml')
    await writeFile(config, `instances:\n${instances.join('\n')}\ngateway: { rtmpListen: '127.0.0.1:0' }\n`)
    const data = join(folder, 'data')
    const child = spawn(
      process.execPath,
      [main, 'serve', '--listen', '127.0.0.1:0', '--json', '--config', config, '--data', data],
      { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, VMIXCTL_TOKEN: undefined } },
    )
    for await (const line of createInterface({ input: child.stdout })) {
      const port = /"url":"http:\/\/127\.0\.0\.1:(\d+)"/.exec(line)?.[1]
      if (port === undefined) continue
      child.stdout.resume()
      const room = new ServedRoom(child, Number(port), folder)
      await room.#ready()
      return room
    }
    throw new Error('vmixctl serve named no address.')
  }

  /** Until it has looked at every vMix. */
  async #ready(): Promise<void> {
    for (const end = performance.now() + 60_000; performance.now() < end; ) {
      const { ok } = await fetch(`http://127.0.0.1:${this.port}/readyz`)
      if (ok) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error('The control room has not seen every vMix.')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exit = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    await exit
    const gateway = await findGateway({ dataFolder: join(this.#folder, 'data') }).catch(() => null)
    await gateway?.stop('end').catch(() => undefined)
    await gateway?.[Symbol.asyncDispose]()
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

/** As the configuration and the page call the vMix with this number. */
export function instanceName(n: number): string {
  return `vmix-${String(n + 1).padStart(2, '0')}`
}
