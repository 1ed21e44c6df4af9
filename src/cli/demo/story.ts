import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '../../clock/index.ts'
import type { GoLiveResult, RecordedFile, StopStreamResult, StreamHealth } from '../../controller/index.ts'
import { compareHealth } from '../../health/index.ts'
import { resultLines } from '../operation-result.ts'
import { hanging } from '../paragraph.ts'
import { recordingLines } from '../recording-text.ts'
import { terminal } from '../terminal.ts'
import { Alarms } from './alarms.ts'
import type { DemoDestination } from './destination.ts'
import type { DemoReport } from './report.ts'
import type { DemoScreen } from './screen.ts'
import type { Stage } from './stage.ts'
import { tamperWithCopy, type TamperedCopy } from './tampered-copy.ts'

const channel = 0
/** The longest that the receiver is away, ms. */
const longestOutageMs = 3000
/** How long an alarm, or the return, may take before the demo counts it as failed, ms. */
const alarmLimitMs = 8000
const returnLimitMs = 15_000
/** What follows the return, so that there is something to see of it, ms. */
const afterReturnMs = 1500

interface Outage {
  readonly detectedMs: number | null
  readonly recoveredMs: number | null
}

/** Plays the show from going live to the proof, and counts. */
export async function playShow(
  stage: Stage,
  screen: DemoScreen,
  options: { readonly seconds: number; readonly signal: AbortSignal },
): Promise<DemoReport> {
  const { controller, destinations } = stage
  const { signal } = options
  const alarms = new Alarms()
  const over = new AbortController()
  const observing = controller.observe({ signal: over.signal, onEvent: alarms.hear, pollMs: 500 })
  let started: GoLiveResult
  let outage: Outage
  let health: StreamHealth
  let atTheEnd: readonly Pick<DemoDestination, 'fps' | 'bitrateKbps'>[]
  let stopped: StopStreamResult
  try {
    started = await goLive(stage, screen, signal)
    const liveAt = systemClock.monotonic()
    const following = new AbortController()
    const table = screen.follow(controller, following.signal)
    try {
      await until(liveAt + Math.min(5500, Math.max(1500, options.seconds * 250)), signal)
      if (!process.stdout.isTTY) await screen.look(controller)
      outage = await breakOne(stage, screen, started, alarms, options)
      await until(Math.max(liveAt + options.seconds * 1000, systemClock.monotonic() + afterReturnMs), signal)
      health = await controller.getStreamHealth({ signal })
      atTheEnd = destinations.map(({ fps, bitrateKbps }) => ({ fps, bitrateKbps }))
      if (!process.stdout.isTTY) await screen.look(controller)
    } finally {
      following.abort()
      await table
      screen.end()
    }
    screen.act(4, 'Stop')
    stopped = await controller.stopStream({ channel })
    for (const line of resultLines(stopped, terminal.width - 3)) screen.say(`   ${line}`)
    if (stopped.success) for (const line of recordingLines(stopped.recordings)) screen.say(`   ${line}`)
  } finally {
    over.abort()
    await observing
  }
  const proof = await prove(stage, screen)
  return await report({ stage, health, outage, stopped, proof, atTheEnd })
}

async function goLive(
  { controller, destinations, folder, recordingName }: Stage,
  screen: DemoScreen,
  signal: AbortSignal,
) {
  screen.act(2, 'Go live to three destinations, and record')
  const result = await controller.goLive({
    channel,
    destinations: destinations.map(({ name, url, key }) => ({ name, rtmpUrl: url, streamKey: key })),
    record: { folder, filename: recordingName },
    signal,
  })
  for (const part of [...result.destinations, result.recording]) {
    if (part !== null) for (const line of resultLines(part, terminal.width - 3)) screen.say(`   ${line}`)
  }
  return result
}

/** One receiver goes away and comes back; the alarm and the recovery are taken from the show log. */
async function breakOne(
  stage: Stage,
  screen: DemoScreen,
  started: GoLiveResult,
  alarms: Alarms,
  options: { readonly seconds: number; readonly signal: AbortSignal },
): Promise<Outage> {
  const { signal } = options
  const [, broken] = stage.destinations
  const target = started.destinations[1]
  if (broken === undefined || target === undefined || !target.success) return { detectedMs: null, recoveredMs: null }
  const { destinationId } = target.destination
  const awayMs = Math.min(longestOutageMs, Math.max(1500, options.seconds * 300))
  screen.act(3, `${broken.name} breaks down for ${(awayMs / 1000).toFixed(1)} s`)
  const goneAt = systemClock.monotonic()
  await broken.goAway()
  const alarm = await alarms.await('destination_lost', destinationId, { atMs: goneAt, limitMs: alarmLimitMs, signal })
  if (alarm === null) screen.say(`   ${terminal.paint('red', '✗')} no alarm came`)
  else {
    const said = `alarm after ${alarm.afterMs} ms: ${alarm.message}`
    for (const line of hanging(terminal.paint('yellow', '!'), said, terminal.width - 3)) screen.say(`   ${line}`)
  }
  await until(goneAt + awayMs, signal)
  const backAt = systemClock.monotonic()
  await broken.comeBack()
  const since = { atMs: backAt, limitMs: returnLimitMs, signal }
  const recovery = await alarms.await('destination_recovered', destinationId, since)
  if (recovery === null) screen.say(`   ${terminal.paint('red', '✗')} it did not come back`)
  else screen.say(`   ${terminal.paint('green', '✓')} live again ${recovery.afterMs} ms after its return`)
  const lost = lostElsewhere(stage.destinations)
  screen.say(
    `   ${terminal.paint(lost === 0 ? 'green' : 'red', lost === 0 ? '✓' : '✗')} frames lost at the two others: ${lost}`,
  )
  return { detectedMs: alarm?.afterMs ?? null, recoveredMs: recovery?.afterMs ?? null }
}

interface Proof {
  readonly file: string
  readonly entries: number
  readonly valid: boolean
  readonly tampered: TamperedCopy
}

async function prove({ controller, folder, destinations }: Stage, screen: DemoScreen): Promise<Proof> {
  screen.act(5, 'Prove what happened')
  const file = join(controller.witnessFolder, '000001.jsonl')
  let expectSize = 0
  let expectHead = ''
  for await (const entry of controller.getWitnessLog()) {
    expectSize = entry.event.sequence
    expectHead = entry.current_hash
  }
  const { valid, anchored, reason } = await controller.verifyWitnessChain({ expectSize, expectHead })
  const proved = valid && anchored
  screen.say(
    proved
      ? `   ${terminal.paint('green', '✓')} the show log is whole: ${expectSize} entries, size and head as expected`
      : `   ${terminal.paint('red', '✗')} the show log does not verify: ${reason ?? 'not anchored'}`,
  )
  const tampered = await tamperWithCopy(file, join(folder, 'tampered-copy.jsonl'), destinations[1]?.name ?? '')
  const found = tampered.foundAt !== null && tampered.foundAt === tampered.changedAt
  screen.say(
    found
      ? `   ${terminal.paint('green', '✓')} one word changed in a copy: found, at entry ${tampered.changedAt + 1}`
      : `   ${terminal.paint('red', '✗')} one word changed in a copy was not found`,
  )
  return { file, entries: expectSize, valid: proved, tampered }
}

async function report(played: {
  readonly stage: Stage
  readonly health: StreamHealth
  readonly outage: Outage
  readonly stopped: StopStreamResult
  readonly proof: Proof
  readonly atTheEnd: readonly Pick<DemoDestination, 'fps' | 'bitrateKbps'>[]
}): Promise<DemoReport> {
  const { stage, health, outage, stopped, proof, atTheEnd } = played
  const states = health.channels.flatMap((each) => each.destinations)
  const destinations = stage.destinations.map((destination, index) => ({
    name: destination.name,
    state: states.find(({ name }) => name === destination.name)?.state ?? 'absent',
    framesReceived: destination.framesReceived,
    fps: rounded(atTheEnd[index]?.fps, 1),
    bitrateKbps: rounded(atTheEnd[index]?.bitrateKbps, 0),
    framesLost: destination.framesLost,
  }))
  const recording = stopped.success ? (stopped.recordings[0] ?? null) : null
  const framesLostElsewhere = lostElsewhere(stage.destinations)
  const { tampered } = proof
  const works = [
    destinations.every(({ state, framesReceived }) => state === 'live' && framesReceived > 0),
    compareHealth(health.healthStatus, 'critical') !== 0 && health.healthStatus !== 'unknown',
    outage.detectedMs !== null && outage.recoveredMs !== null,
    framesLostElsewhere === 0,
    stopped.success && stopped.witnessed,
    await isRecorded(recording),
    proof.valid,
    tampered.foundAt !== null && tampered.foundAt === tampered.changedAt,
  ]
  return {
    success: works.every(Boolean),
    destinations,
    health: health.healthStatus,
    outage: { ...outage, framesLostElsewhere },
    recording: {
      file: recording?.files[0] ?? null,
      format: recording?.format ?? null,
      durationSeconds: recording?.durationSeconds ?? null,
      frames: recording?.frames ?? null,
    },
    witness: { file: proof.file, entries: proof.entries, valid: proof.valid, tamperFoundAt: tampered.foundAt },
  }
}

function rounded(value: number | null | undefined, digits: number): number | null {
  return value == null ? null : Number(value.toFixed(digits))
}

async function isRecorded(recording: RecordedFile | null): Promise<boolean> {
  const [file] = recording?.files ?? []
  if (recording === null || file === undefined || (recording.frames ?? 0) === 0) return false
  return (await stat(file).catch(() => null))?.size === recording.bytes
}

function lostElsewhere(destinations: readonly DemoDestination[]): number {
  return destinations.filter((_, index) => index !== 1).reduce((sum, { framesLost }) => sum + framesLost, 0)
}

async function until(atMs: number, signal: AbortSignal): Promise<void> {
  await systemClock.sleep(Math.max(0, atMs - systemClock.monotonic()), signal)
}
