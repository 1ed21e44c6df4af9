import type { GoLiveResult, OperationError, OperationFailure, ResumeShowResult } from '../../controller/index.ts'
import type { KeptAnswer } from './idempotency.ts'
import { Problem } from './problem.ts'

/** By which status a program sees how an operation ended. */
const statusFor = {
  validation_error: 422,
  connection_error: 502,
  configuration_error: 500,
  api_error: 502,
  not_confirmed: 504,
  unsupported: 501,
  channel_busy: 409,
  show_locked: 423,
  timeout: 504,
  aborted: 409,
} as const satisfies Readonly<Record<OperationError, number>>

type Success = { readonly success: true; readonly message: string; readonly operationId: string }

/** An operation's result as an answer: itself where it is good, else a problem that holds it. */
export function answerTo(result: Success | OperationFailure | GoLiveResult | ResumeShowResult): KeptAnswer {
  if (result.success) return { result }
  const failure = 'error' in result ? result : firstFailure(result)
  const code: OperationError = failure?.error ?? 'not_confirmed'
  const { operationId } = result
  return { problem: new Problem(statusFor[code], code, failure?.message ?? result.message, { operationId, result }) }
}

/** Which of a show's failures names it: the first in the order that was asked for. */
function firstFailure(show: GoLiveResult | ResumeShowResult): OperationFailure | null {
  const parts = 'streams' in show ? show.streams : show.destinations
  for (const part of [...parts, show.recording]) if (part !== null && !part.success) return part
  return null
}
