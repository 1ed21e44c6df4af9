import { isRehearsalUrl } from '../../destinations/index.ts'
import { withdrawFeed } from '../../gateway/index.ts'
import type { OperationContext } from '../context.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import { checkName, nameOf, refuse, type OperationOptions } from '../operation/operation.ts'
import { runStart, type RunningStart, type StartSpec } from '../operation/run-start.ts'
import { StopMark } from '../operation/stop-mark.ts'
import type { StartStreamResult, StreamStarted } from '../results.ts'
import { recordedDestination } from '../show-log/recorded.ts'
import type { Outcome } from '../operation/operation.ts'
import { isOn } from '../steps/vmix-steps.ts'
import {
  checkChannel,
  checkDestination,
  type CheckedDestination,
  type StreamDestination,
} from '../stream/check-stream.ts'
import { HeldChannel } from '../stream/held-channel.ts'
import { liveWithSomethingElse } from '../stream/present.ts'
import { startDirect } from '../stream/start-direct.ts'
import { checkGone } from './gone-gateway.ts'

/**
 * Which stream vMix is to send by itself, and where: by RTMP or RTMPS, because vMix cannot be told anything else.
 *
 * @example { ...StreamingDestinations.twitch(key), channel: 0 }
 */
export interface SendDirectlyRequest extends Omit<StreamDestination, 'backup'>, OperationOptions {
  /** vMix's stream, 0-based; default 0. */
  readonly channel?: number
  /**
   * Folder of the gateway that is gone, where it is reached from here: it is then told not to take the stream up when it comes
   * back, because it would connect to the same destination a second time. Default: the controller's own `dataFolder`.
   */
  readonly gatewayData?: string
  /**
   * The caller has made sure that the gateway is gone: it is asked once more instead of for six seconds, and a controller without
   * a gateway believes it. Without it such a controller refuses, because it cannot know.
   */
  readonly gatewayIsGone?: true
}

/**
 * The way out when the gateway is gone: vMix, which may still be trying to reach it, is stopped, given the destination's own
 * address, and started. Confirmed as far as vMix tells.
 */
export async function sendDirectly(
  context: OperationContext,
  request: SendDirectlyRequest,
): Promise<StartStreamResult> {
  const given = request.channel ?? 0
  const shown = Number.isSafeInteger(given) ? given : 0
  let spec: StartSpec = {
    operationId: nameOf(request),
    kind: 'stream_start',
    failedAs: 'stream_start_failed',
    channel: shown,
    params: { channel: shown },
    options: request,
    stops: null,
  }
  try {
    checkName(request)
    const channel = checkChannel(request.channel)
    // Before anything is awaited: whoever stops from now on means this start too.
    const stops = StopMark.channel(context.paths.locks, channel).begin()
    const { rtmpUrl, streamKey, name, destinationId, gatewayData, gatewayIsGone = false } = request
    const destination = await checkDestination(context, {
      rtmpUrl,
      streamKey,
      ...(name === undefined ? {} : { name }),
      ...(destinationId === undefined ? {} : { destinationId }),
    })
    const recorded = recordedDestination(destination.summary)
    spec = { ...spec, params: { channel, via: 'direct', destination: recorded, replace: true, instead_of: 'gateway' } }
    using held = HeldChannel.enter(context, channel, stops, request)
    return await runStart(context, held, spec, (running) =>
      send(context, running, { channel, destination, gatewayData, gatewayIsGone }),
    )
  } catch (error) {
    return await refuse(context, spec, error)
  }
}

interface Sent {
  readonly channel: number
  readonly destination: CheckedDestination
  readonly gatewayData: string | undefined
  readonly gatewayIsGone: boolean
}

async function send(
  context: OperationContext,
  running: RunningStart,
  { channel, destination, gatewayData, gatewayIsGone }: Sent,
): Promise<Outcome<StreamStarted>> {
  const ledger = await context.log.ledger()
  const show = ledger.shouldBeOn(channel) === true ? ledger.shows.stream(channel) : null
  if (show === null) throw notOn(channel)
  if (show.destinations.length > 0 && show.destinations.every(({ url }) => isRehearsalUrl(url))) {
    throw new OperationFailed('validation_error', `Stream ${channel + 1} is in a rehearsal, which goes to nobody.`)
  }
  const isThrough = show.via === 'gateway'
  if (isThrough) await checkGone(context, running.signal, { channel, isSaid: gatewayIsGone })
  await checkNotOthers(context, running.signal, channel)
  const dataFolder = gatewayData ?? context.dataFolder
  // On a disk that fails it is sent all the same: then what it keeps is taken away when it is back.
  const withdrawn = { dataFolder, instance: context.instance, channel }
  const restore = isThrough ? await withdrawFeed(withdrawn).catch(() => null) : null
  try {
    // What vMix sends by itself already is healthy as far as anybody knows: it is not ended for another destination.
    return await startDirect(context, running, { channel, destination, replace: isThrough })
  } catch (error) {
    // Nothing was sent, or what was sent is stopped again: the gateway's is the way back.
    if (!(error instanceof OperationFailed && error.goesOn)) await restore?.().catch(() => undefined)
    throw error
  }
}

function notOn(channel: number): OperationFailed {
  return new OperationFailed(
    'validation_error',
    `Stream ${channel + 1} is not sent directly: by the show log it was stopped, or never started here. Start it as usual.`,
  )
}

/** What somebody else has started, as far as the log knows, is not ended for this. @throws OperationFailed `channel_busy` */
async function checkNotOthers(context: OperationContext, signal: AbortSignal, channel: number): Promise<void> {
  const recorded = (await context.log.ledger()).channel(channel)
  if (recorded.on !== true || recorded.via !== null) return
  if (isOn(await context.vmix.state({ signal }), channel) === true) throw liveWithSomethingElse(channel)
}
