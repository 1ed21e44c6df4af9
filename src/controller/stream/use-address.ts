import type { OperationContext } from '../context.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import { checkName, nameOf, refuse, type OperationOptions } from '../operation/operation.ts'
import { runStop } from '../operation/run-stop.ts'
import type { UseAddressResult } from '../results.ts'
import { GatewaySteps } from '../steps/gateway-steps.ts'
import { checkChannel, checkDestinationId } from './check-stream.ts'

/** Which destination, and by which of its addresses it is sent to from now on. */
export interface UseAddressRequest extends OperationOptions {
  /** vMix's stream, 0-based; default 0. */
  readonly channel?: number
  readonly destinationId: string
  readonly address: 'main' | 'backup'
}

/** A connection and a key frame take a few seconds; longer is said, and not waited for. */
const LIMIT_MS = 8000

/** Sends a destination to its main or its backup address. The present one goes on until the other takes the stream. */
export async function useAddress(context: OperationContext, request: UseAddressRequest): Promise<UseAddressResult> {
  const { channel = 0, destinationId, address } = request
  const spec = {
    operationId: nameOf(request),
    kind: 'destination_switch',
    failedAs: 'destination_switch_failed',
    channel,
    params: {
      channel: Number.isSafeInteger(channel) ? channel : null,
      address: address === 'main' ? 'main' : 'backup',
    },
    options: request,
  } as const
  const { gateway } = context
  try {
    checkName(request)
    checkChannel(channel)
    checkDestinationId(destinationId)
    if (gateway === null) throw noGateway()
  } catch (error) {
    return await refuse(context, spec, error)
  }
  const known = { ...spec, params: { ...spec.params, destination_id: destinationId } }
  return await runStop(context, known, async (running) => {
    const steps = new GatewaySteps(context, gateway, running, channel)
    const asked = await steps.useAddress(destinationId, address)
    const { feed } = await steps.awaitFeed(
      (now) => {
        const output = now?.outputs.find(({ outputId }) => outputId === destinationId)
        return output?.failover == null || output.failover.goingTo === null
      },
      { limitMs: LIMIT_MS, signal: running.signal },
    )
    const output = feed?.outputs.find(({ outputId }) => outputId === destinationId) ?? asked
    const { inUse = 'main', stayedWhy = null } = output.failover ?? {}
    const there = inUse === address
    const message = there
      ? `${output.name} is sent to its ${address} address.`
      : `${output.name} is still sent to its ${inUse} address: ${stayedWhy ?? 'the other one does not answer yet.'}`
    return {
      eventType: 'destination_switched',
      result: { success: true, message, address: inUse },
      value: (end) => ({ success: true, message, channel, destinationId, address: inUse, ...end }),
    }
  })
}

function noGateway(): OperationFailed {
  return new OperationFailed('unsupported', 'Only a destination at the gateway has a backup address. Name the gateway.')
}
