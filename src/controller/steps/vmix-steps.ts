import { VMixConnectionError, type VMixState } from '../../vmix/index.ts'
import type { OperationContext } from '../context.ts'
import type { StartLimits } from '../operation/start-limits.ts'
import { awaitState } from './await-state.ts'

/** Whether a channel is on by vMix's state, which it also says while it is still trying to connect; null: not told. */
export function isOn(state: VMixState, channel: number): boolean | null {
  return state.streams.find((stream) => stream.channel === channel)?.live ?? null
}

/** Tells a channel where to send, always with its number. Each send is asked for anew. */
export async function pointChannel(
  context: OperationContext,
  limits: StartLimits,
  channel: number,
  target: { readonly url: string; readonly key: string },
): Promise<void> {
  limits.beforeSend()
  await context.vmix.call('StreamingSetURL', { Value: `${channel},${target.url}` })
  limits.beforeSend()
  await context.vmix.call('StreamingSetKey', { Value: `${channel},${target.key}` })
  limits.beforeSend()
}

/**
 * Sends one function that switches something, once. Where the connection broke after it may have left, the answer is that
 * error: whether vMix did it is for its state to say, and it is never sent again.
 *
 * @throws whatever is certain: vMix refused it, or it never left this machine
 */
export async function sendOnce(
  context: OperationContext,
  name: string,
  value?: string,
): Promise<VMixConnectionError | null> {
  try {
    await context.vmix.call(name, value === undefined ? {} : { Value: value })
    return null
  } catch (error) {
    if (error instanceof VMixConnectionError && error.mayHaveBeenSent) return error
    throw error
  }
}

/** Stops exactly one channel. A blank value would stop all of them. */
export async function stopChannel(context: OperationContext, channel: number): Promise<VMixConnectionError | null> {
  return await sendOnce(context, 'StopStreaming', String(channel))
}

/**
 * Switches off what an operation had switched on, when it could not finish. It never throws: what may still be on is
 * the answer.
 */
export async function undoStart(context: OperationContext, channel: number): Promise<readonly string[]> {
  const stillOn = [`vMix Stream ${channel + 1} (channel ${channel}) may still be on: look at vMix`]
  try {
    await stopChannel(context, channel)
    const off = await awaitState(context, (state) => isOn(state, channel) !== true, { limitMs: context.waits.vmixMs })
    return off === null ? stillOn : []
  } catch {
    return stillOn
  }
}
