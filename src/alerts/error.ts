/** `unknown_receiver`: there is none of this name. `too_many`: no more of it can be kept. */
export type AlertsErrorCode = 'unknown_receiver' | 'too_many'

export class AlertsError extends Error {
  override readonly name = 'AlertsError'
  readonly code: AlertsErrorCode

  constructor(code: AlertsErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
