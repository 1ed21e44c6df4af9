/** Programs whose disk fails: strace stands beside them and answers chosen calls with an error. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { findProgram, needs, needsThat } from './programs.ts'

/** In continuous integration, and with `FAULTS=all`, every single call fails in turn, with both errors; else some of each kind. */
const everyFault = process.env['FAULTS'] === 'all' || process.env['REQUIRE_ALL_TESTS'] === '1'

function mayTrace(): boolean {
  if (findProgram('strace') === null) return false
  try {
    execFileSync('strace', ['-o', '/dev/null', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** For `describe.runIf`. There is no strace but on Linux. */
export const canFail: boolean =
  process.platform === 'linux' && needs('strace') && needsThat(mayTrace(), 'strace that may trace')

/** The calls that a disk answers. */
export const diskCalls = ['pwrite64', 'write', 'fdatasync', 'fsync', 'openat', 'rename', 'ftruncate'] as const
export type DiskCall = (typeof diskCalls)[number]

/** One call that is to fail. */
export interface Fault {
  readonly call: DiskCall
  readonly error: 'EIO' | 'ENOSPC'
  /** The how manieth of its thread, from 1 on; all of them when absent. */
  readonly when?: number
}

/**
 * A program that answers each line on its standard input with one on its standard output. It has one thread for the disk,
 * because strace counts for each thread by itself.
 */
export class FaultyProcess implements Disposable {
  readonly #child: ChildProcess
  readonly #lines: Interface
  readonly #ended: Promise<never>

  constructor(script: string) {
    this.#child = spawn(process.execPath, [script], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NODE_NO_WARNINGS: '1', UV_THREADPOOL_SIZE: '1' },
    })
    if (this.#child.stdout === null) throw new Error('it has no output')
    this.#lines = createInterface({ input: this.#child.stdout })
    this.#ended = once(this.#child, 'exit').then(([code]: unknown[]) => {
      throw new Error(`the program ended with ${String(code)}`)
    })
    this.#ended.catch(() => undefined)
  }

  async ask(question: object): Promise<unknown> {
    const answer = once(this.#lines, 'line')
    this.#child.stdin?.write(`${JSON.stringify(question)}\n`)
    const [line]: unknown[] = await Promise.race([answer, this.#ended])
    return JSON.parse(String(line))
  }

  /** The same while `call` is traced, and fails as `fault` says. */
  async askTraced(
    question: object,
    { call, fault, onlyPath }: { call: DiskCall; fault: Fault | null; onlyPath?: string | undefined },
  ): Promise<{ readonly answer: unknown; readonly trace: string }> {
    const folder = await mkdtemp(join(tmpdir(), 'trace-'))
    const output = join(folder, 'trace')
    const when = fault?.when === undefined ? '' : `:when=${fault.when}`
    const inject = fault === null ? [] : ['-e', `inject=${call}:error=${fault.error}${when}`]
    const only = onlyPath === undefined ? [] : ['-P', onlyPath]
    const options = ['-f', '-o', output, '-p', String(this.#child.pid), '-e', `trace=${call}`, ...inject, ...only]
    const strace = spawn('strace', options, { stdio: ['ignore', 'ignore', 'pipe'] })
    const closed = once(strace, 'close')
    try {
      await attached(strace)
      const answer = await this.ask(question)
      strace.kill('SIGINT')
      await closed
      return { answer, trace: await readFile(output, 'utf8') }
    } finally {
      strace.kill('SIGKILL')
      await closed
      await rm(folder, { recursive: true })
    }
  }

  [Symbol.dispose](): void {
    this.#child.kill('SIGKILL')
  }
}

function attached(strace: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    strace.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.includes('attached')) resolve()
    })
    strace.once('close', () => reject(new Error(`strace: ${said}`)))
  })
}

/** The faults to try, where a trace without any shows how many such calls there are. */
export function faultsFor(call: DiskCall, trace: string): Fault[] {
  const byThread = new Map<string, number>()
  for (const [, thread = ''] of trace.matchAll(new RegExp(`^(\\d+) +${call}\\(`, 'gm'))) {
    byThread.set(thread, (byThread.get(thread) ?? 0) + 1)
  }
  const count = Math.max(0, ...byThread.values())
  if (everyFault) {
    return Array.from({ length: count }, (_, index) => index + 1).flatMap((when) => [
      { call, error: 'EIO', when } as const,
      { call, error: 'ENOSPC', when } as const,
    ])
  }
  const some = [...new Set([1, Math.ceil(count / 2), count])].filter((when) => when > 0)
  return some.map((when) => ({ call, error: when % 2 === 0 ? 'EIO' : 'ENOSPC', when }))
}

/** Whether strace did make one fail. */
export function hasFailed(trace: string): boolean {
  return trace.includes('(INJECTED)')
}
