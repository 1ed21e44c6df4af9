import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { findProgram } from '../../test/support/programs.ts'
import { freeUdpPort, srtLiveTransmit, type SrtReceiver } from '../../test/support/srt.ts'
import { Child } from '../child.ts'
import { canMeasureCost, type CostWhile, costWhile } from '../cost.ts'
import { ffmpegArguments, ffmpegRelay, hasFfmpeg, KBPS, nodeRelay, type Relayer, rotated } from '../relayed.ts'
import { atMost, type Measure, type RelayOptions, type Row, type RowResult } from '../row.ts'
import { measure } from '../rounds.ts'

const START_LIMIT_MS = 60_000
const OURS = 'ours, libsrt'
const FFMPEG = 'ffmpeg, one each'
const PIPED = 'ffmpeg | srt-live-transmit, one each'
type Way = typeof OURS | typeof FFMPEG | typeof PIPED

interface Turn extends CostWhile {
  /** Missing in the numbers that all receivers together got, and how many they got. */
  readonly lost: number
  readonly frames: number
}

/** One stream sent on by SRT: what it costs, with all processes that belong to it. The stream comes in by RTMP; receivers are srt-live-transmit. */
export const srt: Row = {
  name: 'srt',
  title: `One stream of ${KBPS / 1000} Mb/s, 30 frames/s, out by SRT`,
  async run({ relay: options }, say) {
    const missing = [
      ...(canMeasureCost ? [] : ['what processes cost is only measured on Linux']),
      ...(findProgram('srt-live-transmit') === null
        ? ['srt-live-transmit, which receives, is not on this machine']
        : []),
    ]
    if (missing.length > 0) return { commands: [], measures: [], goals: [], skipped: missing }
    const ffmpeg = hasFfmpeg()
    const ways: readonly Way[] = ffmpeg ? [OURS, FFMPEG, PIPED] : [OURS]
    const results: Pick<RowResult, 'measures' | 'goals'>[] = []
    // A receiver each, a program too: fifty would be a measure of them.
    for (const outputs of options.outputs.filter((count) => count <= 10)) {
      const turns = new Map<Way, Turn[]>(ways.map((way) => [way, []]))
      for (let round = 0; round < options.rounds; round++) {
        for (const way of rotated(ways, round)) {
          say(`srt: ${outputs} outputs, ${way}, round ${round + 1} of ${options.rounds}`)
          turns.get(way)?.push(await turnOf(way, outputs, options))
        }
      }
      const lost = Math.max(...(turns.get(OURS) ?? []).map((turn) => turn.lost))
      results.push({
        measures: [...turns].flatMap(([way, each]) => measures(`${way}, ${outputs}`, each)),
        goals: [atMost(`frames lost, ours, ${outputs}, worst round`, lost, 0)],
      })
    }
    return {
      commands: [
        `${OURS}: node bench/programs/srt-relay.ts (startGateway, output.add for each)`,
        ...(ffmpeg ? [`${FFMPEG}: ffmpeg ${shown(toListener(9000)).join(' ')}`] : []),
        ...(ffmpeg
          ? [`${PIPED}: ffmpeg ${shown(TO_PIPE).join(' ')} | srt-live-transmit ${piped(9000).join(' ')}`]
          : []),
      ],
      measures: results.flatMap(({ measures }) => measures),
      goals: results.flatMap(({ goals }) => goals),
      skipped: ffmpeg ? [] : ['ffmpeg is not on this machine: ours alone'],
    }
  },
}

const TO_PIPE = ['-c', 'copy', '-f', 'mpegts', 'pipe:1']

function shown(target: readonly string[]): readonly string[] {
  return ffmpegArguments('rtmp://SOURCE', target)
}

function toListener(port: number): readonly string[] {
  // In ffmpeg the latency is in µs.
  const settings = 'mode=caller&latency=120000&pkt_size=1316'
  return ['-c', 'copy', '-f', 'mpegts', `srt://127.0.0.1:${port}?${settings}`]
}

function piped(port: number): readonly string[] {
  return ['-q', '-a:no', 'file://con', `srt://127.0.0.1:${port}?mode=caller&latency=120`]
}

function measures(what: string, turns: readonly Turn[]): readonly Measure[] {
  const of = (name: string, unit: string, pick: (turn: Turn) => number) =>
    measure(`${what}: ${name}`, unit, turns.map(pick))
  return [
    of('CPU', '% of a core', ({ cpu }) => cpu),
    of('memory', 'MB', ({ memoryMb }) => memoryMb),
    of('frames received', '', ({ frames }) => frames),
    of('frames lost', '', ({ lost }) => lost),
  ]
}

async function turnOf(way: Way, outputs: number, { settleMs, turnMs }: RelayOptions): Promise<Turn> {
  await using started = new AsyncDisposableStack()
  const ports: number[] = []
  const receivers: SrtReceiver[] = []
  for (let i = 0; i < outputs; i++) {
    const port = await freeUdpPort()
    ports.push(port)
    receivers.push(started.use(srtLiveTransmit('127.0.0.1', port, 'mode=listener&latency=120')))
  }
  await wait(1000)
  const source = started.use(new Child(new URL('../programs/source.ts', import.meta.url), [String(KBPS)]))
  const relayer = await begin(way, ports, started)
  await source.ask({ publish: relayer.publish })
  const limit = performance.now() + START_LIMIT_MS
  while (receivers.some((receiver) => receiver.numbers().length === 0)) {
    if (performance.now() > limit) throw new Error(`not all of ${outputs} receivers got frames within a minute`)
    await wait(200)
  }
  await wait(settleMs)
  for (const { stream } of receivers) stream.units.length = 0
  const cost = await costWhile(relayer.pids.flatMap(withChildren), turnMs)
  const numbers = receivers.map((receiver) => receiver.numbers())
  return {
    ...cost,
    frames: numbers.reduce((sum, each) => sum + each.length, 0),
    lost: numbers.reduce((sum, each) => sum + missingIn(each), 0),
  }
}

async function begin(way: Way, ports: readonly number[], started: AsyncDisposableStack): Promise<Relayer> {
  if (way === OURS) return await nodeRelay(started, 'srt-relay.ts', { ports })
  if (way === FFMPEG) return await ffmpegRelay(started, ports.map(toListener))
  const relayer = await ffmpegRelay(
    started,
    ports.map(() => TO_PIPE),
    'pipe',
  )
  const senders = relayer.processes.map((ffmpeg, i) => {
    const sender = spawn('srt-live-transmit', piped(ports[i] ?? 0), { stdio: [ffmpeg.stdout, 'ignore', 'ignore'] })
    started.defer(() => void sender.kill('SIGKILL'))
    return sender.pid ?? 0
  })
  return { publish: relayer.publish, pids: [...relayer.pids, ...senders] }
}

/** A process and those that it has started. */
function withChildren(pid: number): readonly number[] {
  const threads = readdirSync(`/proc/${pid}/task`)
  const children = threads.flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )
  return [pid, ...children.flatMap(withChildren)]
}

function missingIn(numbers: readonly number[]): number {
  return (numbers.at(-1) ?? 0) - (numbers[0] ?? 0) + 1 - numbers.length
}
