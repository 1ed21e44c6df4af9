import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { Child } from './child.ts'
import { type CostWhile, costWhile } from './cost.ts'
import type { SinkReport } from './programs/sink.ts'
import type { Measure } from './row.ts'
import { measure } from './rounds.ts'

/** Of the stream that is relayed and recorded. */
export const KBPS = 3900
const START_LIMIT_MS = 60_000

/** One turn of one relay. */
export interface Turn extends SinkReport, CostWhile {}

export interface TurnOptions {
  /** `rtmp` or `rtmps`, how the sink is reached. */
  readonly scheme: 'rtmp' | 'rtmps'
  /** Of the program `sink.ts`. */
  readonly sinkArguments: readonly string[]
  readonly outputs: number
  readonly settleMs: number
  readonly turnMs: number
}

/** What stands between source and sink: its processes, and where the source sends to. */
export interface Relayer {
  readonly pids: readonly number[]
  readonly publish: readonly { readonly url: string; readonly key: string }[]
}

/** Puts a relay between a source and a sink of their own, waits until every output gets frames, and measures. */
export async function relayed(
  { scheme, sinkArguments, outputs, settleMs, turnMs }: TurnOptions,
  begin: (sinkUrl: string, started: AsyncDisposableStack) => Promise<Relayer>,
): Promise<Turn> {
  await using sink = new Child(new URL('programs/sink.ts', import.meta.url), sinkArguments)
  const sinkUrl = `${scheme}://127.0.0.1:${Number(await sink.ask('port'))}/live`
  await using source = new Child(new URL('programs/source.ts', import.meta.url), [String(KBPS)])
  await using started = new AsyncDisposableStack()
  const { pids, publish } = await begin(sinkUrl, started)
  await source.ask({ publish })
  await everywhere(sink, outputs)
  await wait(settleMs)
  await sink.ask('begin')
  const cost = await costWhile(pids, turnMs)
  const report = (await sink.ask('report')) as SinkReport
  return { ...report, ...cost }
}

/** A program of `bench/programs` that is told what to do, and answers where the source sends to. */
export async function nodeRelay(
  started: AsyncDisposableStack,
  program: string,
  message: object,
  args: readonly string[] = [],
): Promise<Relayer & { readonly child: Child }> {
  const child = started.use(new Child(new URL(`programs/${program}`, import.meta.url), args))
  const publish = (await child.ask(message)) as Relayer['publish'][number]
  return { pids: [child.process.pid ?? 0], publish: [publish], child }
}

/** A process of ffmpeg for each target. As ours: RTMP comes in by itself. */
export async function ffmpegRelay(
  started: AsyncDisposableStack,
  targets: readonly (readonly string[])[],
  stdout: 'ignore' | 'pipe' = 'ignore',
): Promise<Relayer & { readonly processes: readonly ChildProcess[] }> {
  const ports = await freePorts(targets.length)
  const processes = targets.map((target, i) => {
    const listen = `rtmp://127.0.0.1:${ports[i]}/live/in`
    const process = spawn('ffmpeg', ffmpegArguments(listen, target), { stdio: ['ignore', stdout, 'ignore'] })
    started.defer(() => ended(process))
    return process
  })
  return {
    pids: processes.map(({ pid }) => pid ?? 0),
    publish: ports.map((port) => ({ url: `rtmp://127.0.0.1:${port}/live`, key: 'in' })),
    processes,
  }
}

export function hasFfmpeg(): boolean {
  return spawnSync('ffmpeg', ['-version']).status === 0
}

export function ffmpegArguments(listen: string, target: readonly string[]): readonly string[] {
  return ['-nostdin', '-loglevel', 'error', '-listen', '1', '-f', 'flv', '-i', listen, ...target]
}

/** `-c copy` to every output, each a target of its own. */
export function oneEach(sink: string, outputs: number): readonly (readonly string[])[] {
  return Array.from({ length: outputs }, (_, i) => ['-c', 'copy', '-f', 'flv', `${sink}/key-${i}`])
}

export function turnMeasures(what: string, turns: readonly Turn[]): readonly Measure[] {
  const of = (name: string, unit: string, pick: (turn: Turn) => number) =>
    measure(`${what}: ${name}`, unit, turns.map(pick))
  return [
    of('CPU', '% of a core', ({ cpu }) => cpu),
    of('memory', 'MB', ({ memoryMb }) => memoryMb),
    of('delay p50', 'ms', ({ delayP50Ms }) => delayP50Ms),
    of('delay p99', 'ms', ({ delayP99Ms }) => delayP99Ms),
    of('frames lost', '', ({ lost }) => lost),
  ]
}

/** So that every round begins with another one. */
export function rotated<T>(all: readonly T[], by: number): readonly T[] {
  return [...all.slice(by % all.length), ...all.slice(0, by % all.length)]
}

/** Ports that were free a moment ago; all held at once, so that no two are the same. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers
    .map((server) => server.address())
    .map((at) => (typeof at === 'object' && at !== null ? at.port : 0))
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return ports
}

async function everywhere(sink: Child, outputs: number): Promise<void> {
  const limit = performance.now() + START_LIMIT_MS
  while (Number(await sink.ask('live')) < outputs) {
    if (performance.now() > limit) throw new Error(`not all of ${outputs} outputs got frames within a minute`)
    await wait(200)
  }
}

async function ended(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return
  const exit = once(process, 'exit')
  process.kill('SIGKILL')
  await exit
}
