import type { OperationContext } from '../context.ts'
import { failureOf } from './failure.ts'
import { askedBy, concludeFailed, concludeWell, type OperationSpec, type Outcome, type Running } from './operation.ts'
import { OperationFailed } from './operation-failed.ts'
import type { JsonObject } from '../../witness/index.ts'
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
  /** What else the log is to have of a failure. */
  knownOf: (error: unknown) => JsonObject = () => ({}),
): Promise<R | OperationFailure> {
  const { operationId, kind, params, options } = spec
  const intended = context.log.intendUrgently({ operationId, ...askedBy(options), kind, params })
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
    return await concludeFailed(context, spec, ended(running, options.signal, error), knownOf(error))
  }
  return await concludeWell(context, spec, outcome, intended)
}

/** The marks that each controller is setting. */
const setting = new WeakMap<OperationContext, Promise<void>>()

/**
 * Ends the starts that are under way; as soon as possible, and again right before the stop itself is sent. One mark is set at
 * a time: on a disk that hangs each more would take one of the few threads, and vMix's name is found with the same ones.
 */
export async function announceStop(
  context: OperationContext,
  ...marks: readonly Pick<StopMark, 'set'>[]
): Promise<void> {
  let isLate = false
  const set = async (before: Promise<void> | undefined) => {
    await before
    for (const mark of marks) if (!isLate) await mark.set(context.clock)
  }
  const all = set(setting.get(context))
  setting.set(context, all)
  await within(context, markMs, all)
  isLate = true
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
