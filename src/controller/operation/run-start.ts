import { randomUUID } from 'node:crypto'
import type { OperationContext } from '../context.ts'
import type { Hold } from './hold.ts'
import { OperationFailed } from './operation-failed.ts'
import {
  askedBy,
  concludeFailed,
  concludeWell,
  refuse,
  type OperationSpec,
  type Outcome,
  type Running,
} from './operation.ts'
import type { OperationFailure } from '../results.ts'
import { StartLimits } from './start-limits.ts'
import type { StopsSince } from './stop-mark.ts'
import { Undo } from './undo.ts'

export interface StartSpec extends OperationSpec {
  /** Since when a stop of what is this start's alone (its destination, its recording) counts; null when there is none. */
  readonly stops: StopsSince | null
  /** Of vMix's output whose SRT is started, from 1; absent for all else. */
  readonly output?: number
}

/** A start under way: what it must ask before it sends anything, and where it says what it has switched on. */
export interface RunningStart extends Running {
  readonly limits: StartLimits
  readonly undo: Undo
}

/**
 * A start or change on what is held, in the order that everything here stands on: intent on disk, act and confirm, outcome
 * on disk. No intent on disk, no start. What fails or is ended is undone, unless it says that it goes on.
 */
export async function runStart<R>(
  context: OperationContext,
  held: Hold,
  spec: StartSpec,
  act: (running: RunningStart) => Promise<Outcome<R>>,
): Promise<R | OperationFailure> {
  const refused = await recordIntent(context, held, spec)
  if (refused !== null) return refused
  const limits = new StartLimits(context, held.guard, spec.options.signal, spec.stops)
  const { signal, deadline } = limits
  const running: RunningStart = { operationId: spec.operationId, deadline, signal, limits, undo: new Undo() }
  let outcome: Outcome<R>
  try {
    outcome = await act(running)
    // A stop that came while it was being confirmed may have gone out before what it was to stop.
    limits.stillWanted()
  } catch (error) {
    const { failure, isDefect } = await settled(held, running, error)
    const result = await concludeFailed(context, spec, failure, { sent: limits.sent })
    if (isDefect) throw error
    return result
  }
  held.keep()
  return await concludeWell(context, spec, outcome)
}

/** @returns the refusal; null when the intent is on disk */
async function recordIntent(context: OperationContext, held: Hold, spec: StartSpec): Promise<OperationFailure | null> {
  const { operationId, kind, params, channel, output = null } = spec
  try {
    const known = held.newNames ? null : await context.log.find(operationId)
    if (known !== null) {
      await held.leave()
      const twice = `Operation ${operationId} is in the show log already (${known.event_type}, ${known.timestamp}); it is not carried out twice.`
      // Under a name of its own, or the log would have two outcomes of one operation.
      const refusal = { ...spec, operationId: randomUUID(), params: { ...params, given_operation_id: operationId } }
      return await refuse(context, refusal, new OperationFailed('validation_error', twice))
    }
    // Once for each hold: what shares it with us now has no outcome yet either, and is not interrupted.
    await held.guard.first(() => context.log.closeInterrupted(channel, output))
    await context.log.intend({ operationId, ...askedBy(spec.options), kind, params })
    return null
  } catch (error) {
    await held.leave()
    return await refuse(context, spec, error)
  }
}

/** The failure, after all is undone that is not to go on, with what may be on all the same. */
async function settled(
  held: Hold,
  { limits, undo }: RunningStart,
  error: unknown,
): Promise<{ readonly failure: OperationFailed; readonly isDefect: boolean }> {
  let failure: OperationFailed
  let isDefect = false
  try {
    failure = limits.failureOf(error)
  } catch {
    // A defect of ours is passed on, but not before what is on is off again.
    isDefect = true
    failure = new OperationFailed('api_error', 'This program has a defect, and the start was given up.')
  }
  if (failure.goesOn) {
    held.keep()
    return { failure, isDefect }
  }
  const { code, message, cause } = failure
  const leftOn = [...failure.leftOn, ...(await undo.all()), ...(await held.leave())]
  return { failure: new OperationFailed(code, message, { leftOn: [...new Set(leftOn)], cause }), isDefect }
}
