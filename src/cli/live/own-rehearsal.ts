import type { GoLiveResult, VMixStreamingController } from '../../controller/index.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { failureOf } from '../failure.ts'
import { sayResult } from '../operation-result.ts'
import { programName } from '../own-program.ts'
import { recordingLines } from '../recording-text.ts'
import { sayHashes } from '../recording-hashes.ts'
import { terminal } from '../terminal.ts'

/**
 * Whether what a stream sends is still the rehearsal that this process has begun. Meanwhile somebody may have started the show
 * in its place, or another rehearsal: that is not this process's to end.
 *
 * @throws Error where it cannot be told
 */
export async function isStillOurs(
  controller: Pick<VMixStreamingController, 'getStreamStatus'>,
  { channel, destinations, recording }: GoLiveResult,
  options: { readonly signal?: AbortSignal } = {},
): Promise<boolean> {
  const { streamChannels, gatewayProblem } = await controller.getStreamStatus(options)
  if (gatewayProblem !== null) throw new Error(gatewayProblem)
  const stream = streamChannels.find((one) => one.channel === channel)
  if (stream === undefined) return false
  const ours = new Set(destinations.flatMap((each) => (each.success ? [each.destination.url] : [])))
  if (stream.destinations.length > 0) return stream.rehearsal && stream.destinations.some(({ url }) => ours.has(url))
  const file = recording?.success === true ? recording.filename : null
  return stream.rehearsal || (file !== null && stream.recordings.some(({ files }) => files.includes(file)))
}

/**
 * Stops the rehearsal that this process has begun, and nothing else: whatever is on in its place stays on, and so does what
 * nobody can tell.
 *
 * @param more said of it, where it was ended
 * @returns the code that the process ends with
 */
export async function endRehearsal(
  controller: VMixStreamingController,
  started: GoLiveResult,
  { json, confirmed = false, more = [] }: { json: boolean; confirmed?: boolean; more?: readonly string[] },
): Promise<ExitCode> {
  const { channel } = started
  let ours: boolean
  try {
    ours = await isStillOurs(controller, started)
  } catch (error) {
    return leftUnknown(channel, error, json)
  }
  if (!ours) {
    sayEndedElsewhere(channel, json)
    return exitCodes.done
  }
  const result = await controller.stopStream({ channel, confirmed })
  const recordings = result.success ? recordingLines(result.recordings) : []
  const code = sayResult(result, json, [...recordings, ...more])
  if (result.success) await sayHashes(controller, result.recordings, json)
  return code
}

export function sayEndedElsewhere(channel: number, json: boolean): void {
  if (json) terminal.json({ event: 'ended_elsewhere', channel })
  else terminal.say(`The rehearsal of Stream ${channel + 1} was ended elsewhere. What is on there now stays on.`)
}

function leftUnknown(channel: number, error: unknown, json: boolean): ExitCode {
  const { message, exitCode } = failureOf(error)
  const text = `Whether Stream ${channel + 1} is still this rehearsal is not known, so it was not stopped: ${message}`
  if (json) terminal.json({ event: 'left_running', channel, message: text })
  else {
    terminal.say(text)
    terminal.say(`  Stop it, if it is:  ${programName} stream stop --channel ${channel}`)
  }
  return exitCode
}
