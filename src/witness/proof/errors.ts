/**
 * Why an entry could not be proved, or a proof was refused:
 * - `no_such_entry`: the log has no such entry;
 * - `no_checkpoint`: the log has no checkpoint yet; `not_covered`: its newest one is older than the entry;
 * - `not_in_tree`: the log's lines do not have the checkpoint's root, so nothing can be proved of them;
 * - `bad_proof`: the file is not in its form, or its parts do not belong together;
 * - `not_included`: the hashes do not lead from the entry to the checkpoint's root.
 */
export type ProofErrorCode =
  | 'no_such_entry'
  | 'no_checkpoint'
  | 'not_covered'
  | 'not_in_tree'
  | 'bad_proof'
  | 'not_included'

/** A proof that was not made, or is not believed. */
export class ProofError extends Error {
  override readonly name = 'ProofError'
  readonly code: ProofErrorCode

  constructor(code: ProofErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}
