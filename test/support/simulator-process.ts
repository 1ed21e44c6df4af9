import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'

const main = join(import.meta.dirname, '../../src/cli/main.ts')
const started = z.object({ event: z.literal('started'), httpPort: z.int(), tcpPort: z.int() })

/** A simulated vMix in a process of its own, which can be killed at any moment and started anew on the same ports. */
export class KillableSimulator implements AsyncDisposable {
  readonly #recordings: string
  #child: ChildProcess
  readonly httpPort: number
  readonly tcpPort: number

  private constructor(recordings: string, child: ChildProcess, ports: z.infer<typeof started>) {
    this.#recordings = recordings
    this.#child = child
    this.httpPort = ports.httpPort
    this.tcpPort = ports.tcpPort
  }

  static async start(recordings: string): Promise<KillableSimulator> {
    const { child, ports } = await run(recordings, 0, 0)
    return new KillableSimulator(recordings, child, ports)
  }

  /** As a machine without power: nobody says goodbye. */
  async kill(): Promise<void> {
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await gone
  }

  /** Anew on the same ports, without URLs and keys, as vMix comes back. */
  async again(): Promise<void> {
    this.#child = (await run(this.#recordings, this.httpPort, this.tcpPort)).child
  }

  /** Calls a function as its own buttons would. */
  async press(query: string): Promise<void> {
    const answer = await fetch(`http://127.0.0.1:${this.httpPort}/api/?${query}`)
    if (!answer.ok) throw new Error(`${query}: ${answer.status}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await this.kill()
  }
}

async function run(recordings: string, httpPort: number, tcpPort: number) {
  const ports = ['--http-port', String(httpPort), '--tcp-port', String(tcpPort)]
  const child = spawn(process.execPath, [main, 'simulate', ...ports, '--recordings', recordings, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const lines = createInterface({ input: child.stdout ?? process.stdin })
  const line = await new Promise<string>((resolve, reject) => {
    lines.on('line', resolve)
    child.once('exit', (code) => reject(new Error(`The simulator ended with ${code}.`)))
  })
  return { child, ports: started.parse(JSON.parse(line)) }
}
