import { isRehearsalUrl } from '../../destinations/index.ts'
import type { OperationContext } from '../context.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import { checkName, nameOf, refuse, type OperationOptions, type Outcome } from '../operation/operation.ts'
import { runStart, type RunningStart, type StartSpec } from '../operation/run-start.ts'
import { StopMark } from '../operation/stop-mark.ts'
import type { ResumeStreamResult, StreamResumed, Verification } from '../results.ts'
import type { RecordedDestination, ShowRecord } from '../show-log/records.ts'
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
  const { back, alreadyLive } = await resumeFeed(context, running, steps, show)
  return resumed(standing, back, alreadyLive)
}

async function bringBackDirect(
  context: OperationContext,
  running: RunningStart,
  standing: StreamStanding,
  destination: CheckedDestination | null,
): Promise<Outcome<StreamResumed>> {
  const { channel, show, isOn } = standing
  if (isOn) return resumed(standing, directBack(show.destinations), true)
  const to = show.destinations.map(({ name }) => name).join(', ')
  if (destination === null) {
    throw new OperationFailed(
      'validation_error',
      `Stream ${channel + 1} went to ${to} by vMix itself, and its stream key is not known here. Start it as usual, with its key.`,
    )
  }
  const sent = asBefore(show, destination)
  if (sent === null) {
    throw new OperationFailed(
      'validation_error',
      `Stream ${channel + 1} went to ${to} by vMix itself, and ${destination.summary.name} is another address or another stream key. Start it as usual, if it is to go there.`,
    )
  }
  await startDirect(context, running, { channel, destination, replace: false })
  return resumed(standing, directBack([sent]), false)
}

/**
 * What is sent, as the log is to have it; null where it did not go there before. Accounts of one platform share an address: only
 * the key tells them apart, and one that was replaced belongs to the destination of the same id.
 */
function asBefore({ destinations }: ShowRecord, { summary }: CheckedDestination): RecordedDestination | null {
  const there = destinations.filter(({ url }) => url === summary.url)
  const same = there.find(({ key_fingerprint }) => key_fingerprint === summary.keyFingerprint)
  if (same !== undefined) return same
  const renewed = there.find(({ id }) => id === summary.destinationId)
  return renewed === undefined ? null : { ...renewed, key_fingerprint: summary.keyFingerprint }
}

/** vMix does not tell how its destinations are. */
function directBack(recorded: readonly RecordedDestination[]): FeedBack {
  const destinations = recorded.map(({ id, name, url }) => {
    return { destinationId: id, name, url, state: 'unknown' as const, why: null }
  })
  return { destinations, recordings: [], recorded, missing: [] }
}

function resumed({ channel, show }: StreamStanding, back: FeedBack, alreadyLive: boolean): Outcome<StreamResumed> {
  const { via } = show
  const { destinations, recordings, recorded, missing } = back
  const verification: Verification = via === 'gateway' && missing.length === 0 ? 'media' : 'vmix_on'
  const message = messageOf(channel, via, back, alreadyLive)
  const isRehearsal = recorded.length > 0 && recorded.every(({ url }) => isRehearsalUrl(url))
  const kind = isRehearsal ? ({ rehearsal: true } as const) : {}
  return {
    eventType: 'stream_resumed',
    params: { channel, via, destinations: recorded.map((each) => ({ ...each })), ...kind },
    result: {
      success: true,
      verification,
      already_live: alreadyLive,
      switched_on: !alreadyLive,
      problems: [...missing],
    },
    value: (end) => ({
      success: true,
      message: isRehearsal ? `Rehearsal, which nobody else gets. ${message}` : message,
      channel,
      via,
      verification,
      alreadyLive,
      destinations,
      recordings,
      ...kind,
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
