import { markStop } from './channel-guard.ts'
import { checkChannel } from './check-stream.ts'
import type { OperationContext } from './context.ts'
import { endOutputs, nothingEnded, type EndedOutputs } from './end-outputs.ts'
import { GatewaySteps } from './gateway-steps.ts'
import { OperationFailed } from './operation-failed.ts'
import { refuse, runStop, type OperationOptions, type Outcome, type Running } from './operation.ts'
import { recordedFileParams } from './recorded.ts'
import type { StopStreamResult, StreamStopped, Verification } from './results.ts'
import { awaitState, isOn, stopChannel } from './vmix-steps.ts'

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
    kind: 'stream_stop',
    failedAs: 'stream_stop_failed',
    channel: request.channel ?? 0,
    params: { channel: safeNumber(request.channel ?? 0), destination_id: destinationId ?? null },
    options: request,
  } as const
  let channel: number
  try {
    channel = checkChannel(request.channel)
  } catch (error) {
    return await refuse(context, spec, error)
  }
  return await runStop(context, spec, (running) =>
    destinationId === undefined
      ? stopWhole(context, running, channel)
      : stopOne(context, running, channel, destinationId),
  )
}

/** How long vMix's stop waits for the mark that ends a start in progress, ms. */
const stopMarkMs = 100
/** How long it waits for the destinations to be ended in good order, ms. */
const destinationsMs = 1000

async function within(context: OperationContext, limitMs: number, what: Promise<unknown>): Promise<void> {
  const over = new AbortController()
  await Promise.race([what, context.clock.sleep(limitMs, over.signal).catch(() => undefined)])
  over.abort()
}

async function stopWhole(
  context: OperationContext,
  running: Running,
  channel: number,
): Promise<Outcome<StreamStopped>> {
  // A disk that hangs must not hold a stop up either.
  await within(context, stopMarkMs, markStop(context.paths.locks, channel, context.clock))
  const steps = context.gateway === null ? null : new GatewaySteps(context, context.gateway, running, channel)
  // A gateway that hangs must not keep vMix's channel on: its answer is awaited beside the stop, not before it.
  const ending = steps === null ? Promise.resolve(nothingEnded) : endOutputs(steps, () => true)
  await within(context, destinationsMs, ending)
  try {
    await stopChannel(context, channel)
  } catch (error) {
    const ended = await ending
    throw withEnded(error, ended)
  }
  const ended = await ending
  const off = await awaitState(context, (state) => isOn(state, channel) !== true, {
    limitMs: context.waits.vmixMs,
    signal: running.signal,
  })
  if (off === null) {
    throw new OperationFailed(
      'not_confirmed',
      `vMix accepted the stop of Stream ${channel + 1} and still shows it on after ${context.waits.vmixMs / 1000} s. Stop it in vMix.`,
      { leftOn: [`vMix Stream ${channel + 1} (channel ${channel})`, ...ended.problems] },
    )
  }
  await steps?.closeUnusedFeed().catch(() => undefined)
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
  const steps = new GatewaySteps(context, context.gateway, running, channel)
  const ended = await endOutputs(steps, (output) => output.outputId === destinationId)
  const problem = ended.problems[0]
  if (problem !== undefined) {
    throw new OperationFailed('connection_error', problem, { leftOn: [`destination ${destinationId}`] })
  }
  const name = ended.destinations[0]?.name
  const message =
    name === undefined
      ? `Stream ${channel + 1} had no destination ${destinationId}; nothing was sent.`
      : `${name} was ended. Stream ${channel + 1} stays on for its other destinations.`
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

function withEnded(error: unknown, ended: EndedOutputs): unknown {
  if (ended.destinations.length === 0 || !(error instanceof Error)) return error
  const names = ended.destinations.map((destination) => destination.name).join(', ')
  return new OperationFailed(
    'connection_error',
    `The gateway has ended ${names}, but vMix could not be told to stop: ${error.message}`,
    { leftOn: ['vMix may still be sending to the gateway'], cause: error },
  )
}

/** What a caller gave as a number, as the log can hold it. */
function safeNumber(value: number): number | null {
  return Number.isSafeInteger(value) ? value : null
}
