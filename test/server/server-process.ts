import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { systemClock } from '../../src/clock/index.ts'
import { findGateway } from '../../src/gateway/index.ts'
import { entityView, type EntityView } from '../../src/server/view/index.ts'
import { z } from 'zod'

const main = join(import.meta.dirname, '../../src/cli/main.ts')
const started = z.object({ event: z.literal('started'), url: z.url(), first_run: z.boolean() })
const boardAnswer = z.object({ entities: z.array(entityView) })

/** `vmixctl serve` in a process of its own. */
export class ServerProcess implements AsyncDisposable {
  readonly child: ChildProcess
  readonly url: string
  readonly firstRun: boolean
  /** All that it wrote. */
  readonly written: string[]

  private constructor(child: ChildProcess, written: string[], line: string) {
    const said = started.safeParse(JSON.parse(line))
    if (!said.success) throw new Error(`It did not start: ${written.join('')}`)
    const { url, first_run } = said.data
    this.child = child
    this.written = written
    this.url = url
    this.firstRun = first_run
  }

  static async start(
    args: readonly string[],
    options: { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string } = {},
  ): Promise<ServerProcess> {
    const child = spawn(process.execPath, [main, 'serve', '--listen', '127.0.0.1:0', '--json', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    })
    const written: string[] = []
    child.stderr.setEncoding('utf8').on('data', (text: string) => written.push(text))
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (text) => {
        written.push(text)
        resolve(text)
      })
      child.once('exit', (code) => reject(new Error(`It ended with ${code}: ${written.join('\n')}`)))
    })
    return new ServerProcess(child, written, line)
  }

  async get(path: string): Promise<string> {
    return await (await fetch(`${this.url}${path}`)).text()
  }

  async post(path: string, body: object): Promise<{ readonly status: number; readonly text: string }> {
    const headers = { 'content-type': 'application/json', origin: this.url }
    const answer = await fetch(`${this.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: answer.status, text: await answer.text() }
  }

  /** What stands on its board under a key. */
  async shown<K extends EntityView['kind']>(
    kind: K,
    wanted: (entity: Extract<EntityView, { kind: K }>) => boolean = () => true,
  ): Promise<Extract<EntityView, { kind: K }> | null> {
    const { entities } = boardAnswer.parse(JSON.parse(await this.get('/api/v1/board')))
    for (const entity of entities) {
      const one = entity as Extract<EntityView, { kind: K }>
      if (entity.kind === kind && wanted(one)) return one
    }
    return null
  }

  /** @returns the code that it ends with; null for a signal */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    const ended = once(this.child, 'exit')
    this.child.kill(signal)
    await ended
    return this.child.exitCode
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.end('SIGKILL')
  }
}

/** Ends the gateway that a server has left running on a data folder, with all that it carries. */
export function gatewayEnds(dataFolder: string): AsyncDisposable {
  return {
    [Symbol.asyncDispose]: async () => {
      const gateway = await findGateway({ dataFolder }).catch(() => null)
      await gateway?.stop('end').catch(() => undefined)
      await gateway?.[Symbol.asyncDispose]()
      await systemClock.sleep(300)
    },
  }
}
