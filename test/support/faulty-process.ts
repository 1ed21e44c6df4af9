/** Programs whose disk fails: strace stands beside them and answers chosen calls with an error. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { findProgram, needs, needsThat } from './programs.ts'

/** In continuous integration, and with `FAULTS=all`, every single call fails in turn, with both errors; else some of each kind. */
export const everyFault: boolean = process.env['FAULTS'] === 'all' || process.env['REQUIRE_ALL_TESTS'] === '1'

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
    { call, fault, onlyPaths = [] }: { call: DiskCall; fault: Fault | null; onlyPaths?: readonly string[] },
  ): Promise<{ readonly answer: unknown; readonly trace: string }> {
    const folder = await mkdtemp(join(tmpdir(), 'trace-'))
    const output = join(folder, 'trace')
    const when = fault?.when === undefined ? '' : `:when=${fault.when}`
    const inject = fault === null ? [] : ['-e', `inject=${call}:error=${fault.error}${when}`]
    const only = onlyPaths.flatMap((path) => ['-P', path])
    const options = ['-f', '-y', '-o', output, '-p', String(this.#child.pid), '-e', `trace=${call}`, ...inject, ...only]
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

/** The faults to try, where a trace without any shows which such calls there are. */
export function faultsFor(call: DiskCall, trace: string): Fault[] {
  const byThread = Map.groupBy(trace.matchAll(new RegExp(`^(\\d+) +${call}\\((.*)`, 'gm')), ([, thread]) => thread)
  const [calls = []] = [...byThread.values()].sort((one, other) => other.length - one.length)
  if (everyFault) {
    return calls.flatMap((_, index) => [
      { call, error: 'EIO', when: index + 1 } as const,
      { call, error: 'ENOSPC', when: index + 1 } as const,
    ])
  }
  // The first call on each kind of file, and the last of all.
  const kinds = new Map(calls.map(([, , args = ''], index) => [fileOf(args), index] as const).toReversed())
  const some = new Set([...kinds.values(), calls.length - 1])
  return [...some].filter((index) => index >= 0).map((index) => faultAt(call, index))
}

function faultAt(call: DiskCall, index: number): Fault {
  return { call, error: index % 2 === 0 ? 'ENOSPC' : 'EIO', when: index + 1 }
}

/** Which kind of file a call is about: its name without what is different for each. */
function fileOf(args: string): string {
  const [, path = ''] = /^\d+<([^>]*)>/.exec(args) ?? /"([^"]*)"/.exec(args) ?? []
  return basename(path.replace(/\.[0-9a-f]{12}(?:\.new)?$/, '')).replaceAll(/[0-9a-f-]{36}|\d+/g, '0')
}

/** The kinds of files of which strace made a call fail. */
export function filesThatFailed(trace: string): string[] {
  return [...trace.matchAll(/^\d+ +\w+\((.*)\(INJECTED\)/gm)].map(([, args = '']) => fileOf(args))
}

/** Whether strace did make one fail. */
export function hasFailed(trace: string): boolean {
  return trace.includes('(INJECTED)')
}
