import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { systemClock } from '../../clock/index.ts'
import { CommandFailed, exitCodes } from '../exit-code.ts'
import { ownProgram } from '../own-program.ts'

interface Ports {
  readonly httpPort: number
  readonly tcpPort: number
}

/** A simulated vMix in a process of its own, on free ports. It ends with us, however we end: our channel to it closes. */
export class SimulatorProcess implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly port: number
  readonly tcpPort: number

  private constructor(child: ChildProcess, { httpPort, tcpPort }: Ports) {
    this.#child = child
    this.port = httpPort
    this.tcpPort = tcpPort
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  static async start(recordings: string, signal: AbortSignal): Promise<SimulatorProcess> {
    const ports = ['--http-port', '0', '--tcp-port', '0']
    const { command, args } = ownProgram(['simulate', ...ports, '--recordings', recordings, '--json'])
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], windowsHide: true })
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(15_000)])
      return new SimulatorProcess(child, await portsOf(child, limit))
    } catch (cause) {
      child.kill()
      signal.throwIfAborted()
      throw new CommandFailed(exitCodes.failed, 'not_started', 'The simulated vMix did not start.', { cause })
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const child = this.#child
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    if (child.connected) child.disconnect()
    await Promise.race([exited, systemClock.sleep(3000)])
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await exited
    }
  }
}

/** Its first line says where it listens. What comes after is read too, so that it never waits for a reader. */
async function portsOf(child: ChildProcess, signal: AbortSignal): Promise<Ports> {
  const { stdout } = child
  if (stdout === null) throw new Error('no output')
  const lines = createInterface({ input: stdout })
  return await new Promise<Ports>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`it ended with code ${code ?? '?'}`)))
    lines.once('line', (line) => {
      const ports = portsIn(line)
      if (ports === null) reject(new Error('it did not say where it listens'))
      else resolve(ports)
      lines.on('line', () => undefined)
    })
  })
}

function portsIn(line: string): Ports | null {
  const started: unknown = JSON.parse(line)
  if (typeof started !== 'object' || started === null || !('httpPort' in started && 'tcpPort' in started)) return null
  const { httpPort, tcpPort } = started
  return typeof httpPort === 'number' && typeof tcpPort === 'number' ? { httpPort, tcpPort } : null
}
