import type { WitnessEvent } from '../entry.ts'
import type { CosignErrorCode } from './errors.ts'
import type { ReceiverState, SentRecord } from './sent-record.ts'

/** What a receiver says when the log was cut, put back or rewritten, or when there are two of it. */
const disputes: readonly string[] = ['ahead', 'inconsistent', 'conflict'] satisfies readonly CosignErrorCode[]

/** In dispute, and not in the log yet. */
export function isNewDispute({ failure, disputeRecorded }: ReceiverState): boolean {
  return failure !== null && disputes.includes(failure.code) && !disputeRecorded
}

/** Records each dispute in the log, once, though it may last; what could not be recorded is for the next time. */
export async function recordDisputes(
  record: SentRecord,
  append: (event: WitnessEvent) => Promise<void>,
): Promise<SentRecord> {
  const states: [string, ReceiverState][] = []
  for (const [id, state] of Object.entries(record)) {
    const { kind, name, failure } = state
    const params =
      failure !== null && isNewDispute(state)
        ? { by: kind, name, reason: failure.code, message: failure.message }
        : null
    const isRecorded = params !== null && (await tried(append({ eventType: 'checkpoint_disputed', params })))
    states.push([id, isRecorded ? { ...state, disputeRecorded: true } : state])
  }
  return Object.fromEntries(states)
}

function tried(work: Promise<void>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  )
}
