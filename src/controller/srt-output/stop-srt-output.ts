import { checkShowLock } from '../show-lock/check.ts'
import type { OperationContext } from '../context.ts'
import { failureOf } from '../operation/failure.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import { checkName, nameOf, refuse, type Outcome, type Running } from '../operation/operation.ts'
import { announceStop, runStop } from '../operation/run-stop.ts'
import { StopMark } from '../operation/stop-mark.ts'
import type { SrtOutputStopped, StopSrtOutputResult } from '../results.ts'
import type { VMixState } from '../../vmix/index.ts'
import { awaitState } from '../steps/await-state.ts'
import { sendOnce } from '../steps/vmix-steps.ts'
import { checkOutput, isSrtOn, outputParams, type SrtOutputRequest, srtOf, valueOf } from './srt-output-request.ts'

/** Switches SRT of one of vMix's outputs off. Like every stop it looks at nothing before, takes no lock and waits for no disk. */
export async function stopSrtOutput(
  context: OperationContext,
  request: SrtOutputRequest,
): Promise<StopSrtOutputResult> {
  const spec = {
    operationId: nameOf(request),
    kind: 'srt_output_stop',
    failedAs: 'srt_output_stop_failed',
    channel: null,
    params: outputParams(request.output),
    options: request,
  } as const
  let output: number
  try {
    checkName(request)
    output = checkOutput(request.output)
    checkShowLock(context, request)
  } catch (error) {
    return await refuse(context, spec, error)
  }
  return await runStop(context, spec, async (running) => {
    await announceStop(context, StopMark.srtOutput(context.paths.locks, output))
    const off = await switchOff(context, running, output)
    return stopped(output, isSrtOn(off, output) === false ? 'vmix_off' : 'accepted', off.version)
  })
}

/** @returns vMix's state that does not show it on */
async function switchOff(context: OperationContext, running: Running, output: number): Promise<VMixState> {
  const leftOn = [`${srtOf(output)}, if it was on`]
  const limitMs = context.waits.vmixMs
  try {
    const lost = await sendOnce(context, 'StopSRTOutput', valueOf(output))
    const wanted = (state: VMixState) => isSrtOn(state, output) !== true
    const off = await awaitState(context, wanted, { limitMs, signal: running.signal })
    // What shows nothing confirms nothing: that vMix got it is not known then.
    if (off !== null && (lost === null || isSrtOn(off, output) === false)) return off
    if (lost !== null) throw lost
  } catch (error) {
    if (running.signal.aborted)
      throw new OperationFailed('aborted', 'The stop was not confirmed.', { leftOn, cause: error })
    const { code, message } = failureOf(error)
    throw new OperationFailed(code, message, { leftOn, cause: error })
  }
  throw new OperationFailed(
    'not_confirmed',
    `vMix accepted the stop of ${srtOf(output)} and still shows it on after ${limitMs / 1000} s. Stop it in vMix.`,
    { leftOn: [srtOf(output)] },
  )
}

function stopped(
  output: number,
  verification: SrtOutputStopped['verification'],
  version: string,
): Outcome<SrtOutputStopped> {
  const message =
    verification === 'vmix_off'
      ? `vMix shows ${srtOf(output)} off.`
      : `vMix took the stop of ${srtOf(output)}. Version ${version} does not show whether it is off.`
  return {
    eventType: 'srt_output_stopped',
    result: { success: true, verification },
    value: (end) => ({ success: true, message, output, verification, ...end }),
  }
}
