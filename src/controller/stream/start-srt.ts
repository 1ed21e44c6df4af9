import { checkShowLock } from '../show-lock/check.ts'
import type { OutputStatus } from '../../gateway/index.ts'
import type { OperationContext } from '../context.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import { checkName, nameOf, refuse, type Outcome } from '../operation/operation.ts'
import { runStart, type RunningStart, type StartSpec } from '../operation/run-start.ts'
import { StopMark, type StopsSince } from '../operation/stop-mark.ts'
import type { SrtStreamStarted, StartSrtResult } from '../results.ts'
import { recordedDestination } from '../show-log/recorded.ts'
import { awaitOutput } from '../steps/await-output.ts'
import { GatewaySteps } from '../steps/gateway-steps.ts'
import type { FeedUp } from './bring-up-feed.ts'
import { checkSrt, type CheckedSrt, type StartSrtRequest } from './check-srt.ts'
import { checkChannel } from './check-stream.ts'
import { HeldChannel } from './held-channel.ts'

const withoutGateway =
  "SRT goes out through the gateway, because vMix's API cannot set an SRT address: start the gateway (vmixctl gateway) and name it (--gateway). Or set SRT in vMix under Settings, Outputs, and switch it on there. RTMP needs no gateway."

/** Sends a channel's feed by SRT, as one more destination at the gateway. */
export async function startSrtStream(
  context: OperationContext,
  request: StartSrtRequest,
  within?: HeldChannel,
): Promise<StartSrtResult> {
  let spec: StartSpec = unreadSpec(request)
  let channel: number
  let stops: StopsSince
  let act: (held: HeldChannel) => Promise<StartSrtResult>
  try {
    if (within === undefined) checkName(request)
    channel = checkChannel(request.channel)
    if (request.replace === true) checkShowLock(context, request)
    // Before anything is awaited: whoever stops from now on means this start too.
    stops = StopMark.channel(context.paths.locks, channel).begin()
    const checked = await checkSrt(context, request)
    const { gateway } = context
    if (gateway === null) throw new OperationFailed('unsupported', withoutGateway)
    spec = startSpec(context, request, channel, checked)
    act = (held) =>
      runStart(context, held, spec, (running) =>
        start(context, running, new GatewaySteps(context, gateway, running, channel), held, checked),
      )
  } catch (error) {
    await within?.leave()
    return await refuse(context, spec, error)
  }
  if (within !== undefined) return await act(within)
  try {
    using held = HeldChannel.enter(context, channel, stops, { ...request, kind: 'show' })
    return await act(held)
  } catch (error) {
    return await refuse(context, spec, error)
  }
}

async function start(
  context: OperationContext,
  running: RunningStart,
  steps: GatewaySteps,
  held: HeldChannel,
  checked: CheckedSrt,
): Promise<Outcome<SrtStreamStarted>> {
  const { outputId, name, mode } = checked.spec
  await held.clear(steps)
  held.wants(outputId)
  const { feed } = await steps.openFeed()
  const before = feed.outputs.find((output) => output.outputId === outputId)
  if (before === undefined || before.state === 'failed') running.undo.add(() => steps.takeBack(outputId, name))
  running.limits.beforeSend()
  const added = await steps.addOutput(checked.spec)
  if (added.output.code === 'unsupported') {
    throw new OperationFailed('unsupported', added.output.why ?? 'Nothing at the gateway speaks SRT.')
  }
  const up = await held.bringUp(steps)
  const uncalled = mode === 'listener' ? await stillUncalled(context, running, steps, outputId) : null
  const output = uncalled ?? (await awaitOutput(context, running, steps, { outputId, name }))
  const alreadyLive = added.existed && !up.startedChannel && added.output.state === 'live'
  return started(steps.channel, checked, { alreadyLive, output, up })
}

/** A listener whose port is open has done its part: when it is called is the receiver's business. Null: it is not so. */
async function stillUncalled(
  context: OperationContext,
  running: RunningStart,
  steps: GatewaySteps,
  outputId: string,
): Promise<OutputStatus | null> {
  const look = await steps.awaitFeed(
    (feed) => {
      const output = feed?.outputs.find((one) => one.outputId === outputId)
      return (
        output === undefined || output.code === 'nobody_called' || ['live', 'failed', 'closed'].includes(output.state)
      )
    },
    { limitMs: context.waits.destinationMs, signal: running.signal },
  )
  const output = look.feed?.outputs.find((one) => one.outputId === outputId) ?? null
  return output?.code === 'nobody_called' ? output : null
}

function started(
  channel: number,
  { summary, spec }: CheckedSrt,
  how: { readonly alreadyLive: boolean; readonly output: OutputStatus; readonly up: FeedUp },
): Outcome<SrtStreamStarted> {
  const { alreadyLive, output, up } = how
  const { mode, latencyMs } = spec
  const live = output.state === 'live'
  const verification = live ? 'media' : 'accepted'
  const message = alreadyLive
    ? `Stream ${channel + 1} is already live to ${summary.name}; nothing was sent.`
    : live
      ? `Stream ${channel + 1} is live to ${summary.name}: frames arrive at the gateway, and the receiver takes the stream.`
      : `The gateway listens on ${summary.url}; nobody has called yet, so nobody gets Stream ${channel + 1} there. It goes live when a receiver calls.`
  const unmeasured = output.srt?.carrier === 'ffmpeg' ? ['ffmpeg carries it, which tells no figures of the line.'] : []
  return {
    eventType: 'srt_stream_started',
    params: recordedParams(channel, { summary, spec }),
    result: {
      success: true,
      verification,
      already_live: alreadyLive,
      attempts: output.attempts,
      switched_on: up.startedChannel,
      ended_before: [...up.ended],
      ...(up.endedRehearsal ? { ended_rehearsal: true } : {}),
      resumed: [...up.resumed],
    },
    value: (end) => ({
      success: true,
      message: [message, ...unmeasured, ...up.notes].join(' '),
      protocol: 'SRT',
      mode,
      latencyMs,
      channel,
      destination: summary,
      via: 'gateway',
      verification,
      alreadyLive,
      ...end,
    }),
  }
}

function recordedParams(channel: number, { summary, spec }: CheckedSrt) {
  const { mode, latencyMs, passphrase } = spec
  return {
    channel,
    via: 'gateway',
    protocol: 'SRT',
    mode,
    latency_ms: latencyMs,
    encrypted: passphrase !== null,
    destination: recordedDestination(summary),
  } as const
}

function startSpec(
  context: OperationContext,
  request: StartSrtRequest,
  channel: number,
  checked: CheckedSrt,
): StartSpec {
  return {
    ...unreadSpec(request),
    channel,
    params: { ...recordedParams(channel, checked), replace: request.replace ?? false },
    stops: StopMark.destination(context.paths.locks, channel, checked.summary.destinationId).begin(),
  }
}

/** Of what was given only the channel is recorded: the rest was not understood, and may hold a passphrase anywhere. */
function unreadSpec(request: StartSrtRequest): StartSpec {
  const channel = request.channel ?? 0
  return {
    operationId: nameOf(request),
    kind: 'stream_start',
    failedAs: 'srt_stream_start_failed',
    channel: Number.isSafeInteger(channel) ? channel : 0,
    params: { channel: Number.isSafeInteger(channel) ? channel : null, protocol: 'SRT' },
    options: request,
    stops: null,
  }
}
