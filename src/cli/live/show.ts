import { systemClock } from '../../clock/index.ts'
import { openRehearsal } from '../../rehearsal/index.ts'
import type { GoLiveResult, RecordingRequest, StreamHealth, VMixStreamingController } from '../../controller/index.ts'
import type { LiveDestination } from '../live-destinations.ts'
import type { WitnessEvent } from '../../witness/index.ts'
import { type Connection, openController } from '../connection.ts'
import { exitCodes } from '../exit-code.ts'
import { failureOf } from '../failure.ts'
import { exitCodeOf, sayResult } from '../operation-result.ts'
import { programName } from '../own-program.ts'
import { sayHashes } from '../recording-hashes.ts'
import { recordingLines } from '../recording-text.ts'
import { terminal } from '../terminal.ts'
import { arrivalsOf } from './arrivals.ts'
import { type Change, changesBetween } from './changes.ts'
import type { ShowDisplay } from './display.ts'
import { gatewayOfShow, type GatewayWish } from './gateway.ts'
import { JsonDisplay } from './json-display.ts'
import { LineDisplay } from './line-display.ts'
import { type Decision, Operator } from './operator.ts'
import { endRehearsal, isStillOurs, sayEndedElsewhere } from './own-rehearsal.ts'
import { TableDisplay } from './table-display.ts'

export interface ShowRequest extends GatewayWish {
  readonly connection: Connection
  /** The options that must be typed again to come back. */
  readonly again: string
  /** 0-based. */
  readonly channel: number
  readonly destinations: readonly LiveDestination[]
  readonly record?: Pick<RecordingRequest, 'folder' | 'filename'>
  /** What is sent while the stream does not come. */
  readonly slate?: string
  readonly replace: boolean
  /** To receivers of this process, instead of the destinations. */
  readonly rehearse: boolean
  /** Of vMix's TCP API; null: it is not asked. */
  readonly tcpPort: number | null
}

const lookEveryMs = 1000
/** So many looks in a row without the show: somebody else has stopped it. */
const looksUntilEnded = 3

/** Goes live, stays in front, and ends as the operator decides. @returns the code that the process ends with */
export async function runShow(request: ShowRequest): Promise<number> {
  const { connection, tcpPort, rehearse } = request
  const display = displayFor(connection.json, rehearse)
  // Its receivers are here: a rehearsal that is left running would go nowhere.
  using operator = new Operator((asking) => display.ask(asking), rehearse ? 'stop' : 'leave')
  await using rehearsal = rehearse ? await openRehearsal({ clock: systemClock }) : null
  await using gateway = await gatewayOfShow(connection, request, operator.starting.signal)
  await using controller = await openController(connection, gateway, tcpPort)
  const over = new AbortController()
  const observing = controller.observe({
    signal: over.signal,
    onEvent: (event) => {
      const text = seenInVMix(event)
      if (text !== null) display.observed(text)
    },
    onProblem: (message) => display.problem(message),
    onPolledOnly: () => {
      if (tcpPort !== null) display.observed(polledOnly(tcpPort))
    },
  })
  try {
    display.starting()
    const result = await controller.goLive({
      channel: request.channel,
      destinations: request.destinations,
      ...(request.record === undefined ? {} : { record: request.record }),
      replace: request.replace,
      ...(rehearsal === null ? {} : { rehearsal }),
      signal: operator.starting.signal,
    })
    display.started(result)
    if (!anythingOn(result)) return codeOfStart(result)
    if (request.slate !== undefined) await standBy(controller, request.channel, request.slate, display)
    operator.started()
    const how = await follow(controller, request.channel, operator, {
      isOurs: async (signal) => !rehearse || (await isStillOurs(controller, result, { signal })),
      problem: (message) => display.problem(message),
      look: (health, changes) => {
        display.health(health, changes)
        if (rehearsal !== null) display.arrived(arrivalsOf(rehearsal, controller.instance, result))
      },
    })
    display.close()
    return await conclude(how, controller, request, result)
  } finally {
    over.abort()
    await observing
  }
}

/** A show without a slate is a show all the same: what is wrong with it is said, and it goes on. */
async function standBy(
  controller: VMixStreamingController,
  channel: number,
  slate: string,
  display: ShowDisplay,
): Promise<void> {
  const result = await controller.setStandby({ channel, slate })
  if (result.success) display.observed(result.message)
  else display.problem(result.message)
}

function polledOnly(tcpPort: number): string {
  return `vMix's TCP API (port ${tcpPort}) is closed: what is switched in vMix itself is seen by asking once a second.`
}

function displayFor(json: boolean, isRehearsal: boolean): ShowDisplay {
  if (json) return new JsonDisplay()
  return terminal.interactive ? new TableDisplay(isRehearsal) : new LineDisplay(isRehearsal)
}

function anythingOn(result: GoLiveResult): boolean {
  const parts = result.recording === null ? result.destinations : [...result.destinations, result.recording]
  return parts.some((part) => part.success || part.leftOn.length > 0)
}

function codeOfStart(result: GoLiveResult): number {
  const failed = [...result.destinations, result.recording].find((part) => part !== null && !part.success)
  return failed === null || failed === undefined ? exitCodes.failed : exitCodeOf(failed)
}

/** Looks once a second until something is decided, here or elsewhere. */
async function follow(
  controller: VMixStreamingController,
  channel: number,
  operator: Operator,
  display: Pick<ShowDisplay, 'problem'> & {
    readonly look: (health: StreamHealth, changes: readonly Change[]) => void
    /** Whether it is what was started here; a rehearsal may have been replaced by the show. */
    readonly isOurs: (signal: AbortSignal) => Promise<boolean>
  },
): Promise<Decision | 'ended'> {
  const decided = new AbortController()
  const decision = operator.decision.then((what) => {
    decided.abort()
    return what
  })
  let before: StreamHealth | null = null
  let without = 0
  for (;;) {
    try {
      const health = await controller.getStreamHealth({ signal: decided.signal })
      display.look(health, changesBetween(before, health))
      before = health
      const isThere = health.channels.some((each) => each.channel === channel)
      without = isThere && (await display.isOurs(decided.signal)) ? 0 : without + 1
      if (without >= looksUntilEnded) return 'ended'
    } catch (error) {
      if (decided.signal.aborted) return await decision
      display.problem(failureOf(error).message)
    }
    await systemClock.sleep(lookEveryMs, decided.signal).catch(() => undefined)
    if (decided.signal.aborted) return await decision
  }
}

async function conclude(
  how: Decision | 'ended',
  controller: VMixStreamingController,
  request: ShowRequest,
  started: GoLiveResult,
): Promise<number> {
  const { json } = request.connection
  const { channel, rehearse } = request
  if (rehearse && how === 'stop') {
    if (!json) terminal.say('Stopping…')
    return await endRehearsal(controller, started, { json })
  }
  if (rehearse && how === 'ended') {
    sayEndedElsewhere(channel, json)
    return exitCodes.done
  }
  if (how === 'stop') {
    if (!json) terminal.say('Stopping…')
    const result = await controller.stopStream({ channel })
    const code = sayResult(result, json, result.success ? recordingLines(result.recordings) : [])
    if (result.success) await sayHashes(controller, result.recordings, json)
    return code
  }
  if (how === 'ended') {
    if (json) terminal.json({ event: 'ended_elsewhere', channel })
    else terminal.say(`Stream ${channel + 1} was ended elsewhere.`)
    return exitCodes.done
  }
  if (json) terminal.json({ event: 'left_running', channel })
  else for (const line of leftRunning(request)) terminal.say(line)
  return exitCodes.done
}

function leftRunning({ again, channel, gateway }: ShowRequest): readonly string[] {
  const at = typeof gateway === 'string' ? ` ${gateway}` : ''
  return [
    'The show goes on.',
    `  Watch it:  ${programName} health --watch${at === '' ? '' : ` --gateway${at}`}${again}`,
    `  Stop it:   ${programName} stream stop --channel ${channel} --gateway${at}${again}`,
  ]
}

/** What others did in vMix. What the gateway tells stands in the table already. */
function seenInVMix(event: WitnessEvent): string | null {
  const { params, result } = event
  if (params === null || params === undefined || 'gateway_seq' in params) return null
  const message = typeof result === 'object' && result !== null && 'message' in result ? result.message : null
  return typeof message === 'string' ? message : null
}
