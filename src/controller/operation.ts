import { randomUUID } from 'node:crypto'
import type { ChannelGuard } from './channel-guard.ts'
import type { OperationContext } from './context.ts'
import { failureOf } from './failure.ts'
import type { OperationKind } from './ledger.ts'
import { OperationFailed } from './operation-failed.ts'
import type { OperationFailure } from './results.ts'
import type { JsonObject } from '../witness/index.ts'

/** What the caller of any operation may say beside what it is about. */
export interface OperationOptions {
  /** The caller's own name for this operation; the same one is never carried out twice. Absent: a new one. */
  readonly operationId?: string
  /** Ends the operation; what it had switched on is switched off again. */
  readonly signal?: AbortSignal
}

export type StartSpec = OperationSpec & { readonly channel: number }

export interface OperationSpec {
  readonly kind: OperationKind
  readonly failedAs:
    | 'stream_start_failed'
    | 'srt_stream_start_failed'
    | 'stream_stop_failed'
    | 'recording_start_failed'
    | 'recording_stop_failed'
  readonly channel: number | null
  /** Recorded with intent and outcome; holds no secret. */
  readonly params: JsonObject
  readonly options: OperationOptions
}

/** How an operation ended well: what is recorded, and what the caller gets. */
export interface Outcome<R> {
  readonly eventType: 'stream_started' | 'stream_stopped' | 'recording_started' | 'recording_stopped'
  readonly params?: JsonObject
  readonly result: JsonObject
  readonly value: (end: { readonly operationId: string; readonly witnessed: boolean }) => R
}

/** An operation under way: what it must ask before it sends anything. */
export interface Running {
  readonly operationId: string
  /** ISO time after which nothing more is sent. */
  readonly deadline: string
  /** Ends waits; not for sends in flight. */
  readonly signal: AbortSignal
  /** Looks at stop, deadline and signal right now. @throws OperationFailed `aborted` or `timeout` */
  beforeSend(): void
}

const operationName = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/

export function newOperationId(options: OperationOptions): string {
  const given = options.operationId
  if (given === undefined) return randomUUID()
  if (operationName.test(given)) return given
  throw new OperationFailed(
    'validation_error',
    'Invalid operation id. Use up to 128 letters, digits and . _ : - and begin with a letter or digit.',
  )
}

/**
 * A start or change on a channel that is held, in the order that everything here stands on: intent on disk, act and
 * confirm, outcome on disk. No intent on disk, no start.
 */
export async function runStart<R>(
  context: OperationContext,
  held: { readonly guard: ChannelGuard; readonly newNames: boolean },
  spec: StartSpec,
  act: (running: Running) => Promise<Outcome<R>>,
): Promise<R | OperationFailure> {
  let operationId: string
  try {
    operationId = newOperationId(spec.options)
    if (!held.newNames) await context.log.refuseKnown(operationId)
    // Once for each hold: what shares the channel with us now has no outcome yet either, and is not interrupted.
    await held.guard.first(() => context.log.closeInterrupted(spec.channel))
    await context.log.intend({ operationId, kind: spec.kind, params: spec.params })
  } catch (error) {
    return await refuse(context, spec, error)
  }
  const running = runningStart(context, operationId, held.guard, spec.options.signal)
  return await concluded(context, spec, operationId, () => act(running), Promise.resolve(true))
}

/** A stop: it takes no lock and waits for no disk. The intent is written while the stop is already on its way. */
export async function runStop<R>(
  context: OperationContext,
  spec: OperationSpec,
  act: (running: Running) => Promise<Outcome<R>>,
): Promise<R | OperationFailure> {
  let operationId: string
  try {
    operationId = newOperationId(spec.options)
  } catch (error) {
    return await refuse(context, spec, error)
  }
  const intended = context.log.intendUrgently({ operationId, kind: spec.kind, params: spec.params })
  const deadlineMs = context.clock.now() + context.waits.operationMs
  const running: Running = {
    operationId,
    deadline: new Date(deadlineMs).toISOString(),
    signal: AbortSignal.any([AbortSignal.timeout(context.waits.operationMs), endedByCaller(spec.options.signal)]),
    beforeSend: () => undefined,
  }
  return await concluded(context, spec, operationId, () => act(running), intended)
}

function runningStart(
  context: OperationContext,
  operationId: string,
  guard: ChannelGuard,
  callers: AbortSignal | undefined,
): Running {
  const limit = context.clock.monotonic() + context.waits.operationMs
  const signal = AbortSignal.any([guard.signal, endedByCaller(callers), AbortSignal.timeout(context.waits.operationMs)])
  return {
    operationId,
    deadline: new Date(context.clock.now() + context.waits.operationMs).toISOString(),
    signal,
    beforeSend: () => {
      guard.check()
      signal.throwIfAborted()
      if (context.clock.monotonic() > limit) {
        throw new OperationFailed('timeout', 'The operation took too long and was given up; nothing more was sent.')
      }
    },
  }
}

/** The caller's signal, with a reason that is one of ours whatever the caller gave. */
function endedByCaller(callers: AbortSignal | undefined): AbortSignal {
  const ended = new AbortController()
  if (callers === undefined) return ended.signal
  const end = () =>
    ended.abort(new OperationFailed('aborted', 'The operation was ended by its caller.', { cause: callers.reason }))
  if (callers.aborted) end()
  else callers.addEventListener('abort', end, { once: true })
  return ended.signal
}

async function concluded<R>(
  context: OperationContext,
  spec: OperationSpec,
  operationId: string,
  act: () => Promise<Outcome<R>>,
  intended: Promise<boolean>,
): Promise<R | OperationFailure> {
  let outcome: Outcome<R>
  try {
    outcome = await act()
  } catch (error) {
    const failure = failureOf(error)
    await intended
    const witnessed = await context.log.conclude({
      operationId,
      eventType: spec.failedAs,
      params: spec.params,
      result: { success: false, error: failure.code, message: failure.message, left_on: failure.leftOn },
    })
    return {
      success: false,
      error: failure.code,
      message: failure.message,
      operationId,
      witnessed,
      leftOn: failure.leftOn,
    }
  }
  const intentWitnessed = await intended
  const outcomeWitnessed = await context.log.conclude({
    operationId,
    eventType: outcome.eventType,
    params: outcome.params ?? spec.params,
    result: outcome.result,
  })
  return outcome.value({ operationId, witnessed: intentWitnessed && outcomeWitnessed })
}

/** Ended before there was an intent: the refusal itself is recorded where the log can take it. */
export async function refuse(
  context: OperationContext,
  spec: OperationSpec,
  error: unknown,
): Promise<OperationFailure> {
  const { code, message, leftOn } = failureOf(error)
  const given = spec.options.operationId
  const operationId = given !== undefined && operationName.test(given) ? given : randomUUID()
  const witnessed = await context.log.refuse({
    operationId,
    eventType: spec.failedAs,
    params: { ...spec.params, kind: spec.kind },
    result: { success: false, error: code, message, left_on: leftOn },
  })
  return { success: false, error: code, message, operationId, witnessed, leftOn }
}
