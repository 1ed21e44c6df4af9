import type { OperationContext } from '../context.ts'
import { failureOf } from '../operation/failure.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import { askedBy, concludeFailed, concludeWell, nameOf, refuse, type OperationSpec } from '../operation/operation.ts'
import { stopCame } from '../operation/start-guard.ts'
import type { StopsSince } from '../operation/stop-mark.ts'
import type { CallFunctionResult } from '../results.ts'
import { VMixError } from '../../vmix/index.ts'
import type { CallFunctionRequest } from './call-request.ts'
import { stopsOf, undoOf } from './call-stops.ts'
import { sendCall } from './send-call.ts'

/** No intent on disk, no start; and none after a stop that came, in any process, while the intent was being written. */
export async function startCall(
  context: OperationContext,
  spec: OperationSpec,
  request: CallFunctionRequest,
): Promise<CallFunctionResult> {
  const { operationId, kind, params, options } = spec
  let stopped: () => StopsSince | null
  try {
    // Before anything is waited for, or a stop could slip in unseen.
    stopped = stopsOf(context, request)
    if (options.operationId !== undefined && (await context.log.find(operationId)) !== null) {
      const twice = `Operation ${operationId} is in the show log already; it is not carried out twice.`
      throw new OperationFailed('validation_error', twice)
    }
    await context.log.intend({ operationId, ...askedBy(options), kind, params })
  } catch (error) {
    return await refuse(context, { ...spec, operationId: nameOf({}) }, error)
  }
  const before = endedBy(stopped, request.signal)
  if (before !== null) return await concludeFailed(context, spec, before, { sent: false })
  try {
    const outcome = await sendCall(context, request, request.signal)
    const meanwhile = stopped()
    if (meanwhile === null) return await concludeWell(context, spec, outcome)
    return await concludeFailed(context, spec, await stopAgain(context, request, meanwhile), { sent: true })
  } catch (error) {
    return await concludeFailed(context, spec, failureOf(error), { sent: mayBeSent(error) })
  }
}

function endedBy(stopped: () => StopsSince | null, callers: AbortSignal | undefined): OperationFailed | null {
  const stop = stopped()
  if (stop !== null) return stopCame(stop)
  if (callers?.aborted !== true) return null
  return new OperationFailed('aborted', 'The call was ended by its caller before it was sent.', {
    cause: callers.reason,
  })
}

/** The stop was under way at the same time, and vMix may have taken it first: it is sent once more, behind the start. */
async function stopAgain(
  context: OperationContext,
  { name, params = {}, via = context.vmix }: CallFunctionRequest,
  stop: StopsSince,
): Promise<OperationFailed> {
  const { code, message } = stopCame(stop)
  const undo = undoOf(name)
  try {
    if (undo !== null) await via.call(undo, params, { signal: AbortSignal.timeout(context.waits.operationMs) })
    return new OperationFailed(code, message)
  } catch (error) {
    const leftOn = [`what ${name} started`]
    return new OperationFailed(code, `${message} Switching it off again failed: look at vMix.`, {
      leftOn,
      cause: error,
    })
  }
}

/** Whether vMix may have got it. */
export function mayBeSent(error: unknown): boolean {
  return !(error instanceof VMixError) || error.mayHaveBeenSent
}
