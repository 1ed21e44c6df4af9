import { NoteError } from './errors.ts'
import { type Note, parseNote } from './note.ts'
import type { NoteVerifier } from './verifier-key.ts'

/** A note with what was found out about its signatures. */
export interface OpenedNote extends Note {
  /** Those of the verifiers asked for that have signed. */
  readonly signedBy: readonly NoteVerifier[]
  /** Those that have not. */
  readonly missing: readonly NoteVerifier[]
}

/**
 * Verifies a note against known keys. Signatures of other keys are ignored, as C2SP demands, also where they share a name or
 * an ID with a known one.
 *
 * @param options `all`: every one of the keys must have signed, not only one of them
 * @throws {NoteError} as {@link parseNote}; `bad_signature`, `no_trusted_signature`; with `all` `missing_signature`
 */
export function openNote(
  from: Uint8Array | string | Note,
  verifiers: readonly NoteVerifier[],
  options: { readonly all?: boolean } = {},
): OpenedNote {
  const note = typeof from === 'string' || from instanceof Uint8Array ? parseNote(from) : from
  const signedBy = verifiers.filter((verifier) => hasSigned(note, verifier))
  const missing = verifiers.filter((verifier) => !signedBy.includes(verifier))
  if (signedBy.length === 0) {
    throw new NoteError('no_trusted_signature', 'The note has no signature of a key that is trusted here.')
  }
  if (options.all === true && missing.length > 0) {
    throw new NoteError('missing_signature', `The note is not signed by ${missing.map(({ name }) => name).join(', ')}.`)
  }
  return { ...note, signedBy, missing }
}

/** Whether this key has signed it. Throws {@link NoteError} `bad_signature` for a signature in its name that is wrong. */
export function hasSigned(note: Note, verifier: NoteVerifier): boolean {
  const { name, keyId } = verifier
  const mine = note.signatures.filter((line) => line.name === name && line.keyId === keyId)
  if (mine.some(({ signature }) => !verifier.verify(note.text, signature))) {
    throw new NoteError('bad_signature', `The signature of ${name} does not verify: the note was changed.`)
  }
  return mine.length > 0
}
