/**
 * Why a notice was not delivered: `unreachable`, `timeout`, `busy` (it asked to wait), `failing` (its own error), `refused` (it
 * will not have it from us, or not there), `unfit` (it does not take what was sent), `redirected`, `not_trusted` (its
 * certificate), `login` (name or password), `secret` (ours cannot be had), or `unknown`.
 */
export type DeliveryErrorCode =
  | 'unreachable'
  | 'timeout'
  | 'busy'
  | 'failing'
  | 'refused'
  | 'unfit'
  | 'redirected'
  | 'not_trusted'
  | 'login'
  | 'secret'
  | 'unknown'

/** A try that failed. Its sentence is ours alone: what a receiver answers, and its address, may hold a secret. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError'
  readonly code: DeliveryErrorCode
  /** For so long it wants to hear nothing, ms; null: it did not say. */
  readonly retryAfterMs: number | null

  constructor(code: DeliveryErrorCode, message: string, options: { readonly retryAfterMs?: number | null } = {}) {
    super(message)
    this.code = code
    this.retryAfterMs = options.retryAfterMs ?? null
  }
}
