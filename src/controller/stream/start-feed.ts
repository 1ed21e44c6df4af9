import type { FeedStatus } from '../../gateway/index.ts'
import type { OperationContext } from '../context.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import type { StartLimits } from '../operation/start-limits.ts'
import type { GatewaySteps } from '../steps/gateway-steps.ts'
import { isOn, pointChannel, sendOnce, undoStart } from '../steps/vmix-steps.ts'

/** Of a connection by which nothing comes for so long nothing more is expected, ms. */
const stillMs = 1500

/**
 * Tells vMix's channel where the gateway takes it, switches it on, and waits for its first key frame. Where nothing comes the
 * channel is stopped again.
 *
 * @param ingest where it is taken, and what was there before; a connection of before that hangs on is not waited for
 * @returns whether it was switched on by this; false: somebody else did, and it arrives
 * @throws OperationFailed `not_confirmed` when no feed arrives in the wait
 */
export async function startFeed(
  context: OperationContext,
  limits: StartLimits,
  steps: GatewaySteps,
  ingest: { readonly url: string; readonly key: string; readonly feed: FeedStatus },
): Promise<boolean> {
  const { channel } = steps
  const { signal } = limits
  const before = ingest.feed.publisher?.connectedAt ?? null
  const isNew = (feed: FeedStatus | null): boolean =>
    feed?.publisher != null && feed.publisher.connectedAt !== before && feed.firstKeyFrameAt !== null
  await pointChannel(context, limits, channel, ingest)
  const lost = await sendOnce(context, 'StartStreaming', String(channel))
  try {
    const arrived = await steps.awaitFeed(isNew, {
      limitMs: context.waits.feedMs,
      signal,
    })
    if (arrived.found) return true
    if (before !== null && (await isOthers(context, limits, steps, before))) return false
  } catch (error) {
    const leftOn = await undoStart(context, channel)
    const { code, message } = limits.failureOf(error)
    throw new OperationFailed(code, message, { leftOn, cause: error })
  }
  if (lost !== null)
    throw new OperationFailed(
      'connection_error',
      `${lost.message} Nothing of Stream ${channel + 1} arrived at the gateway either.`,
      { leftOn: await undoStart(context, channel), cause: lost },
    )
  const why = (await unfitMessage(context, steps)) ?? (await noFeedMessage(context, channel))
  const leftOn = await undoStart(context, channel)
  const now = leftOn.length === 0 ? 'It was stopped again.' : 'It could not be stopped again: look at vMix.'
  throw new OperationFailed('not_confirmed', `${why} ${now}`, { leftOn })
}

/** Pictures come by the connection of before, and vMix shows it on: it was no leftover, and what somebody else started is not stopped. */
async function isOthers(
  context: OperationContext,
  { signal }: StartLimits,
  steps: GatewaySteps,
  before: string,
): Promise<boolean> {
  const frames = (await steps.feed())?.reading.framesTotal ?? 0
  const comes = (feed: FeedStatus | null): boolean =>
    feed?.publisher?.connectedAt === before && feed.reading.framesTotal > frames
  const { found } = await steps.awaitFeed(comes, { limitMs: stillMs, signal })
  return found && isOn(await context.vmix.state({ signal }), steps.channel) === true
}

/** It arrives and cannot begin: the gateway says what is wrong with it. */
async function unfitMessage(context: OperationContext, steps: GatewaySteps): Promise<string | null> {
  const why = (await steps.feed().catch(() => null))?.why ?? null
  return why === null
    ? null
    : `Nothing that can be sent on arrived at the gateway within ${context.waits.feedMs / 1000} s. ${why}`
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
    return `vMix shows ${stream} on, but nothing arrived at the gateway within ${waited}. Most likely vMix sends it somewhere else: set ${stream}'s destination in vMix to Custom RTMP Server, because a named service keeps its own URL. If it is set so, vMix's machine may not reach the gateway's address.`
  }
  return `vMix accepted the start of ${stream}, but does not show it on and nothing arrived at the gateway within ${waited}. Look at Streaming in vMix: its log says why it ended.`
}
