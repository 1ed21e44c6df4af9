import { formatDuration } from '../clock/index.ts'
import type { VMixState } from '../vmix/index.ts'
import { checkChannel } from './check-stream.ts'
import type { OperationContext } from './context.ts'
import { endOutputs } from './end-outputs.ts'
import { GatewaySteps } from './gateway-steps.ts'
import { OperationFailed } from './operation-failed.ts'
import { refuse, runStop, type OperationOptions, type Outcome, type Running } from './operation.ts'
import { recordedFileParams } from './recorded.ts'
import type { RecordedFile, Recorder, RecordingStopped, StopRecordingResult, Verification } from './results.ts'
import { awaitState, sendOnce } from './vmix-steps.ts'

export interface StopRecordingRequest extends OperationOptions {
  /** Absent: the gateway's recording of the channel where there is one, else vMix's own. */
  readonly recorder?: Recorder
  /** The stream whose recording the gateway ends, 0-based; default 0. */
  readonly channel?: number
}

/** How long a stop of vMix's recorder waits to hear how long the recording is, ms. */
const patienceMs = 300

/** Ends a recording and tells how long it is. Like every stop it takes no lock and waits for no disk. */
export async function stopRecording(
  context: OperationContext,
  request: StopRecordingRequest,
): Promise<StopRecordingResult> {
  const channel = request.channel ?? 0
  const spec = {
    kind: 'recording_stop',
    failedAs: 'recording_stop_failed',
    channel,
    params: { channel: Number.isSafeInteger(channel) ? channel : null, recorder: request.recorder ?? null },
    options: request,
  } as const
  try {
    checkChannel(channel)
    if (request.recorder === 'gateway' && context.gateway === null) {
      throw new OperationFailed('unsupported', 'There is no gateway here. Leave the recorder away to stop vMix’s own.')
    }
  } catch (error) {
    return await refuse(context, spec, error)
  }
  return await runStop(context, spec, async (running) => {
    if (context.gateway !== null && request.recorder !== 'vmix') {
      const ended = await stopGatewayRecorder(context, running, channel)
      if (ended !== null) return ended
      if (request.recorder === 'gateway') {
        return stopped('gateway', [], 'accepted', `The gateway was not recording Stream ${channel + 1}.`)
      }
    }
    return await stopVMixRecorder(context, running)
  })
}

async function stopGatewayRecorder(
  context: OperationContext,
  running: Running,
  channel: number,
): Promise<Outcome<RecordingStopped> | null> {
  const { gateway } = context
  if (gateway === null) return null
  const steps = new GatewaySteps(context, gateway, running, channel)
  const ended = await endOutputs(steps, (output) => output.kind === 'file')
  const problem = ended.problems[0]
  if (problem !== undefined) throw new OperationFailed('connection_error', problem, { leftOn: ['the recording'] })
  if (ended.recordings.length === 0) return null
  const files = ended.recordings.flatMap((recording) => recording.files).join(', ')
  return stopped('gateway', ended.recordings, 'media', `Recorded ${files}.`)
}

async function stopVMixRecorder(context: OperationContext, running: Running): Promise<Outcome<RecordingStopped>> {
  // Its length stands in the state only while it runs, so that is asked first; a stop waits for the answer no longer
  // than somebody pressing a button would notice.
  const before = await Promise.race([
    context.vmix.state({ signal: running.signal }).catch(() => null),
    context.clock.sleep(patienceMs).then(() => null),
  ])
  const lost = await sendOnce(context, 'StopRecording')
  const off = await awaitState(context, (state) => state.recording.active !== true, {
    limitMs: context.waits.vmixMs,
    signal: running.signal,
  })
  if (off === null) {
    if (lost !== null) throw lost
    throw new OperationFailed(
      'not_confirmed',
      `vMix accepted the stop of its recorder and still shows it on after ${context.waits.vmixMs / 1000} s. Stop it in vMix.`,
      { leftOn: ["vMix's recorder"] },
    )
  }
  const recordings = vmixRecording(before)
  const verification: Verification = off.recording.active === false ? 'vmix_off' : 'accepted'
  const message =
    recordings.length === 0 ? 'vMix was not recording; its recorder is off.' : 'vMix shows its recorder off.'
  return stopped('vmix', recordings, verification, message)
}

function vmixRecording(before: VMixState | null): readonly RecordedFile[] {
  if (before?.recording.active !== true) return []
  const durationSeconds = before.recording.seconds ?? 0
  return [
    {
      files: before.recording.files,
      format: null,
      duration: formatDuration(durationSeconds),
      durationSeconds,
      frames: null,
      bytes: null,
    },
  ]
}

function stopped(
  recorder: Recorder,
  recordings: readonly RecordedFile[],
  verification: Verification,
  message: string,
): Outcome<RecordingStopped> {
  const longest = Math.max(0, ...recordings.map((recording) => recording.durationSeconds))
  const duration = formatDuration(longest)
  return {
    eventType: 'recording_stopped',
    params: { recorder },
    result: { success: true, verification, duration, recordings: recordings.map(recordedFileParams) },
    value: (end) => ({ success: true, message, recorder, duration, recordings, verification, ...end }),
  }
}
