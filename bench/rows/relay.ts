import { canMeasureCost } from '../cost.ts'
import {
  ffmpegArguments,
  ffmpegRelay,
  hasFfmpeg,
  KBPS,
  nodeRelay,
  oneEach,
  relayed,
  rotated,
  type Turn,
  turnMeasures,
} from '../relayed.ts'
import { atMost, type Goal, type RelayOptions, type Row, type RowResult } from '../row.ts'
import { median } from '../rounds.ts'

const OURS = 'ours'
const EACH = 'ffmpeg, one each'
const TEE = 'ffmpeg, tee + fifo'
/** The least that a process of Node's can cost that does this: bytes in, the same bytes out. */
const BARE = 'bare node, nothing parsed'
const NMS = 'node-media-server 4'
type Way = typeof OURS | typeof EACH | typeof TEE | typeof BARE | typeof NMS
/** ffmpeg writes in the chunk size that the receiver announces: in RTMP's 128 bytes, at twice the cost, where it announces none. */
type Receiver = 'announces 4096' | 'announces nothing'

const programs: ReadonlyMap<Way, { readonly file: string; readonly what: string }> = new Map([
  [OURS, { file: 'relay.ts', what: 'startGateway, output.add for each' }],
  [BARE, { file: 'fan-out.ts', what: 'net.Server, socket.write for each' }],
  [NMS, { file: 'node-media-server.ts', what: 'a push relay for each, as by its POST /api/v1/relay' }],
])

/** One stream sent on to many destinations: what it costs, and how long a frame is on its way from the source to the far end. */
export const relay: Row = {
  name: 'relay',
  title: `Relay of one stream of ${KBPS / 1000} Mb/s, 30 frames/s`,
  async run({ relay: options }, say) {
    if (!canMeasureCost) return nothing('what processes cost is only measured on Linux')
    const ffmpeg = hasFfmpeg()
    const commands = new Set<string>()
    const results: Pick<RowResult, 'measures' | 'goals'>[] = []
    for (const part of parts(options, ffmpeg)) {
      const { outputs, ways, rounds, receiver } = part
      const turns = new Map<Way, Turn[]>(ways.map((way) => [way, []]))
      for (let round = 0; round < rounds; round++) {
        for (const way of rotated(ways, round)) {
          say(`relay: ${outputs} outputs, ${way}, receiver ${receiver}, round ${round + 1} of ${rounds}`)
          const turn = await turnOf(way, part, options, (command) => commands.add(`${way}: ${command}`))
          turns.get(way)?.push(turn)
        }
      }
      results.push(resultOf(part, turns))
    }
    return {
      commands: [...commands],
      measures: results.flatMap(({ measures }) => measures),
      goals: results.flatMap(({ goals }) => goals),
      skipped: ffmpeg ? [] : ['ffmpeg is not on this machine: ours, node-media-server and the bare one alone'],
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
    if (!ffmpeg) return [OURS, NMS, BARE]
    return count === 1 ? [OURS, EACH, NMS, BARE] : [OURS, EACH, TEE, NMS, BARE]
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
    measures: [...turns].flatMap(([way, each]) => turnMeasures(`${way}, ${suffix}`, each)),
    goals: goals(outputs, suffix, of(OURS), of(EACH), of(TEE)),
  }
}

function nothing(why: string) {
  return { commands: [], measures: [], goals: [], skipped: [why] }
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

async function turnOf(
  way: Way,
  { outputs, receiver, turnMs }: Part,
  { settleMs }: RelayOptions,
  command: (line: string) => void,
): Promise<Turn> {
  const sinkArguments = receiver === 'announces nothing' ? ['silent'] : []
  return await relayed({ scheme: 'rtmp', sinkArguments, outputs, settleMs, turnMs }, async (sink, started) => {
    const program = programs.get(way)
    if (program !== undefined) {
      command(`node bench/programs/${program.file} (${program.what})`)
      return await nodeRelay(started, program.file, { sink, outputs })
    }
    const targets = way === EACH ? oneEach(sink, outputs) : tee(sink, outputs)
    const shown = (way === EACH ? oneEach('rtmp://SINK', 1) : tee('rtmp://SINK', 2))[0] ?? []
    command(`ffmpeg ${ffmpegArguments('rtmp://SOURCE', shown).join(' ')}`)
    return await ffmpegRelay(started, targets)
  })
}

function tee(sink: string, outputs: number): readonly (readonly string[])[] {
  const targets = Array.from({ length: outputs }, (_, i) => `[f=flv:onfail=ignore]${sink}/key-${i}`)
  return [['-map', '0', '-c', 'copy', '-f', 'tee', '-use_fifo', '1', targets.join('|')]]
}
