import type { OutputSpec, OutputStatus } from '../gateway/index.ts'
import type { FeedUp } from './bring-up-feed.ts'
import type { CheckedDestination } from './check-stream.ts'
import type { OperationContext } from './context.ts'
import type { GatewaySteps } from './gateway-steps.ts'
import { OperationFailed } from './operation-failed.ts'
import type { Outcome, Running } from './operation.ts'
import { recordedDestination } from './recorded.ts'
import type { StreamStarted } from './results.ts'
import { endedMessage } from './start-direct.ts'

/**
 * One more destination of a channel's feed. It is added before the feed is up, so that it starts with the first key
 * frame; it counts as live when the destination has acknowledged the publish and has been sent a key frame.
 */
export async function startViaGateway(
  context: OperationContext,
  running: Running,
  steps: GatewaySteps,
  destination: CheckedDestination,
  feedUp: () => Promise<FeedUp>,
): Promise<Outcome<StreamStarted>> {
  const { summary } = destination
  await steps.openFeed()
  running.beforeSend()
  const added = await steps.addOutput(outputSpec(destination))
  try {
    const { startedChannel } = await feedUp()
    const live = await awaitOutput(context, running, steps, summary.destinationId, summary.name)
    return started(steps.channel, destination, added.existed && !startedChannel && added.output.state === 'live', live)
  } catch (error) {
    const keeps = error instanceof OperationFailed && error.leftOn.length > 0 && error.code === 'not_confirmed'
    // What was there before this operation is not this operation's to end.
    if (!added.existed && !keeps) await steps.removeOutput(summary.destinationId).catch(() => null)
    throw error
  }
}

/**
 * Waits until an output is live.
 *
 * @throws OperationFailed `not_confirmed`: given up by the gateway (nothing left on), or still being tried at the end of
 *   the wait (left on: the gateway goes on trying)
 */
export async function awaitOutput(
  context: OperationContext,
  running: Running,
  steps: GatewaySteps,
  outputId: string,
  name: string,
): Promise<OutputStatus> {
  let last: OutputStatus | null = null
  let arrived: boolean
  try {
    const look = await steps.awaitFeed(
      (feed) => {
        last = feed.outputs.find((output) => output.outputId === outputId) ?? null
        return last === null || last.state === 'live' || last.state === 'failed'
      },
      { limitMs: context.waits.destinationMs, signal: running.signal },
    )
    arrived = look.found
  } catch (error) {
    if (running.signal.aborted) throw new OperationFailed('aborted', endedMessage(running), { cause: error })
    throw error
  }
  const output = lastSeen(last)
  if (output === null) {
    throw new OperationFailed('aborted', `${name} was removed from the gateway while it was being started.`)
  }
  if (arrived && output.state === 'live') return output
  const why = output.why ?? `it is ${output.state}`
  if (output.state === 'failed') {
    throw new OperationFailed('not_confirmed', `${name} did not take the stream: ${why}`)
  }
  throw new OperationFailed(
    'not_confirmed',
    `${name} is not live after ${context.waits.destinationMs / 1000} s: ${why} The gateway goes on trying; stop this destination to end that.`,
    { leftOn: [`the gateway's tries to reach ${name} (${outputId})`] },
  )
}

/** Widens what the closure above assigned: the compiler cannot see that it runs. */
function lastSeen(output: OutputStatus | null): OutputStatus | null {
  return output
}

function outputSpec(destination: CheckedDestination): OutputSpec {
  const { summary, key, recommendedKbps } = destination
  return {
    kind: 'rtmp',
    outputId: summary.destinationId,
    name: summary.name,
    url: summary.url,
    key: key.reveal(),
    keyFingerprint: summary.keyFingerprint,
    recommendedKbps,
  }
}

function started(
  channel: number,
  destination: CheckedDestination,
  alreadyLive: boolean,
  output: OutputStatus,
): Outcome<StreamStarted> {
  const { summary } = destination
  const message = alreadyLive
    ? `Stream ${channel + 1} is already live to ${summary.name}; nothing was sent.`
    : `Stream ${channel + 1} is live to ${summary.name}: frames arrive at the gateway, and the destination has taken the stream.`
  return {
    eventType: 'stream_started',
    params: { channel, via: 'gateway', destination: recordedDestination(summary) },
    result: { success: true, verification: 'media', already_live: alreadyLive, attempts: output.attempts },
    value: (end) => ({
      success: true,
      message,
      channel,
      destination: summary,
      via: 'gateway',
      verification: 'media',
      alreadyLive,
      ...end,
    }),
  }
}
