/**
 * Why a secret could not be had: `bad_reference` (neither `env:NAME` nor `file:PATH`), `not_set`, `file_missing`,
 * `unreadable`, `empty`, `several_lines`, `too_long`, or `key_file` (the fingerprint key's file).
 */
export type SecretErrorCode =
  | 'bad_reference'
  | 'not_set'
  | 'file_missing'
  | 'unreadable'
  | 'empty'
  | 'several_lines'
  | 'too_long'
  | 'key_file'

/** A secret that could not be had. The message names the reference, never the text. */
export class SecretError extends Error {
  override readonly name = 'SecretError'
  readonly code: SecretErrorCode

  constructor(code: SecretErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}
