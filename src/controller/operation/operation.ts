import { randomUUID } from 'node:crypto'
import type { OperationContext } from '../context.ts'
import { failureOf } from './failure.ts'
import type { OperationKind } from '../show-log/records.ts'
import { OperationFailed } from './operation-failed.ts'
import type { OperationFailure } from '../results.ts'
import { within } from './within.ts'
import { WitnessError, type JsonObject } from '../../witness/index.ts'

/** What the caller of any operation may say beside what it is about. */
export interface OperationOptions {
  /**
   * The caller's own name for this operation, up to 100 letters, digits and `. _ : -`. A start of the same name is never
   * carried out twice; a stop is, because it looks at nothing before it goes out. Absent: a new one.
   */
  readonly operationId?: string
  /** Ends the operation; what it had switched on is switched off again. */
  readonly signal?: AbortSignal
  /** Who asked for it, as the log shows it; up to 256 characters, what is longer is cut. Absent: the controller's own. */
  readonly actor?: string
  /** A second confirmation, for what ends something while the show lock is on. */
  readonly confirmed?: boolean
}

export interface OperationSpec {
  readonly kind: OperationKind
  readonly failedAs:
    | 'stream_start_failed'
    | 'srt_stream_start_failed'
    | 'stream_stop_failed'
    | 'stream_test_failed'
    | 'stream_resume_failed'
    | 'recording_start_failed'
    | 'recording_stop_failed'
    | 'srt_output_start_failed'
    | 'srt_output_stop_failed'
    | 'function_call_failed'
    | 'standby_failed'
    | 'destination_switch_failed'
  readonly operationId: string
  /** Null for vMix's own recorder and outputs, which belong to none. */
  readonly channel: number | null
  /** Recorded with intent and outcome; holds no secret. */
  readonly params: JsonObject
  readonly options: OperationOptions
}

/** How an operation ended well: what is recorded, and what the caller gets. */
export interface Outcome<R> {
  readonly eventType:
    | 'stream_started'
    | 'srt_stream_started'
    | 'stream_stopped'
    | 'stream_tested'
    | 'stream_resumed'
    | 'recording_started'
    | 'recording_stopped'
    | 'srt_output_started'
    | 'srt_output_stopped'
    | 'function_called'
    | 'standby_set'
    | 'standby_asked'
    | 'destination_switched'
  readonly params?: JsonObject
  readonly result: JsonObject
  readonly value: (end: { readonly operationId: string; readonly witnessed: boolean }) => R
}

/** An operation under way, as the gateway is told of it. */
export interface Running {
  readonly operationId: string
  /** ISO time after which nothing more is sent. */
  readonly deadline: string
  /** Ends waits; not for sends in flight. */
  readonly signal: AbortSignal
}

/** How long the answer of what was refused waits for its entry, ms; on a disk that hangs it is recorded later, or counted. */
const refusalMs = 2000

/** With room for what the parts of a show and their messages to the gateway append. */
const givenName = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/
const anyName = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$/

/** The operation's name: the given one, or a new one where there is none, or none that could be. */
export function nameOf({ operationId }: OperationOptions): string {
  return operationId !== undefined && anyName.test(operationId) ? operationId : randomUUID()
}

/** @throws OperationFailed `validation_error` */
export function checkName({ operationId }: OperationOptions): void {
  if (operationId === undefined || givenName.test(operationId)) return
  throw new OperationFailed(
    'validation_error',
    'Invalid operation id. Use up to 100 letters, digits and . _ : - and begin with a letter or digit.',
  )
}

/** Who asked for it, for the log; nothing where nobody is named, so that the log names its own. */
export function askedBy({ actor }: OperationOptions): { readonly actor?: string } {
  return actor === undefined || actor === '' ? {} : { actor: actor.slice(0, 256) }
}

/** What a part of a show is called. */
export function partName(operationId: string, part: string): string {
  return `${operationId}:${part}`
}

/** Records how an operation failed that was carried out, and tells its caller. */
export async function concludeFailed(
  context: OperationContext,
  spec: OperationSpec,
  failure: OperationFailed,
  /** What else is known, for the log alone. */
  known: JsonObject = {},
): Promise<OperationFailure> {
  const { operationId } = spec
  const { code, message, leftOn } = shown(context, failure)
  const witnessed = await context.log.conclude({
    operationId,
    ...askedBy(spec.options),
    eventType: spec.failedAs,
    params: spec.params,
    result: { success: false, error: code, message, left_on: leftOn, ...known },
  })
  return { success: false, error: code, message, operationId, witnessed, leftOn }
}

/** Records how an operation ended well, and tells its caller. */
export async function concludeWell<R>(
  context: OperationContext,
  spec: OperationSpec,
  outcome: Outcome<R>,
  intended: Promise<boolean> = Promise.resolve(true),
): Promise<R> {
  const { operationId } = spec
  const concluded = context.log.conclude({
    operationId,
    ...askedBy(spec.options),
    eventType: outcome.eventType,
    params: outcome.params ?? spec.params,
    result: outcome.result,
  })
  const witnessed = await Promise.all([intended, concluded])
  return outcome.value({ operationId, witnessed: witnessed.every(Boolean) })
}

/** A failure as people see it: what others said (a gateway, the system) may quote a URL with a key in it. */
function shown({ redactor }: OperationContext, { code, message, leftOn, cause }: OperationFailed) {
  return { code, message: redactor.redact(message), leftOn: leftOn.map((what) => redactor.redact(what)), cause }
}

/** Ended before there was an intent: the refusal itself is recorded where the log can take it. */
export async function refuse(
  context: OperationContext,
  spec: OperationSpec,
  error: unknown,
): Promise<OperationFailure> {
  const { operationId } = spec
  const { code, message, leftOn, cause } = shown(context, failureOf(error))
  const refusal = {
    operationId,
    ...askedBy(spec.options),
    eventType: spec.failedAs,
    params: { ...spec.params, kind: spec.kind },
    result: { success: false, error: code, message, left_on: leftOn },
  }
  // A log that has just failed the intent would only keep the answer waiting; it counts what it does not take.
  if (cause instanceof WitnessError)
    return { success: false, error: code, message, operationId, witnessed: false, leftOn }
  let witnessed = false
  const recorded = context.log.refuse(refusal).then((is) => (witnessed = is))
  await within(context, refusalMs, recorded)
  return { success: false, error: code, message, operationId, witnessed, leftOn }
}
