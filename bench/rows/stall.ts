import { StallDetector } from '../../src/gateway/stall.ts'
import { recordedTraces } from '../recorded-traces.ts'
import { hasFfmpeg } from '../relayed.ts'
import { atMost, type Measure, type Row } from '../row.ts'
import { measure, percentile } from '../rounds.ts'
import { type Check, CHECK_MS, dice, madeTraces, onTime, type Trace } from '../traces.ts'

const MADE_MINUTES = 10
/** How often each stream is cut off, to see how soon that is found. */
const CUTS = 200
/** Far longer than the rule may take. */
const PATIENCE_MS = 5000
/** The rule looks at the last twelve pictures: at one a second all of them are within this, ms. */
const MEMORY_MS = 20_000

/**
 * "Is it stalled?": the gateway's rule over streams that never stopped (no alarm may come), and over the same ones cut off
 * somewhere (until it comes). Each is replayed by its own times, made ones on time, recorded ones with the looks that were
 * made when they arrived.
 */
export const stall: Row = {
  name: 'stall',
  title: 'Stall: false alarms over traces, and until a stream that was cut off is found',
  async run({ turnMs }, say) {
    const made = madeTraces(MADE_MINUTES)
    const seconds = Math.max(3, (turnMs / 1000) * 15)
    const ffmpeg = hasFfmpeg()
    if (ffmpeg) say(`stall: recording real publishes for ${seconds} s`)
    const recorded = ffmpeg ? await recordedTraces(seconds) : []
    const findings = [...made, ...recorded].map((trace) => ({ trace, ...found(trace) }))
    const alarms = (traces: readonly Trace[]) =>
      findings.filter(({ trace }) => traces.includes(trace)).reduce((sum, each) => sum + each.alarms, 0)
    return {
      commands: [
        `made: ${made.length} traces of ${MADE_MINUTES} minutes each (bench/traces.ts), StallDetector every ${CHECK_MS} ms`,
        ...(ffmpeg
          ? [`recorded: ${recorded.length} publishes of ffmpeg at once, processors kept busy, ${seconds} s`]
          : []),
      ],
      measures: findings.flatMap(measures),
      goals: [
        atMost('false alarms, made traces', alarms(made), 0),
        ...(ffmpeg ? [atMost('false alarms, recorded traces', alarms(recorded), 0)] : []),
        atMost(
          'found after the last picture, slowest, ms',
          Math.max(...findings.flatMap(({ delays }) => delays)),
          1500,
        ),
      ],
      skipped: ffmpeg ? [] : ['ffmpeg is not on this machine: made traces alone'],
    }
  },
}

interface Found {
  readonly alarms: number
  readonly delays: readonly number[]
}

function found(trace: Trace): Found {
  if (trace.packets.length === 0) throw new Error(`nothing arrived of ${trace.name}`)
  return { alarms: falseAlarms(trace), delays: delaysOf(trace) }
}

function measures({ trace, alarms, delays }: Found & { readonly trace: Trace }): readonly Measure[] {
  return [
    measure(`${trace.name}: longest without a picture`, 'ms', [longestGap(trace)]),
    measure(`${trace.name}: false alarms`, '', [alarms]),
    measure(`${trace.name}: found after, p50`, 'ms', [percentile(delays, 0.5)]),
    measure(`${trace.name}: found after, slowest`, 'ms', [Math.max(...delays)]),
  ]
}

/** How often the rule says stalled of what never stopped. */
function falseAlarms({ packets, checks }: Trace): number {
  let alarms = 0
  let was = false
  replay(packets, checks, (_, stalled) => {
    if (stalled && !was) alarms++
    was = stalled
  })
  return alarms
}

/** From the last picture to the alarm, where nothing more comes after it; looked at in time, at any moment within the 100 ms. */
function delaysOf({ packets }: Trace): readonly number[] {
  const random = dice(4)
  const first = packets.find(({ role }) => role !== 'audio')?.arrivedMs ?? 0
  const last = packets.at(-1)?.arrivedMs ?? 0
  return Array.from({ length: CUTS }, () => {
    // Two seconds at least, so that the rule knows the stream.
    const cut = first + Math.min(2000, (last - first) / 2) + random() * Math.max(0, last - first - 2000)
    const before = packets.filter(({ arrivedMs }) => arrivedMs <= cut && arrivedMs > cut - MEMORY_MS)
    const picture = before.findLast(({ role }) => role !== 'audio')?.arrivedMs ?? cut
    const from = picture + random() * CHECK_MS
    const checks = onTime(from, from + PATIENCE_MS)
    let alarm = Number.POSITIVE_INFINITY
    replay(before, checks, (atMs, stalled) => {
      if (stalled) alarm = Math.min(alarm, atMs)
    })
    return alarm - picture
  })
}

function replay(
  packets: Trace['packets'],
  checks: readonly Check[],
  told: (atMs: number, stalled: boolean) => void,
): void {
  const rule = new StallDetector()
  let next = 0
  for (const { atMs, lateMs } of checks) {
    for (let packet = packets[next]; packet !== undefined && packet.arrivedMs <= atMs; packet = packets[++next]) {
      rule.packet(packet)
    }
    told(atMs, rule.check(atMs, lateMs) === true)
  }
}

function longestGap({ packets }: Trace): number {
  const pictures = packets.filter(({ role }) => role !== 'audio')
  let longest = 0
  for (const [i, { arrivedMs }] of pictures.entries()) {
    longest = Math.max(longest, arrivedMs - (pictures[i - 1]?.arrivedMs ?? arrivedMs))
  }
  return longest
}
