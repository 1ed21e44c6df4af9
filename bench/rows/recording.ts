import { type ChildProcess, execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { findProgram } from '../../test/support/programs.ts'
import { Child } from '../child.ts'
import { canMeasureCost, type CostWhile, costWhile } from '../cost.ts'
import { ffmpegArguments, ffmpegRelay, hasFfmpeg, KBPS, nodeRelay, rotated } from '../relayed.ts'
import { atMost, type Goal, type Measure, type RelayOptions, type Row } from '../row.ts'
import { measure } from '../rounds.ts'

const FPS = 30
const START_LIMIT_MS = 30_000
/** As ours, ffmpeg's file can be read after a crash: the table at the end of a plain MP4 would be missing. */
const FRAGMENTED = ['-movflags', 'frag_keyframe+empty_moov+default_base_moof', '-frag_duration', '500000']

type Format = 'MP4' | 'MKV'
interface Way {
  readonly name: string
  readonly who: 'ours' | 'ffmpeg'
  /** Null: the stream is taken, and nothing recorded. */
  readonly format: Format | null
}
const ways: readonly Way[] = [
  { name: 'ours, MP4', who: 'ours', format: 'MP4' },
  { name: 'ffmpeg, MP4', who: 'ffmpeg', format: 'MP4' },
  { name: 'ours, MKV', who: 'ours', format: 'MKV' },
  { name: 'ffmpeg, MKV', who: 'ffmpeg', format: 'MKV' },
  { name: 'ours, nothing recorded', who: 'ours', format: null },
]

interface Turn extends CostWhile {
  /** Missing between the first and the last picture of the file; null where nobody counted. */
  readonly lost: number | null
}

/** One stream recorded as it is: what it costs. Ours is the whole gateway, which is there anyhow where something is sent. */
export const recordingCost: Row = {
  name: 'recording',
  title: `Recording one stream of ${KBPS / 1000} Mb/s, ${FPS} frames/s, as it is`,
  async run({ relay: options }, say) {
    if (!canMeasureCost) {
      return { commands: [], measures: [], goals: [], skipped: ['what processes cost is only measured on Linux'] }
    }
    const ffmpeg = hasFfmpeg()
    const present = ways.filter(({ who }) => who === 'ours' || ffmpeg)
    const turns = new Map<string, Turn[]>(present.map(({ name }) => [name, []]))
    for (let round = 0; round < options.rounds; round++) {
      for (const way of rotated(present, round)) {
        say(`recording: ${way.name}, round ${round + 1} of ${options.rounds}`)
        turns.get(way.name)?.push(await turnOf(way, options))
      }
    }
    const command = ffmpegArguments('rtmp://SOURCE', targetOf('MP4', 'FILE')).join(' ')
    return {
      commands: [
        'ours: node bench/programs/record.ts (startGateway, output.add of kind file)',
        ...(ffmpeg ? [`ffmpeg: ffmpeg ${command}; for MKV without the flags of MP4`] : []),
      ],
      measures: [...turns].flatMap(([name, each]) => measures(name, each)),
      goals: (['MP4', 'MKV'] as const).flatMap((format) => goals(format, turns)),
      skipped: ffmpeg ? [] : ['ffmpeg is not on this machine: ours alone, and no frames counted'],
    }
  },
}

function measures(name: string, turns: readonly Turn[]): readonly Measure[] {
  const of = (what: string, unit: string, pick: (turn: Turn) => number) =>
    measure(`${name}: ${what}`, unit, turns.map(pick))
  const lost = turns.flatMap((turn) => (turn.lost === null ? [] : [turn.lost]))
  return [
    of('CPU', '% of a core', ({ cpu }) => cpu),
    of('memory', 'MB', ({ memoryMb }) => memoryMb),
    ...(lost.length === 0 ? [] : [measure(`${name}: frames lost`, '', lost)]),
  ]
}

/** No goal was set for what a recording costs; what must hold is that it holds every frame. */
function goals(format: Format, turns: ReadonlyMap<string, readonly Turn[]>): readonly Goal[] {
  const lost = (turns.get(`ours, ${format}`) ?? []).flatMap((turn) => (turn.lost === null ? [] : [turn.lost]))
  return lost.length === 0 ? [] : [atMost(`frames lost, ours, ${format}, worst round`, Math.max(...lost), 0)]
}

function targetOf(format: Format, path: string): readonly string[] {
  return ['-c', 'copy', ...(format === 'MP4' ? FRAGMENTED : []), '-y', path]
}

async function turnOf({ who, format }: Way, { settleMs, turnMs }: RelayOptions): Promise<Turn> {
  const folder = await mkdtemp(join(tmpdir(), 'vmix-bench-recording-'))
  await using stack = new AsyncDisposableStack()
  stack.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const path = join(folder, `show.${(format ?? 'MP4').toLowerCase()}`)
  const source = stack.use(new Child(new URL('../programs/source.ts', import.meta.url), [String(KBPS)]))
  const recorder =
    who === 'ours'
      ? await ourRecorder(stack, path, format)
      : await ffmpegRecorder(stack, targetOf(format ?? 'MP4', path))
  await source.ask({ publish: recorder.publish })
  if (format !== null) await grows(path)
  await wait(settleMs)
  const cost = await costWhile(recorder.pids, turnMs)
  if (format === null) return { ...cost, lost: null }
  await recorder.end(source)
  return { ...cost, lost: await missingIn(path) }
}

async function ourRecorder(stack: AsyncDisposableStack, path: string, format: Format | null) {
  const { child, ...relay } = await nodeRelay(stack, 'record.ts', { path, format })
  return { ...relay, end: () => child.ask('end') }
}

/** ffmpeg ends its file when its source goes. */
async function ffmpegRecorder(stack: AsyncDisposableStack, target: readonly string[]) {
  const { processes, ...relay } = await ffmpegRelay(stack, [target])
  const end = async (source: Child) => {
    const over = Promise.all(processes.map(ended))
    await source.ask('drop')
    await Promise.race([over, wait(START_LIMIT_MS, undefined, { ref: false })])
  }
  return { ...relay, end }
}

async function ended(process: ChildProcess): Promise<void> {
  if (process.exitCode === null && process.signalCode === null) await once(process, 'exit')
}

async function grows(path: string): Promise<void> {
  const limit = performance.now() + START_LIMIT_MS
  const sizeOf = () =>
    stat(path).then(
      ({ size }) => size,
      () => 0,
    )
  while ((await sizeOf()) < 100_000) {
    if (performance.now() > limit) throw new Error('the recording did not begin within 30 s')
    await wait(100)
  }
}

/** Frames that the file should hold between its first picture and its last, by their times, and does not. */
async function missingIn(path: string): Promise<number | null> {
  const ffprobe = findProgram('ffprobe')
  if (ffprobe === null) return null
  const shown = ['-select_streams', 'v', '-show_entries', 'packet=dts_time', '-of', 'csv=p=0']
  const { stdout } = await promisify(execFile)(ffprobe, ['-v', 'error', ...shown, path], { maxBuffer: 1e8 })
  const times = stdout.split('\n').map(Number.parseFloat).filter(Number.isFinite)
  const [first = 0, last = 0] = [times[0], times.at(-1)]
  return Math.round((last - first) * FPS) + 1 - times.length
}
