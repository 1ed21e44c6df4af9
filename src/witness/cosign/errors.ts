/**
 * Why a cosigner does not start or cannot answer, or why a witness's cosignature could not be had, as a closed list.
 *
 * The cosigner:
 * - `bad_listen`: the address is not HOST:PORT; `in_use`: something else listens there;
 * - `running`: another process cosigns with this folder;
 * - `state_missing`: the key is there and the record of what it has cosigned is not; `state_damaged`: the record cannot be
 *   read as it was written; `other_key`: the record is another key's; `key_missing`: the record is there and its key is not;
 * - `too_many_logs`: one key has more logs than are kept;
 * - `clock_back`: the clock stands before the last cosignature.
 *
 * Asking a witness:
 * - `bad_config`: the list of witnesses cannot be used;
 * - `unreachable`, `timeout`, `aborted`; `bad_answer`: it does not speak the protocol; `bad_cosignature`: its answer does
 *   not verify with the key that was given for it; `unknown_log` (404), `untrusted` (403), `refused` (any other status);
 * - `ahead`: it has cosigned more entries than there are; `inconsistent`: it has cosigned other ones. Either the log was
 *   cut, put back or rewritten, or there are two of it.
 * - `conflict`: a copy elsewhere says the same of the log.
 */
export type CosignErrorCode =
  | 'bad_listen'
  | 'in_use'
  | 'running'
  | 'state_missing'
  | 'state_damaged'
  | 'other_key'
  | 'key_missing'
  | 'too_many_logs'
  | 'clock_back'
  | 'bad_config'
  | 'unreachable'
  | 'timeout'
  | 'aborted'
  | 'bad_answer'
  | 'bad_cosignature'
  | 'unknown_log'
  | 'untrusted'
  | 'refused'
  | 'ahead'
  | 'inconsistent'
  | 'conflict'

/** A failure of cosigning; the message says what to do. */
export class CosignError extends Error {
  override readonly name = 'CosignError'
  readonly code: CosignErrorCode

  constructor(code: CosignErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}
