import type { OperationContext } from '../context.ts'
import { failureOf } from '../operation/failure.ts'
import { OperationFailed } from '../operation/operation-failed.ts'
import {
  checkName,
  concludeFailed,
  concludeWell,
  nameOf,
  refuse,
  type OperationSpec,
  type Outcome,
} from '../operation/operation.ts'
import { announceStop, runStop } from '../operation/run-stop.ts'
import { StopMark } from '../operation/stop-mark.ts'
import { within } from '../operation/within.ts'
import type { CallFunctionResult, FunctionCalled } from '../results.ts'
import { VMixError, redactedCall } from '../../vmix/index.ts'
import { type CallFunctionRequest, effectOf, isRecorder, recordedCall, streamsOf } from './call-request.ts'

/** How long the answer of a call that starts or stops nothing waits for its entry, ms. */
const behindMs = 2000

/**
 * Calls any function of vMix, and records it. What starts or points streams, recordings and outputs has its intent on disk
 * before it is sent; what stops them goes out at once and ends the starts under way; all else is sent at once and recorded
 * behind it. It looks at nothing before: whether the call makes sense is the caller's to say.
 */
export async function callFunction(
  context: OperationContext,
  request: CallFunctionRequest,
): Promise<CallFunctionResult> {
  const { name, params = {} } = request
  const spec = {
    operationId: nameOf(request),
    kind: 'function_call',
    failedAs: 'function_call_failed',
    channel: null,
    params: recordedCall(name, params),
    options: request,
  } as const
  try {
    checkName(request)
  } catch (error) {
    return await refuse(context, spec, error)
  }
  const send = () => sent(context, request, request.signal)
  const effect = effectOf(name)
  if (effect === 'start') return await started(context, spec, send)
  if (effect === 'none') return await recordedBehind(context, spec, send)
  return await runStop(context, spec, async ({ signal }) => {
    // Side by side: on a disk that hangs each takes its time, and the stop waits for them.
    await Promise.all(marksOf(context, request).map((mark) => announceStop(context, mark)))
    return await sent(context, request, signal)
  })
}

/** No intent on disk, no start. */
async function started(
  context: OperationContext,
  spec: OperationSpec,
  send: () => Promise<Outcome<FunctionCalled>>,
): Promise<CallFunctionResult> {
  const { operationId, kind, params, options } = spec
  try {
    if (options.operationId !== undefined && (await context.log.find(operationId)) !== null) {
      const twice = `Operation ${operationId} is in the show log already; it is not carried out twice.`
      throw new OperationFailed('validation_error', twice)
    }
    await context.log.intend({ operationId, kind, params })
  } catch (error) {
    return await refuse(context, { ...spec, operationId: nameOf({}) }, error)
  }
  try {
    return await concludeWell(context, spec, await send())
  } catch (error) {
    return await concludeFailed(context, spec, failureOf(error), { sent: mayBeSent(error) })
  }
}

/** A cut, a fader, a title: the director does not wait for a disk, nor does it use up what the log keeps for stops. */
async function recordedBehind(
  context: OperationContext,
  spec: OperationSpec,
  send: () => Promise<Outcome<FunctionCalled>>,
): Promise<CallFunctionResult> {
  const { operationId, params } = spec
  let outcome: Outcome<FunctionCalled>
  try {
    outcome = await send()
  } catch (error) {
    return await refuse(context, spec, error)
  }
  let witnessed = false
  const { eventType, result } = outcome
  const recorded = context.log.refuse({ operationId, eventType, params, result }).then((is) => (witnessed = is))
  await within(context, behindMs, recorded)
  return outcome.value({ operationId, witnessed })
}

async function sent(
  context: OperationContext,
  { name, params = {}, via = context.vmix }: CallFunctionRequest,
  signal: AbortSignal | undefined,
): Promise<Outcome<FunctionCalled>> {
  await via.call(name, params, signal === undefined ? {} : { signal })
  const call = redactedCall(name, params)
  return {
    eventType: 'function_called',
    result: { success: true, verification: 'accepted' },
    value: (end) => ({
      success: true,
      message: `vMix took ${call}.`,
      function: name,
      verification: 'accepted',
      ...end,
    }),
  }
}

/** Where the starts look that this stop ends. */
export function marksOf({ paths }: OperationContext, { name, params = {} }: CallFunctionRequest): readonly StopMark[] {
  const streams = streamsOf(name, params).map((channel) => StopMark.channel(paths.locks, channel))
  return isRecorder(name) ? [...streams, StopMark.recorder(paths.locks)] : streams
}

function mayBeSent(error: unknown): boolean {
  return !(error instanceof VMixError) || error.mayHaveBeenSent
}
