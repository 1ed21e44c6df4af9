import type { Clock } from '../../clock/index.ts'
import type { CheckpointBody } from '../checkpoint/index.ts'
import type { NoteSignature } from '../note/index.ts'

/** The newest checkpoint of a log, as it is handed on. */
export interface OutgoingCheckpoint {
  /** The log's folder. */
  readonly folder: string
  /** The signed note, with the cosignatures that it has by now. */
  readonly note: string
  readonly body: CheckpointBody
}

/** What a receiver may use. */
export interface ReceiverContext {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Limit for one receiver, ms. */
  readonly timeoutMs: number
}

/** One place that a log's checkpoints go to. */
export interface Receiver {
  readonly kind: 'witness' | 'folder' | 'webhook'
  /** For people and for the record; shows no secret. */
  readonly name: string
  /** Tells it apart from all others; shows no secret either. */
  readonly id: string
  /** Whether it has this checkpoint already, and lately, as far as that can be seen in the checkpoint itself. */
  has(checkpoint: OutgoingCheckpoint, nowMs: number): boolean
  /**
   * Hands it on; resolves with a witness's cosignature, or null.
   *
   * @throws {CosignError}; ProofError when the log is not what the checkpoint was made of
   */
  take(checkpoint: OutgoingCheckpoint, context: ReceiverContext): Promise<NoteSignature | null>
}
