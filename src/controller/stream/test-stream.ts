import type { FeedStatus } from '../../gateway/index.ts'
import type { OperationContext } from '../context.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import { checkName, nameOf, refuse, type OperationOptions, type Outcome } from '../operation/operation.ts'
import { runStart, type RunningStart, type StartSpec } from '../operation/run-start.ts'
import { StopMark, type StopsSince } from '../operation/stop-mark.ts'
import type { StreamTested, TestStreamResult } from '../results.ts'
import { GatewaySteps } from '../steps/gateway-steps.ts'
import { undoStart } from '../steps/vmix-steps.ts'
import { checkChannel } from './check-stream.ts'
import { HeldChannel } from './held-channel.ts'

/** Which stream to try, and for how long. @example { channel: 0, seconds: 3 } */
export interface TestStreamRequest extends OperationOptions {
  /** vMix's stream, 0-based; default 0. */
  readonly channel?: number
  /** How long it is measured once its first picture has arrived: 1 to 30, default 3. */
  readonly seconds?: number
}

/** So long what was tried may take to leave the gateway after vMix's stop, ms. */
const leaveMs = 3000

/**
 * Sends a channel to the gateway and from there to nobody, measures it, and switches it off again: whether vMix really sends
 * to us is known only by trying. What is live already is measured as it is, and nothing is sent to vMix.
 */
export async function testStream(context: OperationContext, request: TestStreamRequest): Promise<TestStreamResult> {
  const { gateway } = context
  const seconds = request.seconds ?? 3
  const spec: StartSpec = {
    operationId: nameOf(request),
    kind: 'stream_test',
    failedAs: 'stream_test_failed',
    channel: Number.isSafeInteger(request.channel ?? 0) ? (request.channel ?? 0) : 0,
    params: { channel: Number.isSafeInteger(request.channel ?? 0) ? (request.channel ?? 0) : null },
    options: request,
    stops: null,
  }
  try {
    checkName(request)
    const channel = checkChannel(request.channel)
    if (!(seconds >= 1 && seconds <= 30)) {
      throw new OperationFailed('validation_error', 'Invalid seconds. Must be 1 to 30.')
    }
    // Before anything is awaited: whoever stops from now on means this too.
    const stops: StopsSince = StopMark.channel(context.paths.locks, channel).begin()
    if (gateway === null) throw new OperationFailed('unsupported', noGateway)
    using held = HeldChannel.enter(context, channel, stops, request)
    return await runStart(context, held, spec, (running) =>
      tryFor(context, running, held, { steps: new GatewaySteps(context, gateway, running, channel), seconds }),
    )
  } catch (error) {
    return await refuse(context, spec, error)
  }
}

const noGateway =
  'Without the gateway a stream cannot be tried: vMix would send it to its destination, and viewers would see it. Use the gateway.'

async function tryFor(
  context: OperationContext,
  running: RunningStart,
  held: HeldChannel,
  { steps, seconds }: { readonly steps: GatewaySteps; readonly seconds: number },
): Promise<Outcome<StreamTested>> {
  const { channel } = steps
  const { feed } = await steps.openFeed()
  const isLive = feed.publisher !== null
  if (!isLive) checkGoesToNobody(feed)
  const { startedChannel } = await held.bringUp(steps)
  await context.clock.sleep(seconds * 1000, running.signal)
  const measured = await steps.feed()
  if (measured?.publisher == null) {
    throw new OperationFailed('not_confirmed', `Stream ${channel + 1} arrived at the gateway and ended by itself.`)
  }
  if (startedChannel) await switchOff(context, steps)
  return tested(channel, measured, { startedChannel, seconds })
}

/** What is set there already would go out with it. */
function checkGoesToNobody({ channel, outputs }: FeedStatus): void {
  const waiting = outputs.filter(({ state }) => state !== 'failed' && state !== 'closed').map(({ name }) => name)
  if (waiting.length === 0) return
  throw new OperationFailed(
    'channel_busy',
    `Stream ${channel + 1} would go to ${waiting.join(', ')}, which wait for it at the gateway. Start the stream, or stop it first.`,
  )
}

async function switchOff(context: OperationContext, steps: GatewaySteps): Promise<void> {
  const leftOn = await undoStart(context, steps.channel)
  if (leftOn.length > 0) {
    const message = `Stream ${steps.channel + 1} was tried and could not be switched off again: look at vMix.`
    throw new OperationFailed('not_confirmed', message, { leftOn })
  }
  // Its key is void then. Where the gateway does not answer, the next start makes use of it.
  await steps
    .awaitFeed((feed) => feed?.publisher == null, { limitMs: leaveMs })
    .then(() => steps.closeUnusedFeed())
    .catch(() => undefined)
}

function tested(
  channel: number,
  { media, reading }: FeedStatus,
  { startedChannel, seconds }: { readonly startedChannel: boolean; readonly seconds: number },
): Outcome<StreamTested> {
  const { width, height, videoCodec, audioCodec } = media
  const { fps, bitrateKbps, keyFrameIntervalMs } = reading
  const how = startedChannel ? 'was tried and is off again' : 'is live, and was measured as it is'
  return {
    eventType: 'stream_tested',
    params: { channel, seconds: Math.round(seconds) },
    result: {
      success: true,
      verification: 'media',
      switched_on: startedChannel,
      width,
      height,
      fps_milli: fps === null ? null : Math.round(fps * 1000),
      bitrate_kbps: bitrateKbps === null ? null : Math.round(bitrateKbps),
      video_codec: videoCodec,
      audio_codec: audioCodec,
    },
    value: (end) => ({
      success: true,
      message: `Stream ${channel + 1} arrives at the gateway; it ${how}.`,
      channel,
      alreadyLive: !startedChannel,
      width,
      height,
      fps,
      bitrateKbps,
      keyFrameIntervalMs,
      videoCodec,
      audioCodec,
      verification: 'media',
      ...end,
    }),
  }
}
