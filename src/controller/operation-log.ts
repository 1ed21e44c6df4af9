import type { OperationContext } from './context.ts'
import { marksOf } from './function/call-stops.ts'
import { recordedCall } from './function/call-request.ts'
import { announceStop } from './operation/run-stop.ts'
import { within } from './operation/within.ts'
import { srtOutputs } from './srt-output/srt-output-request.ts'
import type { Secret } from '../secrets/index.ts'
import type { CallParams } from '../vmix/index.ts'
import type { JsonObject, WitnessEvent, WitnessEventType } from '../witness/index.ts'

/** How long a start waits to be told of stops, ms: a disk that hangs must not hold it up. */
const lookMs = 100
const prepareMs = 1000

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
   * of the same came meanwhile, in any process of this machine. Neither holds up the process, and neither throws: where marks
   * cannot be kept, or the disk does not answer within a tenth of a second, no stop is seen.
   */
  beginStart(name: string, params: CallParams): () => Promise<boolean>
  /** Makes the marks of stops ahead, so that each is seen; waits for a disk that hangs no longer than a second. Never throws. */
  prepareMarks(): Promise<void>
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
      await announceStop(context, ...marksOf(context, { name, params }))
    },
    beginStart: (name, params) => {
      const stopped = marksOf(context, { name, params }).map((mark) => mark.beginAside(context.clock))
      return async () => {
        let came = false
        const looked = stopped.map(async (each) => (came ||= await each().catch(() => false)))
        await within(context, lookMs, Promise.all(looked))
        return came
      }
    },
    prepareMarks: async () => {
      const names = ['StartStreaming', 'StartRecording', 'StartMultiCorder', 'StartExternal']
      const calls = [
        ...names.map((name) => ({ name })),
        ...srtOutputs.map((output) => ({ name: 'StartSRTOutput', params: { Value: output - 1 } })),
      ]
      const marks = calls.flatMap((call) => marksOf(context, call))
      await within(context, prepareMs, Promise.allSettled(marks.map((mark) => mark.prepare())))
    },
    keepOut: (secret) => redactor.add(secret),
  }
}
