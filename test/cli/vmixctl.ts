/** Runs the real command line in processes of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { eventually } from '../support/show.ts'

const main = resolve(import.meta.dirname, '../../src/cli/main.ts')

/** Whatever a failed test has left running ends with the tests. */
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly child: ChildProcess
  /** What it has printed so far. */
  readonly stdout: string
  readonly stderr: string
  /** Waits for a text on standard output. */
  prints(text: string, limitMs?: number): Promise<void>
  readonly ended: Promise<Ended>
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  /** For what must not hang. */
  readonly limitMs?: number
  /** Runs this instead of Node, with Node and its arguments behind it: a pseudo-terminal. */
  readonly under?: readonly string[]
}

export function start(args: readonly string[], options: RunOptions = {}): Running {
  const [command, ...before] = options.under ?? []
  const line = [...before, ...(command === undefined ? [] : [process.execPath]), main, ...args]
  const child = spawn(command ?? process.execPath, line, {
    env: { ...process.env, NO_COLOR: '1', ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  running.add(child)
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const timer = setTimeout(() => child.kill('SIGKILL'), options.limitMs ?? 60_000)
  const ended = new Promise<Ended>((done) => {
    child.on('close', (code) => {
      clearTimeout(timer)
      running.delete(child)
      done({ code, stdout, stderr })
    })
  })
  return {
    child,
    ended,
    get stdout() {
      return stdout
    },
    get stderr() {
      return stderr
    },
    prints: async (text, limitMs = 30_000) => {
      await eventually(
        () => ({ stdout, stderr, code: child.exitCode }),
        (now) => {
          if (now.stdout.includes(text)) return true
          if (now.code !== null)
            throw new Error(`it ended with ${now.code} and never printed "${text}": ${now.stdout}${now.stderr}`)
          return false
        },
        limitMs,
      )
    },
  }
}

export function run(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return start(args, options).ended
}

/** The one object that a command with `--json` printed. */
export function object(ended: Ended): Record<string, unknown> {
  return JSON.parse(ended.stdout) as Record<string, unknown>
}

/** Command lines of all processes that mention a text; empty where the system has no /proc. */
export async function commandLines(mentioning: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  return lines.map((line) => line.replaceAll('\0', ' ')).filter((line) => line.includes(mentioning))
}

/** Every file below a folder with its bytes. */
export async function filesIn(folder: string): Promise<readonly { readonly path: string; readonly bytes: Buffer }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return await Promise.all(paths.map(async (path) => ({ path, bytes: await readFile(path) })))
}

/** Ends the gateway that a show has left running, so that the test leaves nothing behind. */
export async function endGateway(dataFolder: string): Promise<void> {
  const text = await readFile(join(dataFolder, 'gateway', 'endpoint.json'), 'utf8').catch(() => null)
  if (text === null) return
  const { pid } = JSON.parse(text) as { pid: number }
  try {
    process.kill(pid, 'SIGTERM')
  } catch {
    return
  }
  await eventually(
    () => {
      try {
        return process.kill(pid, 0)
      } catch {
        return false
      }
    },
    (there) => !there,
  )
}
