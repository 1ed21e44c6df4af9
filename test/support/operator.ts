import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Show } from './show.ts'

/** Another process on the same machine, vMix and log, that carries out one operation; it ends with the test. */
export interface Operator extends Disposable {
  readonly child: ChildProcess
  readonly result: Promise<{ success: boolean; error?: string; message: string; [field: string]: unknown }>
}

export function operator(
  show: Show,
  operation: 'start' | 'stop' | 'startSrtOutput' | 'stopSrtOutput',
  request: object,
  waits: object = {},
): Operator {
  const options = {
    host: '127.0.0.1',
    port: show.simulator.httpPort,
    instance: 'test',
    dataFolder: show.dataFolder,
    waits: { vmixMs: 5000, ...waits },
  }
  const script = join(import.meta.dirname, '../controller/operate.ts')
  const child = spawn(process.execPath, [script, JSON.stringify({ options, operation, request })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  const result = once(child, 'close').then(() => JSON.parse(lines.at(-1) ?? '{}'))
  result.catch(() => undefined)
  return { child, result, [Symbol.dispose]: () => void child.kill('SIGKILL') }
}
