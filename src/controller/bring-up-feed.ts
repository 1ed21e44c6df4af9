import { checkChannelOf } from './check-stream.ts'
import type { OperationContext } from './context.ts'
import type { GatewaySteps } from './gateway-steps.ts'
import { OperationFailed } from './operation-failed.ts'
import type { Running } from './operation.ts'
import { endedMessage, endPresent, liveWithSomethingElse } from './start-direct.ts'
import { isOn, pointChannel, sendOnce, undoStart } from './vmix-steps.ts'

export interface FeedUp {
  /** This operation switched vMix's channel on; whoever fails after it switches it off again. */
  readonly startedChannel: boolean
}

/**
 * Makes vMix send a channel's feed to the gateway, and waits for its first key frame. Where the feed is up already
 * nothing is sent to vMix: what comes next is one more destination of the same feed.
 *
 * @throws OperationFailed `not_confirmed` when no feed arrives in the wait; the channel that was started is stopped again
 */
export async function bringUpFeed(
  context: OperationContext,
  running: Running,
  steps: GatewaySteps,
  replace: boolean,
): Promise<FeedUp> {
  const { channel } = steps
  const ingest = await steps.openFeed()
  if (ingest.feed.publisher !== null) return { startedChannel: false }
  const state = await context.vmix.state({ signal: running.signal })
  checkChannelOf(state, channel)
  if (isOn(state, channel) === true) {
    if (!replace) throw liveWithSomethingElse(channel)
    running.beforeSend()
    await endPresent(context, running, channel)
  }
  await pointChannel(context, running, channel, ingest)
  try {
    await sendOnce(context, 'StartStreaming', String(channel))
    const arrived = await steps.awaitFeed((feed) => feed.publisher !== null && feed.firstKeyFrameAt !== null, {
      limitMs: context.waits.feedMs,
      signal: running.signal,
    })
    if (arrived.found) return { startedChannel: true }
    throw new OperationFailed('not_confirmed', await noFeedMessage(context, channel))
  } catch (error) {
    const leftOn = await undoStart(context, channel)
    if (running.signal.aborted) throw new OperationFailed('aborted', endedMessage(running), { leftOn, cause: error })
    if (error instanceof OperationFailed) {
      throw new OperationFailed(error.code, error.message, { leftOn, cause: error })
    }
    throw error
  }
}

/** What vMix's state says decides what most likely keeps the feed away. */
async function noFeedMessage(context: OperationContext, channel: number): Promise<string> {
  const waited = `${context.waits.feedMs / 1000} s`
  const stream = `Stream ${channel + 1}`
  let on: boolean | null = null
  try {
    on = isOn(await context.vmix.state(), channel)
  } catch {
    // vMix went away meanwhile; what it showed is unknown.
  }
  if (on === true) {
    return `vMix shows ${stream} on, but nothing arrived at the gateway within ${waited}, so it was stopped again. Most likely vMix sends it somewhere else: set ${stream}'s destination in vMix to Custom RTMP Server, because a named service keeps its own URL. If it is set so, vMix's machine may not reach the gateway's address.`
  }
  return `vMix accepted the start of ${stream}, but does not show it on and nothing arrived at the gateway within ${waited}; it was stopped again. Look at Streaming in vMix: its log says why it ended.`
}
