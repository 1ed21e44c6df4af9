import { isRehearsal, kindOf, rehearsedMessage } from './rehearsal-words.ts'
import type { OutputSpec, OutputStatus } from '../../gateway/index.ts'
import type { FeedUp } from './bring-up-feed.ts'
import type { CheckedDestination } from './check-stream.ts'
import { awaitOutput } from '../steps/await-output.ts'
import type { OperationContext } from '../context.ts'
import type { GatewaySteps } from '../steps/gateway-steps.ts'
import type { HeldChannel } from './held-channel.ts'
import type { Outcome } from '../operation/operation.ts'
import { recordedDestination } from '../show-log/recorded.ts'
import type { StreamStarted } from '../results.ts'
import type { RunningStart } from '../operation/run-start.ts'

/**
 * One more destination of a channel's feed. It is added before the feed is up, so that it starts with the first key
 * frame; it counts as live when the destination has acknowledged the publish and has been sent a key frame.
 */
export async function startViaGateway(
  context: OperationContext,
  running: RunningStart,
  steps: GatewaySteps,
  held: HeldChannel,
  destination: CheckedDestination,
): Promise<Outcome<StreamStarted>> {
  const { destinationId, name } = destination.summary
  await held.clear(steps)
  held.wants(destinationId)
  const { feed } = await steps.openFeed()
  const before = feed.outputs.find((output) => output.outputId === destinationId)
  // What was there before this operation is not this operation's to end. Whether an add whose answer was lost has
  // happened is not known, so it is taken back as well.
  if (before === undefined || before.state === 'failed') running.undo.add(() => steps.takeBack(destinationId, name))
  running.limits.beforeSend()
  const added = await steps.addOutput(outputSpec(destination))
  const up = await held.bringUp(steps)
  const live = await awaitOutput(context, running, steps, { outputId: destinationId, name })
  const alreadyLive = added.existed && !up.startedChannel && added.output.state === 'live'
  return started(steps.channel, destination, { alreadyLive, output: live, up })
}

function outputSpec(destination: CheckedDestination): OutputSpec {
  const { summary, url, key, recommendedKbps, backup } = destination
  return {
    kind: 'rtmp',
    outputId: summary.destinationId,
    name: summary.name,
    url,
    key: key.reveal(),
    keyFingerprint: summary.keyFingerprint,
    recommendedKbps,
    ...(backup === null ? {} : { backup: { ...backup, key: backup.key.reveal() } }),
  }
}

function started(
  channel: number,
  destination: CheckedDestination,
  how: { readonly alreadyLive: boolean; readonly output: OutputStatus; readonly up: FeedUp },
): Outcome<StreamStarted> {
  const { summary } = destination
  const { alreadyLive, output, up } = how
  const message = isRehearsal(destination)
    ? rehearsedMessage(channel, destination, alreadyLive)
    : alreadyLive
      ? `Stream ${channel + 1} is already live to ${summary.name}; nothing was sent.`
      : `Stream ${channel + 1} is live to ${summary.name}: frames arrive at the gateway, and the destination has taken the stream.`
  return {
    eventType: 'stream_started',
    params: { channel, via: 'gateway', destination: recordedDestination(summary), ...kindOf(destination) },
    result: {
      success: true,
      verification: 'media',
      already_live: alreadyLive,
      attempts: output.attempts,
      switched_on: up.startedChannel,
      ended_before: [...up.ended],
      ...(up.endedRehearsal ? { ended_rehearsal: true } : {}),
      resumed: [...up.resumed],
    },
    value: (end) => ({
      success: true,
      message: [message, ...up.notes].join(' '),
      channel,
      destination: summary,
      via: 'gateway',
      verification: 'media',
      alreadyLive,
      ...kindOf(destination),
      ...end,
    }),
  }
}
