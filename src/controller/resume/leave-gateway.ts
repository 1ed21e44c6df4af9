import { randomUUID } from 'node:crypto'
import type { OperationContext } from '../context.ts'
import { StartGuard } from '../operation/start-guard.ts'
import { StopMark } from '../operation/stop-mark.ts'
import { endOutputs } from '../steps/end-outputs.ts'
import { GatewaySteps } from '../steps/gateway-steps.ts'

/**
 * Ends what the gateway still holds of a stream that vMix sends by itself by now. The gateway's own events say in the log what
 * was ended. Nothing is done while a start is under way on the channel: what is at the gateway then may be its own.
 *
 * @returns names of what was ended
 * @throws GatewayError when the gateway cannot be asked
 */
export async function leaveGateway(context: OperationContext, channel: number): Promise<readonly string[]> {
  const { gateway, paths, clock, waits } = context
  if (gateway === null) return []
  using guard = StartGuard.enter(
    paths.locks,
    `channel-${channel}`,
    StopMark.channel(paths.locks, channel).begin(),
    clock,
  )
  if (guard === null) return []
  const recorded = (await context.log.ledger()).channel(channel)
  if (recorded.via !== 'direct' || recorded.on !== true) return []
  const running = {
    operationId: randomUUID(),
    deadline: new Date(clock.now() + waits.operationMs).toISOString(),
    signal: guard.signal,
  }
  const steps = new GatewaySteps(context, gateway, running, channel)
  const feed = await steps.feed()
  if (feed === null || feed.publisher !== null) return []
  const { destinations, recordings } = await endOutputs(steps, () => true)
  await steps.closeUnusedFeed()
  return [...destinations.map(({ name }) => name), ...recordings.flatMap(({ files }) => files)]
}
