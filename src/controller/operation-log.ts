import type { OperationContext } from './context.ts'
import { marksOf, stopsOf } from './function/call-stops.ts'
import { recordedCall } from './function/call-request.ts'
import { announceStop } from './operation/run-stop.ts'
import type { Secret } from '../secrets/index.ts'
import type { CallParams } from '../vmix/index.ts'
import type { JsonObject, WitnessEvent, WitnessEventType } from '../witness/index.ts'

/** A call of a vMix function that somebody else carries out. */
export interface LoggedCall {
  readonly operationId: string
  readonly name: string
  readonly params: CallParams
  /** Who asked, as the log shows it. */
  readonly actor: string
  /** What else the log is to hold of it; no secrets. */
  readonly details?: JsonObject
}

export interface LoggedOutcome extends LoggedCall {
  readonly eventType: WitnessEventType
  readonly result: JsonObject
}

/**
 * The show log of one vMix for whoever carries calls to it by another way than the controller does (the proxy), in the
 * same order and words: the intent of a start on disk first, a stop's written while it is on its way, then the outcome.
 */
export interface OperationLog {
  /** Where it is. */
  readonly folder: string
  /** Intent on disk, or an error: no intent, no start. @throws {WitnessError} */
  intend(call: LoggedCall): Promise<void>
  /** The same for a stop, which does not wait for it. Never throws. @returns whether it is on disk, within two seconds */
  intendUrgently(call: LoggedCall): Promise<boolean>
  /** How it ended. Never throws. @returns whether it is on disk, within two seconds */
  conclude(outcome: LoggedOutcome): Promise<boolean>
  /** Any other event; no part of the reserve that is kept for stops. @throws {WitnessError} */
  append(event: WitnessEvent): Promise<void>
  /** Ends the controller's starts under way, in any process of this machine, that this stop ends. Never throws. */
  announceStop(name: string, params: CallParams): Promise<void>
  /**
   * To be called before a start waits for anything; what it returns is asked right before the start is sent: whether a stop
   * of the same came meanwhile, in any process of this machine. Never throws: where marks cannot be kept, no stop is seen.
   */
  beginStart(name: string, params: CallParams): () => boolean
  /** From now on this text stands in no entry. */
  keepOut(secret: Secret): void
}

export function operationLog(context: OperationContext): OperationLog {
  const { log, paths, redactor } = context
  const intent = ({ operationId, actor, name, params, details }: LoggedCall) => ({
    operationId,
    actor,
    kind: 'function_call' as const,
    params: { ...recordedCall(name, params), ...details },
  })
  return {
    folder: paths.witness,
    intend: (call) => log.intend(intent(call)),
    intendUrgently: (call) => log.intendUrgently(intent(call)),
    conclude: ({ eventType, result, ...call }) => {
      const { operationId, actor, params } = intent(call)
      return log.conclude({ operationId, actor, eventType, params, result })
    },
    append: async (event) => {
      const witness = await log.witness()
      await witness.append(event)
    },
    announceStop: async (name, params) => {
      await Promise.all(marksOf(context, { name, params }).map((mark) => announceStop(context, mark)))
    },
    beginStart: (name, params) => {
      try {
        const stopped = stopsOf(context, { name, params })
        return () => stopped() !== null
      } catch {
        return () => false
      }
    },
    keepOut: (secret) => redactor.add(secret),
  }
}
