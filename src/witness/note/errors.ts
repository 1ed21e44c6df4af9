/**
 * Why a note, a key or a checkpoint was refused, as a closed list. The note's own form:
 * - `too_long`: longer than {@link maxNoteBytes};
 * - `not_utf8`, `control_character` (a carriage return included);
 * - `no_final_newline`, `no_signatures` (no blank line with signature lines after it);
 * - `bad_signature_line`, `bad_key_name` (empty, a space or a plus in it), `bad_base64`;
 * - `duplicate_signature` (same name and key ID twice), `too_many_signatures`.
 *
 * Keys and signatures:
 * - `bad_key`: a verifier or signer key that is not in its form; `unsupported_key`: a type that is not known here;
 * - `wrong_key_id`: a key whose ID is not that of its name and its bytes;
 * - `key_file`: the file of a signer key cannot be read, or made;
 * - `bad_signature`: a signature of a known key does not verify; `no_trusted_signature`: there is none of a known key;
 * - `missing_signature`: a key that was named has not signed.
 *
 * Checkpoints: `bad_checkpoint`: the text is not a checkpoint's.
 */
export type NoteErrorCode =
  | 'too_long'
  | 'not_utf8'
  | 'control_character'
  | 'no_final_newline'
  | 'no_signatures'
  | 'bad_signature_line'
  | 'bad_key_name'
  | 'bad_base64'
  | 'duplicate_signature'
  | 'too_many_signatures'
  | 'bad_key'
  | 'unsupported_key'
  | 'wrong_key_id'
  | 'key_file'
  | 'bad_signature'
  | 'no_trusted_signature'
  | 'missing_signature'
  | 'bad_checkpoint'

/** A signed note, or a key, that is refused. The message never holds a private key. */
export class NoteError extends Error {
  override readonly name = 'NoteError'
  readonly code: NoteErrorCode

  constructor(code: NoteErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}
