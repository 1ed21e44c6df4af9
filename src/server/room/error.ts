/**
 * Why something could not be done with the room's own things:
 * - `from_file`: it stands in the configuration file, which only its owner changes.
 * - `unknown_preset`: there is no destination of this id.
 * - `invalid`: it cannot be right; the message says what and how.
 * - `not_kept`: the disk did not take it.
 */
export type RoomErrorCode = 'from_file' | 'unknown_preset' | 'invalid' | 'not_kept'

/** A refusal in a sentence for a person. Holds no secret. */
export class RoomError extends Error {
  override readonly name = 'RoomError'
  readonly code: RoomErrorCode

  constructor(code: RoomErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
