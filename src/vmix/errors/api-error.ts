import { VMixError, type VMixErrorOptions } from './vmix-error.ts'

/**
 * - `function_refused`: vMix answered 500: it does not know the function, or an input or value is wrong
 * - `bad_state`: the answer to a state read is no state document of a vMix
 * - `http_status`: any other status; see `status`
 * - `invalid_parameter`: the call cannot be right (a function, parameter, value or input that there is not, or a function
 *   newer than this vMix), or cannot be expressed in a URL; nothing was sent
 * - `not_confirmed`: vMix took the call, and its state does not show it within the wait
 */
export type VMixAPIErrorCode = 'function_refused' | 'bad_state' | 'http_status' | 'invalid_parameter' | 'not_confirmed'

export interface VMixAPIErrorOptions extends VMixErrorOptions {
  /** The HTTP status, where there was one. */
  readonly status?: number
}

/** A vMix was reached, and the answer is not what was asked for. */
export class VMixAPIError extends VMixError {
  override readonly name = 'VMixAPIError'
  readonly code: VMixAPIErrorCode
  readonly status: number | null

  constructor(code: VMixAPIErrorCode, message: string, options: VMixAPIErrorOptions) {
    super(message, options)
    this.code = code
    this.status = options.status ?? null
  }
}
