/**
 * `npm run soak -- [--minutes N] [--json FILE]`: a gateway in a process of its own with three feeds and ten outputs, a fault
 * a minute, and every frame counted where it arrives. The exit code is 1 when a gap is not explained by an event, memory or
 * handles grow, an output does not come back, or one that nothing was done to loses a frame.
 */
import { writeFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { systemClock } from '../../src/clock/index.ts'
import { machine } from '../report.ts'
import { explainGap } from './explain.ts'
import { faultsOf } from './faults.ts'
import { judgeMemory, type Sample } from './memory.ts'
import { soakTable, type FaultRun, type SoakReport } from './report.ts'
import { startSoakShow, type SoakShow } from './show.ts'

const MINUTE_MS = 60_000
const SAMPLE_MS = 5000
/** After a fault the first is to be as it was: longer than any wait between two tries. */
const SETTLE_MS = 15_000
/** Files and sockets may be a few more or fewer at any moment: a control request, a try. */
const SPARE_HANDLES = 6

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, json: { type: 'string' } } })
const minutes = Number(values.minutes)
if (!(minutes >= 1 && minutes <= 10_080)) {
  console.error('--minutes takes a number from 1 on.')
  process.exit(2)
}

const started = new Date().toISOString()
const loadBefore = loadavg()[1] ?? 0
await using show = await startSoakShow()
const samples: Sample[] = []
const runs: FaultRun[] = []
await allLive(show, 30_000)
const over = new AbortController()
const sampling = keepSampling()
const endsAt = performance.now() + minutes * MINUTE_MS
for (const fault of faultsOf(show)) {
  const nextAt = performance.now() + MINUTE_MS
  if (nextAt > endsAt + MINUTE_MS / 2) break
  const run = { at: new Date().toISOString(), name: fault.name, where: fault.at }
  runs.push(run)
  console.error(`${run.at} ${run.where}: ${run.name}`)
  await fault.run(show)
  await systemClock.sleep(Math.max(SETTLE_MS, nextAt - performance.now()))
}
over.abort()
await sampling
const problems: string[] = []
await allLive(show, 15_000).catch((error: unknown) => problems.push(String(error)))
const report = await reportOf(show)
console.log(soakTable(report))
if (values.json !== undefined) await writeFile(values.json, JSON.stringify(report, null, 2))
await show[Symbol.asyncDispose]()
process.exit(report.problems.length === 0 ? 0 : 1)

async function keepSampling(): Promise<void> {
  while (!over.signal.aborted) {
    samples.push(await show.sample())
    await systemClock.sleep(SAMPLE_MS, over.signal).catch(() => undefined)
  }
}

async function allLive({ control }: SoakShow, withinMs: number): Promise<void> {
  const until = performance.now() + withinMs
  for (;;) {
    const status = await control.status().catch(() => null)
    if (status === null && performance.now() <= until) continue
    const away = (status?.feeds ?? []).flatMap(({ outputs }) => outputs).filter(({ state }) => state !== 'live')
    if (status !== null && away.length === 0) return
    if (performance.now() > until) {
      const what = away.map(({ outputId, state, why }) => `${outputId} is ${state} (${why ?? 'no reason'})`)
      throw new Error(`not all are live: ${what.join(', ')}`)
    }
    await systemClock.sleep(100)
  }
}

async function reportOf({ control, outputs, events, unanswered, feeds }: SoakShow): Promise<SoakReport> {
  const status = await control.status()
  const recording = status.feeds.flatMap((feed) => feed.outputs).find(({ kind }) => kind === 'file')
  const told = outputs.map((output) => ({
    outputId: output.outputId,
    received: output.gaps.received,
    missing: output.gaps.gaps.reduce((sum, { missing }) => sum + missing, 0),
    again: output.gaps.again,
    gaps: output.gaps.gaps.map((gap) => explainGap(gap, output, events)),
  }))
  for (const [at, { outputId, gaps, again }] of told.entries()) {
    for (const { before, after, missing, by } of gaps) {
      if (by === null)
        problems.push(`${outputId}: ${missing} frames between ${before} and ${after}, and no event tells of it`)
    }
    if (again > 0) problems.push(`${outputId}: ${again} frames came a second time`)
    const stream = `stream ${(outputs[at]?.channel ?? 0) + 1}`
    const done = runs.some(({ where }) => where === outputId || where === stream)
    if (!done && gaps.length > 0) problems.push(`${outputId}: ${gaps.length} gaps, and nothing was done to it`)
  }
  for (const { channel, source } of feeds) {
    const behind = outputs.filter(
      (one) => one.channel === channel && source.framesSent - (one.gaps.lastNumber ?? 0) > 90,
    )
    for (const { outputId } of behind) problems.push(`${outputId}: is more than three seconds behind at the end`)
  }
  if ((recording?.reading.droppedTotal ?? 1) > 0) problems.push('the recording lost frames')
  const memory = judgeMemory(samples)
  if (memory.grows) problems.push('memory grows')
  const [first, last] = [samples[0], samples.at(-1)]
  if ((last?.handles ?? 0) > (first?.handles ?? 0) + SPARE_HANDLES) problems.push('handles grow')
  if ((last?.files ?? 0) > (first?.files ?? 0) + SPARE_HANDLES) problems.push('open files grow')
  const counted: Record<string, number> = {}
  for (const { kind } of events) counted[kind] = (counted[kind] ?? 0) + 1
  return {
    started,
    machine: machine(),
    minutes,
    loadBefore,
    loadAfter: loadavg()[1] ?? 0,
    faults: runs,
    outputs: told,
    recording: {
      frames: recording?.file?.frames ?? 0,
      dropped: recording?.reading.droppedTotal ?? 0,
      parts: recording?.file?.parts.length ?? 0,
    },
    events: counted,
    unanswered,
    memory,
    samples,
    problems,
  }
}
