/**
 * Where the relays send to, in a process of its own: takes any RTMP publisher, reads the frame marks. With the argument
 * `silent` it announces no chunk size, as some servers do; with `tls FOLDER` it speaks RTMPS by the certificate there. Messages: `port`;
 * `live` → how many streams get frames; `begin` → forgets what was counted; `report` → {@link SinkReport}.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../src/clock/index.ts'
import { readFrameMark } from '../../src/gateway/codec/index.ts'
import { startRtmpServer } from '../../src/gateway/rtmp/index.ts'
import { FLOOR_KEY, machineMs } from '../media.ts'
import { percentile } from '../rounds.ts'

export interface SinkReport {
  readonly streams: number
  readonly frames: number
  /** Missing in the numbers that arrived. */
  readonly lost: number
  readonly delayP50Ms: number
  readonly delayP99Ms: number
}

interface Seen {
  frames: number
  first: number
  last: number
}
const seen = new Map<string, Seen>()
let delays: number[] = []

const [how, folder = ''] = process.argv.slice(2)
const pem = (name: string) => readFileSync(join(folder, name), 'utf8')
const server = await startRtmpServer({
  host: '127.0.0.1',
  port: 0,
  // A packet's arrival is stamped when its last bytes were read, before this process parses them (which takes 0.01 ms); it
  // may still have waited for the other streams of this process. On the clock of the marks.
  clock: { ...systemClock, monotonic: machineMs },
  announceChunkSize: how !== 'silent',
  ...(how === 'tls' ? { tls: { cert: pem('cert.pem'), key: pem('key.pem') } } : {}),
  limits: { connections: 200 },
  authorise: ({ key: given, remote }) => ({
    accept: {
      packet: (packet) => {
        if (packet.role !== 'key' && packet.role !== 'delta') return
        const mark = readFrameMark(packet.body)
        if (mark === null) return
        delays.push(packet.arrivedMs - mark.sentAtMs)
        const key = given === FLOOR_KEY ? remote : given
        const stream = seen.get(key)
        if (stream === undefined) seen.set(key, { frames: 1, first: mark.number, last: mark.number })
        else {
          stream.frames++
          stream.last = mark.number
        }
      },
      end: () => undefined,
    },
  }),
})

function report(): SinkReport {
  const streams = [...seen.values()]
  return {
    streams: streams.length,
    frames: streams.reduce((sum, { frames }) => sum + frames, 0),
    lost: streams.reduce((sum, { frames, first, last }) => sum + (last - first + 1 - frames), 0),
    delayP50Ms: percentile(delays, 0.5),
    delayP99Ms: percentile(delays, 0.99),
  }
}

process.on('message', (message) => {
  if (message === 'port') process.send?.(server.port)
  else if (message === 'live') process.send?.(seen.size)
  else if (message === 'report') process.send?.(report())
  else if (message === 'begin') {
    seen.clear()
    delays = []
    process.send?.('done')
  }
})
process.once('disconnect', () => process.exit(0))
