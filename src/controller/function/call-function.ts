import { checkShowLock } from '../show-lock/check.ts'
import type { OperationContext } from '../context.ts'
import { askedBy, checkName, nameOf, refuse, type OperationSpec, type Outcome } from '../operation/operation.ts'
import { announceStop, runStop } from '../operation/run-stop.ts'
import { within } from '../operation/within.ts'
import type { JsonObject } from '../../witness/index.ts'
import type { CallFunctionResult, FunctionCalled } from '../results.ts'
import { type CallFunctionRequest, effectOf, recordedCall, switchOf } from './call-request.ts'
import { marksOf } from './call-stops.ts'
import { sendCall } from './send-call.ts'
import { mayBeSent, startCall } from './start-call.ts'

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
    const by = switchOf(name)?.by
    // A toggle may be a stop.
    if (by === 'stop' || by === 'toggle') checkShowLock(context, request)
  } catch (error) {
    return await refuse(context, spec, error)
  }
  const effect = effectOf(name)
  if (effect === 'start') return await startCall(context, spec, request)
  if (effect === 'none') return await recordedBehind(context, spec, request)
  return await runStop(
    context,
    spec,
    async ({ signal }) => {
      await announceStop(context, ...marksOf(context, request))
      return await sendCall(context, request, signal)
    },
    known,
  )
}

/** A stop that never left this machine has stopped nothing. */
function known(error: unknown): JsonObject {
  return { sent: mayBeSent(error) }
}

/** A cut, a fader, a title: the director does not wait for a disk, nor does it use up what the log keeps for stops. */
async function recordedBehind(
  context: OperationContext,
  spec: OperationSpec,
  request: CallFunctionRequest,
): Promise<CallFunctionResult> {
  const { operationId, params } = spec
  let outcome: Outcome<FunctionCalled>
  try {
    outcome = await sendCall(context, request, request.signal)
  } catch (error) {
    return await refuse(context, spec, error)
  }
  let witnessed = false
  const { eventType, result } = outcome
  const recorded = context.log
    .refuse({ operationId, ...askedBy(request), eventType, params, result })
    .then((is) => (witnessed = is))
  await within(context, behindMs, recorded)
  return outcome.value({ operationId, witnessed })
}
