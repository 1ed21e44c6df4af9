import type { TornTail } from '../tail.ts'
import type { LogRemarks } from './remarks.ts'
import type { CheckpointFinding } from './signed-size.ts'

/** What was found. */
export interface VerifyResult {
  /** Nothing is wrong, as far as can be seen: see `proved` and `notProved`. */
  readonly valid: boolean
  readonly totalEvents: number
  /** `current_hash` of the first and the last entry that is right; null where there is none. */
  readonly firstHash: string | null
  readonly lastHash: string | null
  /** 0-based place, among the entries read, of the first one that is wrong or missing; null when none is. */
  readonly brokenAt: number | null
  /** Null when valid. Without `brokenAt`: a signature or checkpoint that was asked for is not there, or is wrong. */
  readonly reason: string | null
  /** It was compared with something kept elsewhere (size, head, signed checkpoint), and agrees. */
  readonly anchored: boolean
  /** Sentences for people. */
  readonly proved: readonly string[]
  readonly notProved: readonly string[]
  /** An unfinished last line, as a crash or a write in progress leaves it; no entry, and nobody was told that it is one. */
  readonly tornTail: TornTail | null
}

/** The same for a log of ours. */
export interface LogVerifyResult extends VerifyResult, LogRemarks {
  /** How many entries come before the first one read; 0 unless a later segment was verified by itself. */
  readonly before: number
  /** The checkpoint that the log was compared with; null when none was asked for, or could be read. */
  readonly checkpoint: CheckpointFinding | null
}
