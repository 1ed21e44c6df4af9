import { checkChannel, checkDestination, type CheckedDestination, type StartStreamRequest } from './check-stream.ts'
import type { OperationContext } from './context.ts'
import { GatewaySteps } from './gateway-steps.ts'
import { HeldChannel } from './held-channel.ts'
import { refuse, runStart, type StartSpec } from './operation.ts'
import { recordedDestination } from './recorded.ts'
import type { StartStreamResult } from './results.ts'
import { startDirect } from './start-direct.ts'
import { startViaGateway } from './start-via-gateway.ts'

/** Starts a channel to one destination: directly, or as one more destination of the channel's feed at the gateway. */
export async function startStream(
  context: OperationContext,
  request: StartStreamRequest,
  within?: HeldChannel,
): Promise<StartStreamResult> {
  let channel: number
  let destination: CheckedDestination
  try {
    channel = checkChannel(request.channel)
    destination = await checkDestination(context, request)
  } catch (error) {
    const given = request.channel ?? 0
    // Of what was given only the channel is recorded: the rest was not understood, and may hold a key anywhere.
    return await refuse(context, startSpec(request, Number.isSafeInteger(given) ? given : 0, null), error)
  }
  const spec = startSpec(request, channel, { destination, via: context.gateway === null ? 'direct' : 'gateway' })
  const replace = request.replace ?? false
  const { gateway } = context
  const start = (held: HeldChannel) =>
    runStart(context, held, spec, (running) => {
      if (gateway === null) return startDirect(context, running, { channel, destination, replace })
      const steps = new GatewaySteps(context, gateway, running, channel)
      return startViaGateway(context, running, steps, destination, () => held.bringUp(running, steps))
    })
  if (within !== undefined) return await start(within)
  try {
    using held = await HeldChannel.enter(context, channel, request)
    const result = await start(held)
    await held.endUnlessTaken([result])
    return result
  } catch (error) {
    return await refuse(context, spec, error)
  }
}

function startSpec(
  request: StartStreamRequest,
  channel: number,
  to: { readonly destination: CheckedDestination; readonly via: 'direct' | 'gateway' } | null,
): StartSpec {
  return {
    kind: 'stream_start',
    failedAs: 'stream_start_failed',
    channel,
    params:
      to === null
        ? { channel }
        : {
            channel,
            via: to.via,
            destination: recordedDestination(to.destination.summary),
            replace: request.replace ?? false,
          },
    options: request,
  }
}
