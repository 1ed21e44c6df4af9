import type { OperationContext } from '../context.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import type { StartLimits } from '../operation/start-limits.ts'
import { awaitState } from '../steps/await-state.ts'
import { isOn, stopChannel } from '../steps/vmix-steps.ts'

/** Ends what a channel is sending, for `replace`. @throws OperationFailed when vMix still shows it on */
export async function endPresent(context: OperationContext, limits: StartLimits, channel: number): Promise<void> {
  limits.beforeSend()
  const lost = await stopChannel(context, channel)
  const off = await awaitState(context, (state) => isOn(state, channel) !== true, {
    limitMs: context.waits.vmixMs,
    signal: limits.signal,
  })
  if (off !== null) {
    limits.replaced(channel)
    return
  }
  const leftOn = [`vMix Stream ${channel + 1} (channel ${channel}), with what it sent before`]
  throw new OperationFailed(
    lost === null ? 'not_confirmed' : 'connection_error',
    `Stream ${channel + 1} was told to stop, to be replaced, and vMix still shows it on. Stop it in vMix and try again.`,
    { leftOn, cause: lost },
  )
}

export function liveWithSomethingElse(channel: number): OperationFailed {
  return new OperationFailed(
    'channel_busy',
    `Stream ${channel + 1} (channel ${channel}) is on already, and not by a start to this destination that the show log knows. Stop it first, or say replace to end what it sends and start this.`,
  )
}
