import type { FeedStatus, OutputStatus } from '../../gateway/index.ts'
import { checkChannelOf } from './check-stream.ts'
import type { OperationContext } from '../context.ts'
import type { GatewaySteps } from '../steps/gateway-steps.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import { isRecordedRehearsal, rehearsalNotNow, type ShowKind } from './kind-of-show.ts'
import { endPresent, liveWithSomethingElse } from './present.ts'
import type { StartLimits } from '../operation/start-limits.ts'
import { isOn } from '../steps/vmix-steps.ts'
import { startFeed } from './start-feed.ts'

export interface FeedUp {
  /** This operation switched vMix's channel on; whoever fails after it switches it off again. */
  readonly startedChannel: boolean
  /** Ids of what an earlier show had left at the gateway, and was ended so that nothing goes out unasked. */
  readonly ended: readonly string[]
  /** A rehearsal was among it. */
  readonly endedRehearsal: boolean
  /** Ids of what had lost its feed, and has it again. */
  readonly resumed: readonly string[]
  /** The same as sentences for a person. */
  readonly notes: readonly string[]
}

const upAlready: FeedUp = { startedChannel: false, ended: [], endedRehearsal: false, resumed: [], notes: [] }

interface FeedRequest {
  readonly replace: boolean
  readonly kind: ShowKind | null
  /** Whether an output at the gateway is one that is being started. */
  readonly isWanted: (outputId: string) => boolean
}

/**
 * Makes vMix send a channel's feed to the gateway, and waits for its first key frame. Where the feed is up already
 * nothing is sent to vMix: what comes next is one more destination of the same feed.
 *
 * @throws OperationFailed `not_confirmed` when no feed arrives in the wait; the channel that was started is stopped again
 */
export async function bringUpFeed(
  context: OperationContext,
  limits: StartLimits,
  steps: GatewaySteps,
  { replace, kind, isWanted }: FeedRequest,
): Promise<FeedUp> {
  const { channel } = steps
  const { signal } = limits
  const ingest = await steps.openFeed()
  if (ingest.feed.publisher !== null) return upAlready
  const state = await context.vmix.state({ signal })
  checkChannelOf(state, channel)
  if (isOn(state, channel) === true) {
    if (kind === 'rehearsal') await checkIsRehearsal(context, channel)
    if (!replace) throw await onElsewhere(context, channel)
    await endPresent(context, limits, channel)
  }
  const left = await settleLeft(limits, steps, ingest.feed, { replace, kind, isWanted })
  const startedChannel = await startFeed(context, limits, steps, ingest)
  return { startedChannel, ...left }
}

/**
 * What is at the gateway already would go out with the new feed. Where the feed was lost it is the same show, and goes on.
 * Else a destination was left over, by a show that was ended in vMix or a start that was interrupted, and is ended: nothing
 * goes out that nobody asked for. A recording goes on, in another file.
 */
async function settleLeft(
  limits: StartLimits,
  steps: GatewaySteps,
  feed: FeedStatus,
  { replace, isWanted }: FeedRequest,
): Promise<Omit<FeedUp, 'startedChannel'>> {
  const others = feed.outputs.filter(({ outputId, state }) => state !== 'failed' && !isWanted(outputId))
  const isLeftOver = ({ kind }: OutputStatus) => kind !== 'file' && (feed.state !== 'lost' || replace)
  const [ended, resumed] = [others.filter(isLeftOver), others.filter((output) => !isLeftOver(output))]
  if (ended.length > 0) limits.beforeSend()
  await Promise.all(ended.map(({ outputId }) => steps.removeOutput(outputId)))
  const notes = [
    ...(ended.length === 0 ? [] : [`Ended, as left over from a stream before: ${names(ended)}.`]),
    ...(resumed.length === 0 ? [] : [`Goes on with it: ${names(resumed)}.`]),
  ]
  return { ended: ids(ended), endedRehearsal: false, resumed: ids(resumed), notes }
}

function ids(outputs: readonly OutputStatus[]): string[] {
  return outputs.map(({ outputId }) => outputId)
}

function names(outputs: readonly OutputStatus[]): string {
  return outputs.map(({ name }) => name).join(', ')
}

/** What is on is ended for a rehearsal only where it is one too. */
async function checkIsRehearsal(context: OperationContext, channel: number): Promise<void> {
  if (!isRecordedRehearsal((await context.log.ledger()).channel(channel))) throw rehearsalNotNow(channel)
}

/** On in vMix, and not at the gateway: where the log has it on through the gateway, most likely that has come up anew. */
async function onElsewhere(context: OperationContext, channel: number): Promise<OperationFailed> {
  const recorded = (await context.log.ledger()).channel(channel)
  if (recorded.via !== 'gateway') return liveWithSomethingElse(channel)
  const before = recorded.destinations.map(({ name }) => name).join(', ')
  return new OperationFailed(
    'channel_busy',
    `vMix shows Stream ${channel + 1} (channel ${channel}) on, and nothing of it arrives at the gateway, through which it was started${before === '' ? '' : ` to ${before}`}. Either the gateway was restarted and no longer knows what vMix sends, or vMix sends elsewhere now. Say replace to stop it and start it anew, and name all destinations again.`,
  )
}
