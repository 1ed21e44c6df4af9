import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { temporaryFolder } from '../support/show.ts'

const main = join(import.meta.dirname, '../../src/cli/main.ts')

/** `vmixctl serve --demo`, as a new user starts it. */
export interface DemoServer extends AsyncDisposable {
  readonly url: string
  /** Ends the server alone, at once: what it drives goes on. */
  kill(): Promise<void>
}

export async function demoServer(): Promise<DemoServer> {
  // What a killed server leaves behind goes with this folder.
  const folder = await temporaryFolder()
  const env = { ...process.env, TMPDIR: folder.path, TEMP: folder.path }
  const child = spawn(process.execPath, [main, 'serve', '--demo', '--listen', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  })
  const ended = once(child, 'exit')
  const end = async (signal: 'SIGINT' | 'SIGKILL'): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await ended
  }
  const close = async (): Promise<void> => {
    await end('SIGINT')
    await folder[Symbol.asyncDispose]()
  }
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0]
    if (url !== undefined) {
      child.stdout.resume()
      return { url, kill: () => end('SIGKILL'), [Symbol.asyncDispose]: () => close() }
    }
  }
  throw new Error('vmixctl serve --demo named no address.')
}
