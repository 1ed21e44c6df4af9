import type { OperationContext } from '../context.ts'
import { failureOf } from './failure.ts'
import { concludeFailed, concludeWell, type OperationSpec, type Outcome, type Running } from './operation.ts'
import { OperationFailed } from './operation-failed.ts'
import type { OperationFailure } from '../results.ts'
import type { StopMark } from './stop-mark.ts'
import { within } from './within.ts'

/** How long a stop waits for its mark, ms: a disk that hangs must not hold it up. */
const markMs = 100

/** A stop: it takes no lock and waits for no disk. The intent is written while the stop is already on its way. */
export async function runStop<R>(
  context: OperationContext,
  spec: OperationSpec,
  act: (running: Running) => Promise<Outcome<R>>,
): Promise<R | OperationFailure> {
  const { operationId, kind, params, options } = spec
  const intended = context.log.intendUrgently({ operationId, kind, params })
  const { operationMs } = context.waits
  const given = options.signal === undefined ? [] : [options.signal]
  const running: Running = {
    operationId,
    deadline: new Date(context.clock.now() + operationMs).toISOString(),
    signal: AbortSignal.any([...given, AbortSignal.timeout(operationMs)]),
  }
  let outcome: Outcome<R>
  try {
    outcome = await act(running)
  } catch (error) {
    return await concludeFailed(context, spec, ended(running, options.signal, error))
  }
  return await concludeWell(context, spec, outcome, intended)
}

/** Ends the starts that are under way; as soon as possible, and again right before the stop itself is sent. */
export async function announceStop(context: OperationContext, mark: StopMark): Promise<void> {
  await within(context, markMs, mark.set(context.clock))
}

/** A stop that its caller no longer waits for has gone out all the same. */
function ended({ signal }: Running, callers: AbortSignal | undefined, error: unknown): OperationFailed {
  if (!signal.aborted || (error instanceof OperationFailed && error.leftOn.length === 0)) return failureOf(error)
  const leftOn = error instanceof OperationFailed ? error.leftOn : []
  return callers?.aborted === true
    ? new OperationFailed('aborted', 'The stop was ended by its caller before it was confirmed.', {
        leftOn,
        cause: error,
      })
    : new OperationFailed('timeout', 'The stop took too long and was not confirmed.', { leftOn, cause: error })
}
