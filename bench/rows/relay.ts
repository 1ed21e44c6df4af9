import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { Child } from '../child.ts'
import { canMeasureCost, costOf } from '../cost.ts'
import type { SinkReport } from '../programs/sink.ts'
import { atMost, type Goal, type Measure, type RelayOptions, type Row, type RowResult } from '../row.ts'
import { measure, median } from '../rounds.ts'

const KBPS = 3900
const START_LIMIT_MS = 60_000

const OURS = 'ours'
const EACH = 'ffmpeg, one each'
const TEE = 'ffmpeg, tee + fifo'
/** The least that a process of Node's can cost that does this: bytes in, the same bytes out. */
const BARE = 'bare node, nothing parsed'
type Way = typeof OURS | typeof EACH | typeof TEE | typeof BARE
/** ffmpeg writes in the chunk size that the receiver announces: in RTMP's 128 bytes, at twice the cost, where it announces none. */
type Receiver = 'announces 4096' | 'announces nothing'

interface Turn extends SinkReport {
  /** Of one core, percent. */
  readonly cpu: number
  readonly memoryMb: number
}

/** One stream sent on to many destinations: what it costs, and how long a frame is on its way from the source to the far end. */
export const relay: Row = {
  name: 'relay',
  title: `Relay of one stream of ${KBPS / 1000} Mb/s, 30 frames/s`,
  async run({ relay: options }, say) {
    if (!canMeasureCost) return nothing('what processes cost is only measured on Linux')
    const ffmpeg = spawnSync('ffmpeg', ['-version']).status === 0
    const commands = new Set<string>()
    const results: Pick<RowResult, 'measures' | 'goals'>[] = []
    for (const part of parts(options, ffmpeg)) {
      const { outputs, ways, rounds, receiver } = part
      const turns = new Map<Way, Turn[]>(ways.map((way) => [way, []]))
      for (let round = 0; round < rounds; round++) {
        for (const way of rotated(ways, round)) {
          say(`relay: ${outputs} outputs, ${way}, receiver ${receiver}, round ${round + 1} of ${rounds}`)
          const turn = await relayed(way, part, options, (command) => commands.add(`${way}: ${command}`))
          turns.get(way)?.push(turn)
        }
      }
      results.push(resultOf(part, turns))
    }
    return {
      commands: [...commands],
      measures: results.flatMap(({ measures }) => measures),
      goals: results.flatMap(({ goals }) => goals),
      skipped: ffmpeg ? [] : ['ffmpeg is not on this machine: ours and the bare one alone'],
    }
  },
}

interface Part {
  readonly outputs: number
  readonly ways: readonly Way[]
  readonly rounds: number
  readonly receiver: Receiver
  readonly turnMs: number
}

/** What has a goal has all rounds; the receiver that announces nothing has one, and a shorter turn: it only moves ffmpeg's figures. */
function parts({ outputs, rounds, turnMs }: RelayOptions, ffmpeg: boolean): readonly Part[] {
  const judged = outputs.filter((count) => count >= 10)
  const ways = (count: number): readonly Way[] => {
    if (!ffmpeg) return [OURS, BARE]
    return count === 1 ? [OURS, EACH, BARE] : [OURS, EACH, TEE, BARE]
  }
  return [
    ...outputs.map((count) => ({
      outputs: count,
      ways: ways(count),
      rounds: count >= 10 ? rounds : 1,
      receiver: 'announces 4096' as const,
      turnMs,
    })),
    ...(ffmpeg ? judged : []).map((count) => ({
      outputs: count,
      ways: [OURS, EACH, TEE] as const,
      rounds: 1,
      receiver: 'announces nothing' as const,
      turnMs: turnMs / 2,
    })),
  ]
}

function resultOf({ outputs, receiver }: Part, turns: ReadonlyMap<Way, readonly Turn[]>) {
  const suffix = receiver === 'announces 4096' ? `${outputs}` : `${outputs}, receiver ${receiver}`
  const of = (way: Way) => turns.get(way) ?? []
  return {
    measures: [...turns].flatMap(([way, each]) => measures(`${way}, ${suffix}`, each)),
    goals: goals(outputs, suffix, of(OURS), of(EACH), of(TEE)),
  }
}

function nothing(why: string) {
  return { commands: [], measures: [], goals: [], skipped: [why] }
}

function rotated<T>(all: readonly T[], by: number): readonly T[] {
  return [...all.slice(by % all.length), ...all.slice(0, by % all.length)]
}

function measures(what: string, turns: readonly Turn[]): readonly Measure[] {
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

function goals(
  outputs: number,
  suffix: string,
  ours: readonly Turn[],
  each: readonly Turn[],
  tee: readonly Turn[],
): readonly Goal[] {
  const ratio = (others: readonly Turn[]) => median(ours.map(({ cpu }, i) => cpu / (others[i]?.cpu ?? Number.NaN)))
  const found: Goal[] = []
  if (outputs >= 10 && each.length > 0) {
    const part = outputs >= 50 ? 0.1 : 0.2
    found.push(atMost(`CPU, ours / ${EACH}, ${suffix}`, ratio(each), part))
    found.push(atMost(`CPU, ours / ${TEE}, ${suffix}`, ratio(tee), 1))
  }
  if (outputs >= 50)
    found.push(atMost(`delay p99, ms, ours, ${suffix}`, median(ours.map((turn) => turn.delayP99Ms)), 5))
  return found
}

async function relayed(
  way: Way,
  { outputs, receiver, turnMs }: Part,
  options: RelayOptions,
  command: (line: string) => void,
): Promise<Turn> {
  const sinkArguments = receiver === 'announces nothing' ? ['silent'] : []
  await using sink = new Child(new URL('../programs/sink.ts', import.meta.url), sinkArguments)
  const sinkUrl = `rtmp://127.0.0.1:${Number(await sink.ask('port'))}/live`
  await using source = new Child(new URL('../programs/source.ts', import.meta.url), [String(KBPS)])
  await using started = new AsyncDisposableStack()
  const pids: number[] = []
  if (way === OURS || way === BARE) {
    const program = way === OURS ? 'relay.ts' : 'fan-out.ts'
    const relay = started.use(new Child(new URL(`../programs/${program}`, import.meta.url)))
    await source.ask({ publish: [await relay.ask({ sink: sinkUrl, outputs })] })
    pids.push(relay.process.pid ?? 0)
    const what = way === OURS ? 'startGateway, output.add for each' : 'net.Server, socket.write for each'
    command(`node bench/programs/${program} (${what})`)
  } else {
    const targets = way === EACH ? oneEach(sinkUrl, outputs) : tee(sinkUrl, outputs)
    const ports = await freePorts(targets.length)
    for (const [i, target] of targets.entries()) {
      const process = spawn('ffmpeg', ffmpegArguments(`rtmp://127.0.0.1:${ports[i]}/live/in`, target), {
        stdio: 'ignore',
      })
      started.defer(() => ended(process))
      pids.push(process.pid ?? 0)
    }
    await source.ask({ publish: ports.map((port) => ({ url: `rtmp://127.0.0.1:${port}/live`, key: 'in' })) })
    const shown = (way === EACH ? oneEach('rtmp://SINK', 1) : tee('rtmp://SINK', 2))[0] ?? []
    command(`ffmpeg ${ffmpegArguments('rtmp://SOURCE', shown).join(' ')}`)
  }
  await everywhere(sink, outputs)
  await wait(options.settleMs)
  await sink.ask('begin')
  const [before, beforeMs] = [costOf(pids), performance.now()]
  await wait(turnMs)
  const [after, afterMs] = [costOf(pids), performance.now()]
  const report = (await sink.ask('report')) as SinkReport
  const cpu = ((after.cpuMs - before.cpuMs) * 100) / (afterMs - beforeMs)
  return { ...report, cpu, memoryMb: after.memoryMb }
}

/** As ours: RTMP comes in by itself, RTMP goes out. */
function ffmpegArguments(listen: string, target: readonly string[]): readonly string[] {
  return ['-nostdin', '-loglevel', 'error', '-listen', '1', '-f', 'flv', '-i', listen, ...target]
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

function oneEach(sink: string, outputs: number): readonly (readonly string[])[] {
  return Array.from({ length: outputs }, (_, i) => ['-c', 'copy', '-f', 'flv', `${sink}/key-${i}`])
}

function tee(sink: string, outputs: number): readonly (readonly string[])[] {
  const targets = Array.from({ length: outputs }, (_, i) => `[f=flv:onfail=ignore]${sink}/key-${i}`)
  return [['-map', '0', '-c', 'copy', '-f', 'tee', '-use_fifo', '1', targets.join('|')]]
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

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
