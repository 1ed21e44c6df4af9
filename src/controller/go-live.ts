import { checkChannel, type StreamDestination } from './stream/check-stream.ts'
import type { OperationContext } from './context.ts'
import { HeldChannel } from './stream/held-channel.ts'
import { OperationFailed } from './operation/operation-failed.ts'
import { checkName, nameOf, partName, refuse, type OperationOptions } from './operation/operation.ts'
import type { RecordingRequest } from './recording/recording-request.ts'
import type { GoLiveResult, OperationFailure, StartRecordingResult, StartStreamResult } from './results.ts'
import { startRecording } from './recording/start-recording.ts'
import type { SrtDestination } from './stream/check-srt.ts'
import type { RehearsalReceivers } from './stream/rehearse.ts'
import { startSrtStream } from './stream/start-srt.ts'
import { startStream } from './stream/start-stream.ts'
import { StopMark } from './operation/stop-mark.ts'

/**
 * A whole show: one channel, its destinations, and a recording.
 *
 * @example { channel: 0, destinations: [StreamingDestinations.twitch(key)], record: { filename: 'show.mp4' } }
 */
export interface GoLiveRequest extends OperationOptions {
  /** vMix's stream, 0-based; default 0. */
  readonly channel?: number
  /** All destinations of the show; more than one needs a gateway. */
  readonly destinations: readonly (StreamDestination | SrtDestination)[]
  /** Records the same pictures too. */
  readonly record?: Omit<RecordingRequest, 'channel'>
  /** Ends what the channel is sending now, if it is something else. */
  readonly replace?: boolean
  /** Ends a rehearsal that is on through the gateway, as `replace` does, and nothing else. */
  readonly endRehearsal?: boolean
  /**
   * It is a rehearsal: everything is done as in the show, each destination's key looked up with it, and each stream goes to one
   * of these receivers on this machine instead. No name is looked up and nothing is sent to anybody else.
   */
  readonly rehearsal?: RehearsalReceivers
}

/**
 * A whole show at once: vMix's channel is started one time, then every destination and the recording go on from the same
 * feed. Each has its own result: one that fails keeps none of the others.
 */
export async function goLive(context: OperationContext, request: GoLiveRequest): Promise<GoLiveResult> {
  const channel = request.channel ?? 0
  const operationId = nameOf(request)
  let entered: HeldChannel
  try {
    checkName(request)
    checkChannel(request.channel)
    checkCount(request, context.gateway !== null)
    const stops = StopMark.channel(context.paths.locks, channel).begin()
    const starts = request.destinations.length + (request.record === undefined ? 0 : 1)
    const kind = request.rehearsal === undefined ? 'show' : 'rehearsal'
    entered = HeldChannel.enter(context, channel, stops, { ...request, starts, kind })
  } catch (error) {
    return await allRefused(context, request, operationId, error)
  }
  using held = entered
  const part = (name: string): OperationOptions & { readonly channel: number } => ({
    operationId: partName(operationId, name),
    channel,
    ...(request.signal === undefined ? {} : { signal: request.signal }),
    ...(request.actor === undefined ? {} : { actor: request.actor }),
    ...(request.confirmed === undefined ? {} : { confirmed: request.confirmed }),
  })
  const replace = request.replace ?? false
  const { rehearsal } = request
  const [destinations, recording] = await Promise.all([
    Promise.all(
      request.destinations.map((destination, index) => {
        const options = { ...part(`d${index + 1}`), replace }
        if (rehearsal !== undefined) return startStream(context, { ...destination, ...options, rehearsal }, held)
        return 'srtAddress' in destination
          ? startSrtStream(context, { ...destination, ...options }, held)
          : startStream(context, { ...destination, ...options }, held)
      }),
    ),
    request.record === undefined ? null : startRecording(context, { ...request.record, ...part('recording') }, held),
  ])
  const ended = (await held.endedRehearsal()) ? { endedRehearsal: true as const } : {}
  const result = { ...summary(operationId, channel, destinations, recording), ...ended }
  return rehearsal === undefined ? result : { ...result, message: `Rehearsal. ${result.message}`, rehearsal: true }
}

function checkCount(request: GoLiveRequest, hasGateway: boolean): void {
  if (request.destinations.length === 0 && request.record === undefined) {
    throw new OperationFailed('validation_error', 'Nothing to go live to: name at least one destination.')
  }
  if (request.destinations.length > 1 && !hasGateway) {
    throw new OperationFailed(
      'unsupported',
      'Without a gateway a channel sends to one destination. Use the gateway, which sends one feed to any number, or one channel for each.',
    )
  }
}

async function allRefused(
  context: OperationContext,
  request: GoLiveRequest,
  operationId: string,
  error: unknown,
): Promise<GoLiveResult> {
  const given = request.channel ?? 0
  const channel = Number.isSafeInteger(given) ? given : 0
  const failure: OperationFailure = await refuse(
    context,
    {
      operationId,
      kind: 'stream_start',
      failedAs: 'stream_start_failed',
      channel,
      params: {
        channel,
        destinations: request.destinations.length,
        ...(request.rehearsal === undefined ? {} : { rehearsal: true }),
      },
      options: request,
    },
    error,
  )
  return {
    success: false,
    message: failure.message,
    operationId: failure.operationId,
    channel,
    destinations: request.destinations.map(() => failure),
    recording: request.record === undefined ? null : failure,
  }
}

function summary(
  operationId: string,
  channel: number,
  destinations: readonly StartStreamResult[],
  recording: StartRecordingResult | null,
): GoLiveResult {
  const live = destinations.filter((result) => result.success).length
  const recorded = recording === null ? '' : recording.success ? '; recording' : '; the recording did not start'
  return {
    success: live === destinations.length && (recording?.success ?? true),
    message: `Stream ${channel + 1}: ${live} of ${destinations.length} destinations live${recorded}.`,
    operationId,
    channel,
    destinations,
    recording,
  }
}
