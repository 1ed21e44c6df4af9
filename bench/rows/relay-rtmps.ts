import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeCertificates } from '../../test/support/certificates.ts'
import { findProgram } from '../../test/support/programs.ts'
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
type Way = typeof OURS | typeof EACH

/** The same relay with every output by RTMPS: a connection and a TLS session for each. The stream comes in by RTMP. */
export const relayRtmps: Row = {
  name: 'relay-rtmps',
  title: `Relay of one stream of ${KBPS / 1000} Mb/s, 30 frames/s, out by RTMPS`,
  async run({ relay: options }, say) {
    const missing = [
      ...(canMeasureCost ? [] : ['what processes cost is only measured on Linux']),
      ...(findProgram('openssl') === null ? ['openssl, which makes the certificate, is not on this machine'] : []),
    ]
    if (missing.length > 0) return { commands: [], measures: [], goals: [], skipped: missing }
    await using certificates = await certificateFolder()
    const ffmpeg = hasFfmpeg()
    const ways: readonly Way[] = ffmpeg ? [OURS, EACH] : [OURS]
    const results: Pick<RowResult, 'measures' | 'goals'>[] = []
    for (const outputs of options.outputs) {
      const turns = new Map<Way, Turn[]>(ways.map((way) => [way, []]))
      for (let round = 0; round < options.rounds; round++) {
        for (const way of rotated(ways, round)) {
          say(`relay-rtmps: ${outputs} outputs, ${way}, round ${round + 1} of ${options.rounds}`)
          turns.get(way)?.push(await turnOf(way, outputs, options, certificates.path))
        }
      }
      const measures = [...turns].flatMap(([way, each]) => turnMeasures(`${way}, ${outputs}`, each))
      results.push({ measures, goals: goals(outputs, turns.get(OURS) ?? [], turns.get(EACH) ?? []) })
    }
    return {
      commands: [
        `${OURS}: node bench/programs/relay.ts ca.pem (startGateway with destinationCa, output.add for each)`,
        ...(ffmpeg ? [`${EACH}: ffmpeg ${ffmpegArguments('rtmp://SOURCE', toSink('rtmps://SINK')).join(' ')}`] : []),
      ],
      measures: results.flatMap(({ measures }) => measures),
      goals: results.flatMap((result) => result.goals),
      skipped: [
        ...(ffmpeg ? [] : ['ffmpeg is not on this machine: ours alone']),
        'node-media-server 4: its push relay takes rtmp:// alone',
      ],
    }
  },
}

function toSink(sink: string): readonly string[] {
  return oneEach(sink, 1)[0] ?? []
}

function goals(outputs: number, ours: readonly Turn[], each: readonly Turn[]): readonly Goal[] {
  if (outputs < 50) return []
  const delay = atMost(`delay p99, ms, ours, ${outputs}`, median(ours.map((turn) => turn.delayP99Ms)), 15)
  if (each.length === 0) return [delay]
  const ratio = median(ours.map(({ cpu }, i) => cpu / (each[i]?.cpu ?? Number.NaN)))
  return [delay, atMost(`CPU, ours / ${EACH}, ${outputs}`, ratio, 0.1)]
}

async function turnOf(way: Way, outputs: number, options: RelayOptions, folder: string): Promise<Turn> {
  const { settleMs, turnMs } = options
  const sinkArguments = ['tls', folder]
  return await relayed({ scheme: 'rtmps', sinkArguments, outputs, settleMs, turnMs }, (sink, started) =>
    way === OURS
      ? nodeRelay(started, 'relay.ts', { sink, outputs }, [join(folder, 'ca.pem')])
      : ffmpegRelay(started, oneEach(sink, outputs)),
  )
}

/** An authority and a certificate made for this run. */
async function certificateFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'vmix-bench-tls-'))
  const { ca, cert, key } = makeCertificates()
  await writeFile(join(path, 'ca.pem'), ca)
  await writeFile(join(path, 'cert.pem'), cert)
  await writeFile(join(path, 'key.pem'), key)
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}
