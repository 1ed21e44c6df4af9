import { checkShowLock } from '../show-lock/check.ts'
import { formatDuration } from '../../clock/index.ts'
import { checkChannel } from '../stream/check-stream.ts'
import type { OperationContext } from '../context.ts'
import { endOutputs } from '../steps/end-outputs.ts'
import { GatewaySteps } from '../steps/gateway-steps.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import { checkName, nameOf, refuse, type OperationOptions, type Outcome, type Running } from '../operation/operation.ts'
import { recordedFileParams } from '../show-log/recorded.ts'
import type { RecordedFile, Recorder, RecordingStopped, StopRecordingResult, Verification } from '../results.ts'
import { announceStop, runStop } from '../operation/run-stop.ts'
import { StopMark } from '../operation/stop-mark.ts'
import { fileNameProblem } from './file-name.ts'
import { templateProblem } from './name-template.ts'
import { renameRecorded } from './rename-recorded.ts'
import { stopVMixRecorder, type StoppedRecorder } from './vmix-recorder.ts'

/** Which recording to end. Empty: the gateway's of channel 0 where there is one, else vMix's own. */
export interface StopRecordingRequest extends OperationOptions {
  /** Absent: the gateway's recording of the channel where there is one, else vMix's own. */
  readonly recorder?: Recorder
  /** The stream whose recording the gateway ends, 0-based; default 0. */
  readonly channel?: number
  /** One recording of the channel alone; absent: all of them. */
  readonly recordingId?: string
  /**
   * Ends vMix's own recorder, and gives what it has recorded another name, once it is off, where its folder is reached from here: without
   * folders, the ending may be left away; `{date}`, `{time}`, `{preset}` and `{stream}` are filled in. Never overwrites. What
   * cannot be renamed keeps its name, and the message says why.
   */
  readonly rename?: string
  /** With `rename`: by which folder vMix's recordings are reached from here; absent: by the path that vMix gives. */
  readonly folder?: string
}

/** Ends a recording and tells how long it is. Like every stop it takes no lock and waits for no disk. */
export async function stopRecording(
  context: OperationContext,
  request: StopRecordingRequest,
): Promise<StopRecordingResult> {
  const channel = request.channel ?? 0
  const spec = {
    operationId: nameOf(request),
    kind: 'recording_stop',
    failedAs: 'recording_stop_failed',
    channel,
    params: {
      channel: Number.isSafeInteger(channel) ? channel : null,
      recorder: request.recorder ?? null,
      recording_id: request.recordingId ?? null,
      rename: request.rename ?? null,
    },
    options: request,
  } as const
  try {
    checkName(request)
    checkChannel(channel)
    checkRecordingId(request)
    checkRename(request)
    checkShowLock(context, request)
    if (request.recorder === 'gateway' && context.gateway === null) {
      throw new OperationFailed('unsupported', 'There is no gateway here. Leave the recorder away to stop vMix’s own.')
    }
  } catch (error) {
    return await refuse(context, spec, error)
  }
  return await runStop(context, spec, async (running) => {
    if (context.gateway !== null && request.recorder !== 'vmix' && request.rename === undefined) {
      const ended = await stopGatewayRecorder(context, running, channel, request.recordingId)
      if (ended !== null) return ended
      if (request.recorder === 'gateway' || request.recordingId !== undefined) {
        return stopped('gateway', [], 'accepted', notRecording(channel, request.recordingId))
      }
    }
    await announceStop(context, StopMark.recorder(context.paths.locks))
    const ended = await stopVMixRecorder(context, running)
    const { recordings, problems } = await renamedRecordings(context, ended, request)
    return stopped('vmix', recordings, ended.verification, [ended.message, ...problems].join(' '))
  })
}

async function stopGatewayRecorder(
  context: OperationContext,
  running: Running,
  channel: number,
  recordingId: string | undefined,
): Promise<Outcome<RecordingStopped> | null> {
  const { gateway } = context
  if (gateway === null) return null
  // A start in progress is not what one recording's id means.
  if (recordingId === undefined) await announceStop(context, StopMark.recording(context.paths.locks, channel))
  const steps = new GatewaySteps(context, gateway, running, channel)
  const ended = await endOutputs(
    steps,
    (output) => output.kind === 'file' && (recordingId === undefined || output.outputId === recordingId),
  )
  const problem = ended.problems[0]
  if (problem !== undefined) throw new OperationFailed('connection_error', problem, { leftOn: ['the recording'] })
  if (ended.recordings.length === 0) return null
  const files = ended.recordings.flatMap((recording) => recording.files).join(', ')
  return stopped('gateway', ended.recordings, 'media', `Recorded ${files}.`)
}

function checkRecordingId({ recordingId, recorder }: StopRecordingRequest): void {
  const given: unknown = recordingId
  if (given === undefined) return
  if (typeof given !== 'string' || given === '') {
    throw new OperationFailed(
      'validation_error',
      'Invalid recordingId. Give the one that the start of the recording answered.',
    )
  }
  if (recorder === 'vmix') {
    throw new OperationFailed('validation_error', "vMix's own recorder has no recordingId; leave it away to stop that.")
  }
}

function checkRename({ rename, folder, recorder, recordingId }: StopRecordingRequest): void {
  const given: unknown = rename
  if (given === undefined) {
    if (folder !== undefined) throw new OperationFailed('validation_error', 'A folder goes with rename.')
    return
  }
  if (typeof given !== 'string') throw new OperationFailed('validation_error', 'Invalid rename. Must be a text.')
  if (recorder === 'gateway' || recordingId !== undefined) {
    const what = "rename is for vMix's own recorder; the gateway's files have their names from the start."
    throw new OperationFailed('validation_error', what)
  }
  const problem = templateProblem(given) ?? fileNameProblem(given)
  if (problem !== null) throw new OperationFailed('validation_error', `Invalid rename. ${problem}`)
}

async function renamedRecordings(
  { clock }: OperationContext,
  { recordings, preset }: StoppedRecorder,
  { rename, folder, channel }: StopRecordingRequest,
): Promise<{ readonly recordings: readonly RecordedFile[]; readonly problems: readonly string[] }> {
  if (rename === undefined) return { recordings, problems: [] }
  const facts = { atMs: clock.now(), preset, channel: channel ?? 0 }
  const all: RecordedFile[] = []
  const problems: string[] = []
  for (const recording of recordings) {
    const renamed = await renameRecorded(recording.files, { name: rename, folder }, facts, clock)
    all.push({ ...recording, files: renamed.files })
    problems.push(...renamed.problems)
  }
  return { recordings: all, problems }
}

function notRecording(channel: number, recordingId: string | undefined): string {
  return recordingId === undefined
    ? `The gateway was not recording Stream ${channel + 1}.`
    : `The gateway has no recording ${recordingId} of Stream ${channel + 1}; it may have ended already.`
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
