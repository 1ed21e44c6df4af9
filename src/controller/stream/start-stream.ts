import { checkShowLock } from '../show-lock/check.ts'
import { kindOf } from './rehearsal-words.ts'
import { checkRehearsed, type RehearsalRequest } from './rehearse.ts'
import { checkChannel, checkDestination, type CheckedDestination, type StartStreamRequest } from './check-stream.ts'
import type { OperationContext } from '../context.ts'
import { GatewaySteps } from '../steps/gateway-steps.ts'
import { HeldChannel } from './held-channel.ts'
import { checkName, nameOf, refuse } from '../operation/operation.ts'
import { recordedDestination } from '../show-log/recorded.ts'
import type { StartStreamResult } from '../results.ts'
import { runStart, type StartSpec } from '../operation/run-start.ts'
import { startDirect } from './start-direct.ts'
import { startViaGateway } from './start-via-gateway.ts'
import { StopMark, type StopsSince } from '../operation/stop-mark.ts'

/** Starts a channel to one destination: directly, or as one more destination of the channel's feed at the gateway. */
export async function startStream(
  context: OperationContext,
  request: StartStreamRequest | RehearsalRequest,
  within?: HeldChannel,
): Promise<StartStreamResult> {
  const { gateway } = context
  let channel: number
  let stops: StopsSince
  let destination: CheckedDestination
  let spec: StartSpec
  try {
    channel = checkChannel(request.channel)
    if (request.replace === true) checkShowLock(context, request)
    // Before anything is awaited: whoever stops from now on means this start too.
    stops = StopMark.channel(context.paths.locks, channel).begin()
    if (within === undefined) checkName(request)
    destination = await ('rehearsal' in request
      ? checkRehearsed(context, request, within?.guard.signal)
      : checkDestination(context, request))
    spec = startSpec(context, request, channel, destination)
  } catch (error) {
    await within?.leave()
    return await refuse(context, unreadSpec(request), error)
  }
  const replace = request.replace ?? false
  const start = (held: HeldChannel) =>
    runStart(context, held, spec, (running) => {
      if (gateway === null) return startDirect(context, running, { channel, destination, replace })
      return startViaGateway(context, running, new GatewaySteps(context, gateway, running, channel), held, destination)
    })
  if (within !== undefined) return await start(within)
  try {
    using held = HeldChannel.enter(context, channel, stops, { ...request, kind: 'show' })
    return await start(held)
  } catch (error) {
    return await refuse(context, spec, error)
  }
}

function startSpec(
  context: OperationContext,
  request: StartStreamRequest | RehearsalRequest,
  channel: number,
  destination: CheckedDestination,
): StartSpec {
  const via = context.gateway === null ? 'direct' : 'gateway'
  const { summary } = destination
  const { destinationId } = summary
  return {
    operationId: nameOf(request),
    kind: 'stream_start',
    failedAs: 'stream_start_failed',
    channel,
    params: {
      channel,
      via,
      destination: recordedDestination(summary),
      replace: request.replace ?? false,
      ...kindOf(destination),
    },
    options: request,
    stops: context.gateway === null ? null : StopMark.destination(context.paths.locks, channel, destinationId).begin(),
  }
}

/** Of what was given only the channel is recorded: the rest was not understood, and may hold a key anywhere. */
function unreadSpec(request: StartStreamRequest | RehearsalRequest): StartSpec {
  const given = request.channel ?? 0
  const channel = Number.isSafeInteger(given) ? given : 0
  return {
    operationId: nameOf(request),
    kind: 'stream_start',
    failedAs: 'stream_start_failed',
    channel,
    params: { channel, ...('rehearsal' in request ? { rehearsal: true } : {}) },
    options: request,
    stops: null,
  }
}
