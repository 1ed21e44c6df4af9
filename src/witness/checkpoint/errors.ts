/**
 * Why a log gets no further checkpoint of ours: it is not what was signed before.
 * - `shortened`: it has fewer entries than a checkpoint that was signed;
 * - `rewritten`: the entries that were signed are not the ones that stand there now.
 */
export type ConflictCode = 'shortened' | 'rewritten'

/** The log contradicts a checkpoint. It is evidence: nothing is signed, and nothing is changed. */
export class CheckpointConflict extends Error {
  override readonly name = 'CheckpointConflict'
  readonly code: ConflictCode
  /** Size of the checkpoint that is contradicted. */
  readonly signedSize: number

  /** It was not known before: whoever finds it first records it. */
  readonly isNew: boolean

  constructor(code: ConflictCode, signedSize: number, isNew = true) {
    const what = code === 'shortened' ? 'Entries at its end are gone' : 'Entries that were signed have been changed'
    super(
      `The show log contradicts its checkpoint of ${signedSize} entries. ${what}: nothing more is signed. Run "vmixctl witness verify", and keep the folder as evidence by moving it away.`,
    )
    this.code = code
    this.signedSize = signedSize
    this.isNew = isNew
  }
}
