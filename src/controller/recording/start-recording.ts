import { checkChannel } from '../stream/check-stream.ts'
import type { OperationContext } from '../context.ts'
import { HeldAlone } from '../operation/held-alone.ts'
import { HeldChannel } from '../stream/held-channel.ts'
import { checkName, nameOf, refuse, type OperationOptions } from '../operation/operation.ts'
import { recordAtGateway } from './record-at-gateway.ts'
import { checkRecording, type CheckedRecording, type RecordingRequest } from './recording-request.ts'
import type { StartRecordingResult } from '../results.ts'
import { runStart, type StartSpec } from '../operation/run-start.ts'
import { startVMixRecorder } from './vmix-recorder.ts'
import { StopMark, type StopsSince } from '../operation/stop-mark.ts'

/**
 * A recording by itself, as an operation of its own.
 *
 * @example { filename: '{preset}_{date}.mp4', splitSeconds: 3600 }
 */
export type StartRecordingRequest = RecordingRequest & OperationOptions

/** Starts vMix's own recorder, or one of the gateway's that records a channel's feed under a name and format of ours. */
export async function startRecording(
  context: OperationContext,
  request: StartRecordingRequest,
  /** For `goLive`: the channel is held already, and its feed is shared. */
  within?: HeldChannel,
): Promise<StartRecordingResult> {
  const { locks } = context.paths
  let channel: number
  let checked: CheckedRecording
  let spec: StartSpec = recordingSpec(request, request.channel ?? 0, null)
  let stream: StopsSince
  let own: StopsSince
  try {
    if (within === undefined) checkName(request)
    channel = checkChannel(request.channel)
    checked = checkRecording(request, context.gateway !== null)
    // Before anything is awaited: whoever stops from now on means this start too.
    stream = StopMark.channel(locks, channel).begin()
    own = (checked.recorder === 'vmix' ? StopMark.recorder(locks) : StopMark.recording(locks, channel)).begin()
    spec = recordingSpec(request, checked.recorder === 'vmix' ? null : channel, own)
  } catch (error) {
    await within?.leave()
    return await refuse(context, spec, error)
  }
  try {
    if (checked.recorder === 'vmix') {
      // It records what vMix shows, and so has no part in a channel's feed.
      await within?.leave()
      const what = { lock: 'recorder', shown: "vMix's recorder" }
      using recorder = HeldAlone.enter(context, what, own, request)
      return await runStart(context, recorder, spec, (running) => startVMixRecorder(context, running))
    }
    const { recorder: _, ...settings } = checked
    const record = { ...settings, channel, folder: request.folder }
    const start = (held: HeldChannel) =>
      runStart(context, held, spec, (running) => recordAtGateway(context, running, held, record))
    if (within !== undefined) return await start(within)
    using held = HeldChannel.enter(context, channel, stream, request)
    return await start(held)
  } catch (error) {
    return await refuse(context, spec, error)
  }
}

function recordingSpec(request: StartRecordingRequest, channel: number | null, stops: StopsSince | null): StartSpec {
  return {
    operationId: nameOf(request),
    kind: 'recording_start',
    failedAs: 'recording_start_failed',
    channel: Number.isSafeInteger(channel) ? channel : null,
    params: {
      channel: Number.isSafeInteger(channel) ? channel : null,
      recorder: request.recorder ?? null,
      filename: request.filename ?? null,
      format: request.format ?? null,
      quality: request.quality ?? null,
      split_seconds: request.splitSeconds ?? null,
      split_bytes: request.splitBytes ?? null,
      video_kbps: request.videoKbps ?? null,
      height: request.height ?? null,
      common_start: request.commonStart ?? null,
    },
    options: request,
    stops,
  }
}
