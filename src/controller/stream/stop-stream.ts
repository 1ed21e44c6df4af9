import { checkShowLock } from '../show-lock/check.ts'
import { checkChannel } from './check-stream.ts'
import type { OperationContext } from '../context.ts'
import { endOutputs, nothingEnded, type EndedOutputs } from '../steps/end-outputs.ts'
import { failureOf } from '../operation/failure.ts'
import type { OutputStatus } from '../../gateway/index.ts'
import { GatewaySteps } from '../steps/gateway-steps.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import { checkName, nameOf, refuse, type OperationOptions, type Outcome, type Running } from '../operation/operation.ts'
import { recordedFileParams } from '../show-log/recorded.ts'
import type { StopStreamResult, StreamStopped, Verification } from '../results.ts'
import { announceStop, runStop } from '../operation/run-stop.ts'
import { StopMark } from '../operation/stop-mark.ts'
import type { VMixState } from '../../vmix/index.ts'
import { within } from '../operation/within.ts'
import { awaitState } from '../steps/await-state.ts'
import { isOn, stopChannel } from '../steps/vmix-steps.ts'

/** What to end: a channel, or one destination of it. @example { channel: 0, destinationId: 'twitch-8d2e61c40a97' } */
export interface StopStreamRequest extends OperationOptions {
  /** vMix's stream, 0-based; default 0. Only ever this one: a stop never means "all". */
  readonly channel?: number
  /** Ends this destination alone and leaves the channel on. Only with a gateway. */
  readonly destinationId?: string
}

/**
 * Ends a channel: its destinations at the gateway, then the channel in vMix; or one destination alone. It takes no lock,
 * goes out at once, ends a start in progress, and does not wait for the log.
 */
export async function stopStream(context: OperationContext, request: StopStreamRequest): Promise<StopStreamResult> {
  const { destinationId } = request
  const spec = {
    operationId: nameOf(request),
    kind: 'stream_stop',
    failedAs: 'stream_stop_failed',
    channel: request.channel ?? 0,
    params: { channel: safeNumber(request.channel ?? 0), destination_id: destinationId ?? null },
    options: request,
  } as const
  let channel: number
  try {
    checkName(request)
    channel = checkChannel(request.channel)
    checkShowLock(context, request)
  } catch (error) {
    return await refuse(context, spec, error)
  }
  return await runStop(context, spec, (running) =>
    destinationId === undefined
      ? stopWhole(context, running, channel)
      : stopOne(context, running, channel, destinationId),
  )
}

/** How long vMix's stop waits for the destinations to be ended in good order, ms. */
const destinationsMs = 1000

async function stopWhole(
  context: OperationContext,
  running: Running,
  channel: number,
): Promise<Outcome<StreamStopped>> {
  const mark = StopMark.channel(context.paths.locks, channel)
  await announceStop(context, mark)
  const steps = context.gateway === null ? null : new GatewaySteps(context, context.gateway, running, channel)
  // A gateway that hangs must not keep vMix's channel on: its answer is awaited beside the stop, not before it.
  const ending = steps === null ? Promise.resolve(nothingEnded) : endOutputs(steps, () => true)
  if (steps !== null) {
    await within(context, destinationsMs, ending)
    // A start that has begun meanwhile would be switched off unseen.
    await announceStop(context, mark)
  }
  let off: VMixState
  try {
    off = await switchOff(context, running, channel)
  } catch (error) {
    throw withEnded(running, error, channel, await ending)
  }
  const ended = await ending
  // Of one that does not answer nothing more is asked.
  if (ended.problems.length === 0) await steps?.closeUnusedFeed().catch(() => undefined)
  const verification: Verification = isOn(off, channel) === false ? 'vmix_off' : 'accepted'
  const names = ended.destinations.map((destination) => destination.name).join(', ')
  return stopped(
    channel,
    null,
    ended,
    verification,
    `Stream ${channel + 1} is off${names === '' ? '' : `; ended: ${names}`}.`,
  )
}

/** @returns vMix's state that shows it off */
async function switchOff(context: OperationContext, running: Running, channel: number): Promise<VMixState> {
  const lost = await stopChannel(context, channel)
  const off = await awaitState(context, (state) => isOn(state, channel) !== true, {
    limitMs: context.waits.vmixMs,
    signal: running.signal,
  })
  if (off !== null) return off
  if (lost !== null) throw lost
  throw new OperationFailed(
    'not_confirmed',
    `vMix accepted the stop of Stream ${channel + 1} and still shows it on after ${context.waits.vmixMs / 1000} s. Stop it in vMix.`,
  )
}

async function stopOne(
  context: OperationContext,
  running: Running,
  channel: number,
  destinationId: string,
): Promise<Outcome<StreamStopped>> {
  if (context.gateway === null) {
    throw new OperationFailed(
      'unsupported',
      'Without a gateway a channel has one destination: stop the channel itself, without a destination id.',
    )
  }
  await announceStop(context, StopMark.destination(context.paths.locks, channel, destinationId))
  const steps = new GatewaySteps(context, context.gateway, running, channel)
  const isIt = ({ kind, outputId }: OutputStatus) => kind !== 'file' && outputId === destinationId
  const ended = await endOutputs(steps, isIt)
  const problem = ended.problems[0]
  if (problem !== undefined) {
    throw new OperationFailed('connection_error', problem, { leftOn: [`destination ${destinationId}`] })
  }
  const name = ended.destinations[0]?.name
  const message =
    name === undefined
      ? `Stream ${channel + 1} has no destination ${destinationId}.`
      : `${name} was ended. Stream ${channel + 1} itself stays on${ended.others === 0 ? ', with nobody taking it: stop it too if that was all' : ''}.`
  return stopped(channel, destinationId, ended, 'accepted', message)
}

function stopped(
  channel: number,
  destinationId: string | null,
  ended: EndedOutputs,
  verification: Verification,
  message: string,
): Outcome<StreamStopped> {
  const ids = destinationId === null ? ended.destinations.map((each) => each.destinationId) : [destinationId]
  return {
    eventType: 'stream_stopped',
    result: {
      success: true,
      verification,
      ended: ids,
      recordings: ended.recordings.map(recordedFileParams),
      problems: [...ended.problems],
    },
    value: (end) => ({
      success: true,
      message: [message, ...ended.problems].join(' '),
      channel,
      verification,
      ended: ended.destinations,
      recordings: ended.recordings,
      ...end,
    }),
  }
}

/** Why vMix's channel could not be switched off, with what the gateway has ended all the same. */
function withEnded(running: Running, error: unknown, channel: number, ended: EndedOutputs): unknown {
  const leftOn = [`vMix Stream ${channel + 1} (channel ${channel}), if it was on`, ...ended.problems]
  if (running.signal.aborted)
    return new OperationFailed('aborted', 'The stop was not confirmed.', { leftOn, cause: error })
  const { code, message } = failureOf(error)
  const names = ended.destinations.map((destination) => destination.name).join(', ')
  const before = names === '' ? '' : `The gateway has ended ${names}; vMix is not known to have stopped: `
  return new OperationFailed(code, `${before}${message}`, { leftOn, cause: error })
}

/** What a caller gave as a number, as the log can hold it. */
function safeNumber(value: number): number | null {
  return Number.isSafeInteger(value) ? value : null
}
