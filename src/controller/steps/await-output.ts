import type { FeedStatus, OutputStatus } from '../../gateway/index.ts'
import type { OperationContext } from '../context.ts'
import type { GatewaySteps } from './gateway-steps.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import type { Running } from '../operation/operation.ts'

/** Why a file cannot be written: it is this machine's doing. */
const ofThisMachine = new Set(['disk_full', 'disk_error'])

/**
 * Waits until an output is live.
 *
 * @throws OperationFailed `not_confirmed`: given up by the gateway (nothing goes on), or still being tried at the end of
 *   the wait (goes on: the gateway tries again and again)
 */
export async function awaitOutput(
  context: OperationContext,
  running: Running,
  steps: GatewaySteps,
  { outputId, name }: { readonly outputId: string; readonly name: string },
): Promise<OutputStatus> {
  const find = (feed: FeedStatus | null) => feed?.outputs.find((output) => output.outputId === outputId) ?? null
  const settled = (output: OutputStatus | null) =>
    output === null || output.state === 'live' || output.state === 'failed' || output.state === 'closed'
  const look = await steps.awaitFeed((feed) => settled(find(feed)), {
    limitMs: context.waits.destinationMs,
    signal: running.signal,
  })
  const output = find(look.feed)
  if (output === null || output.state === 'closed') {
    throw new OperationFailed('aborted', `${name} was removed from the gateway while it was being started.`)
  }
  if (output.state === 'live') return output
  const why = output.why ?? `it is ${output.state}`
  if (output.state !== 'failed') {
    throw new OperationFailed(
      'not_confirmed',
      `${name} is not live after ${context.waits.destinationMs / 1000} s: ${why} The gateway goes on trying; stop this destination to end that.`,
      { leftOn: [`the gateway's tries to reach ${name} (${outputId})`], goesOn: true },
    )
  }
  if (ofThisMachine.has(output.code ?? '')) throw new OperationFailed('configuration_error', `${name}: ${why}`)
  if (output.code === 'unsupported') throw new OperationFailed('unsupported', `${name}: ${why}`)
  throw new OperationFailed('not_confirmed', `${name} did not take the stream: ${why}`)
}
