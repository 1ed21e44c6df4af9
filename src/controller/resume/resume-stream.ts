import type { OperationContext } from '../context.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import { checkName, nameOf, refuse, type OperationOptions, type Outcome } from '../operation/operation.ts'
import { runStart, type RunningStart, type StartSpec } from '../operation/run-start.ts'
import { StopMark } from '../operation/stop-mark.ts'
import type { ResumeStreamResult, StreamResumed, Verification } from '../results.ts'
import { GatewaySteps } from '../steps/gateway-steps.ts'
import {
  checkChannel,
  checkChannelOf,
  checkDestination,
  type CheckedDestination,
  type StreamDestination,
} from '../stream/check-stream.ts'
import { HeldChannel } from '../stream/held-channel.ts'
import { startDirect } from '../stream/start-direct.ts'
import { resumeLook, standingOf, type StreamStanding } from './plan.ts'
import { type FeedBack, feedBack, outputsOf, resumeFeed } from './resume-feed.ts'

/** Which stream to bring back. @example { channel: 0 } */
export interface ResumeStreamRequest extends OperationOptions {
  /** vMix's stream, 0-based; default 0. */
  readonly channel?: number
  /** Where it went, with its key, for a stream that vMix sends by itself: the log keeps no key. Through the gateway it is not needed. */
  readonly destination?: StreamDestination
}

/**
 * Brings a stream back as it was, after vMix was away. Only one that should be on by the show log, that nobody has stopped on
 * purpose, and that is off; one that is on is left as it is.
 */
export async function resumeStream(
  context: OperationContext,
  request: ResumeStreamRequest,
): Promise<ResumeStreamResult> {
  const given = request.channel ?? 0
  const shown = Number.isSafeInteger(given) ? given : 0
  const spec: StartSpec = {
    operationId: nameOf(request),
    kind: 'stream_resume',
    failedAs: 'stream_resume_failed',
    channel: shown,
    params: { channel: shown },
    options: request,
    stops: null,
  }
  try {
    checkName(request)
    const channel = checkChannel(request.channel)
    // Before anything is awaited: whoever stops from now on means this too.
    const stops = StopMark.channel(context.paths.locks, channel).begin()
    const destination = await checked(context, request.destination)
    using held = HeldChannel.enter(context, channel, stops, request)
    return await runStart(context, held, spec, (running) => bringBack(context, running, channel, destination))
  } catch (error) {
    return await refuse(context, spec, error)
  }
}

/** vMix sends to one address: what else was meant as its backup is left away. */
async function checked(
  context: OperationContext,
  destination: StreamDestination | undefined,
): Promise<CheckedDestination | null> {
  if (destination === undefined) return null
  const { backup: _, ...main } = destination
  return await checkDestination(context, main)
}

async function bringBack(
  context: OperationContext,
  running: RunningStart,
  channel: number,
  destination: CheckedDestination | null,
): Promise<Outcome<StreamResumed>> {
  const look = await resumeLook(context, { signal: running.signal })
  checkChannelOf(look.state, channel)
  const standing = standingOf(channel, look)
  if (standing === null) {
    throw new OperationFailed(
      'validation_error',
      `Stream ${channel + 1} is not brought back: by the show log it was stopped, or it was never started here. Start it as usual.`,
    )
  }
  if (standing.refusal !== null) throw standing.refusal
  const { show, isOn, feed } = standing
  if (show.via === 'direct') return await bringBackDirect(context, running, standing, destination)
  const { gateway } = context
  if (gateway === null) throw new OperationFailed('unsupported', 'It went through the gateway, and there is none here.')
  if (isOn) return resumed(standing, feedBack(outputsOf(feed), show), true)
  const steps = new GatewaySteps(context, gateway, running, channel)
  return resumed(standing, await resumeFeed(context, running, steps, show), false)
}

async function bringBackDirect(
  context: OperationContext,
  running: RunningStart,
  standing: StreamStanding,
  destination: CheckedDestination | null,
): Promise<Outcome<StreamResumed>> {
  const { channel, show, isOn } = standing
  const known = show.destinations.map(({ id, name, url }) => ({ destinationId: id, name, url }))
  const places = known.map((each) => ({ ...each, state: 'unknown' as const, why: null }))
  const back = { destinations: places, recordings: [], recorded: show.destinations, missing: [] }
  if (isOn) return resumed(standing, back, true)
  if (destination === null || !show.destinations.some(({ url }) => url === destination.summary.url)) {
    const to = known.map(({ name }) => name).join(', ')
    throw new OperationFailed(
      'validation_error',
      `Stream ${channel + 1} went to ${to} by vMix itself, and its stream key is not known here. Start it as usual, with its key.`,
    )
  }
  await startDirect(context, running, { channel, destination, replace: false })
  return resumed(standing, back, false)
}

function resumed({ channel, show }: StreamStanding, back: FeedBack, alreadyLive: boolean): Outcome<StreamResumed> {
  const { via } = show
  const { destinations, recordings, recorded, missing } = back
  const verification: Verification = via === 'gateway' && missing.length === 0 ? 'media' : 'vmix_on'
  return {
    eventType: 'stream_resumed',
    params: { channel, via, destinations: recorded.map((each) => ({ ...each })) },
    result: {
      success: true,
      verification,
      already_live: alreadyLive,
      switched_on: !alreadyLive,
      problems: [...missing],
    },
    value: (end) => ({
      success: true,
      message: messageOf(channel, via, back, alreadyLive),
      channel,
      via,
      verification,
      alreadyLive,
      destinations,
      recordings,
      ...end,
    }),
  }
}

function messageOf(
  channel: number,
  via: 'direct' | 'gateway',
  { destinations, recordings }: FeedBack,
  alreadyLive: boolean,
): string {
  const stream = `Stream ${channel + 1}`
  const names = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name).join(', ')
  if (alreadyLive) return `${stream} is live already, to ${names(destinations) || 'nobody'}; nothing was sent.`
  if (via === 'direct') {
    return `vMix shows ${stream} on again, to ${names(destinations)}. vMix cannot tell whether the picture arrives: look there.`
  }
  const live = destinations.filter(({ state }) => state === 'live')
  const others = destinations.filter(({ state }) => state !== 'live')
  return [
    `${stream} is live again: frames arrive at the gateway.`,
    ...(live.length === 0 ? [] : [`It goes to ${names(live)}.`]),
    ...others.map(({ name, state, why }) => `${name} is ${state}${why === null ? '.' : `: ${why}`}`),
    ...(recordings.length === 0 ? [] : [`Recorded again: ${recordings.join(', ')}.`]),
  ].join(' ')
}
