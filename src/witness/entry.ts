import type { WitnessEventType } from './event-types.ts'

/** What JSON can hold. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject
/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: JsonValue
}

/**
 * An event to be recorded. Secrets do not belong in it; those that the `redact` of {@link WitnessOptions} knows are
 * replaced all the same.
 *
 * @example { eventType: 'stream_started', operationId: '7f…', params: { channel: 0 }, result: { success: true } }
 */
export interface WitnessEvent {
  readonly eventType: WitnessEventType | (string & {})
  /** When it happened, ISO 8601. Now, when absent. */
  readonly timestamp?: string
  /** Who asked; the witness's `actor` when absent. */
  readonly actor?: string
  /** Ties an intent (`operation_requested`) to its outcome. */
  readonly operationId?: string | null
  /** The lease's epoch under which it was done. */
  readonly epoch?: number | null
  /** A plain object of strings, booleans, null, finite numbers, arrays and plain objects. `toJSON` is honoured. */
  readonly params?: object | null
  readonly result?: unknown
}

/** An event as it stands in the log: everything that the hash covers. Names as on disk. */
export interface RecordedEvent {
  readonly actor: string
  readonly epoch: number | null
  readonly event_type: string
  /** Present, and true, only when it was written after a gap: `logged_at` is then later than what it tells of. */
  readonly late?: true
  /** Which log: random, chosen when it was opened first. */
  readonly log_id: string
  /** When it was written, ISO 8601 in UTC; equal to the entry's `witness_timestamp`. */
  readonly logged_at: string
  readonly operation_id: string | null
  readonly params: JsonObject | null
  readonly result: JsonValue
  /** 1 for the first entry, one more for each. */
  readonly sequence: number
  /** When it happened, as whoever recorded it says. */
  readonly timestamp: string
  /** The process that wrote it. */
  readonly writer: string
}

/** One line of the log. */
export interface WitnessEntry {
  readonly event: RecordedEvent
  readonly previous_hash: string
  readonly current_hash: string
  readonly witness_timestamp: string
}

/** Where a log ends: how many entries it has, and the last one's hash (the genesis for an empty log). */
export interface WitnessHead {
  readonly size: number
  readonly hash: string
}
