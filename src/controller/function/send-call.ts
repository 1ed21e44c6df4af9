import type { OperationContext } from '../context.ts'
import type { Outcome } from '../operation/operation.ts'
import type { FunctionCalled } from '../results.ts'
import { redactedCall } from '../../vmix/index.ts'
import type { CallFunctionRequest } from './call-request.ts'

/** The call itself, once. @throws {VMixError} */
export async function sendCall(
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
