import type { OperationError } from './results.ts'

/** Inside an operation: it cannot go on. Becomes the {@link OperationError} result; `cause` stays for the caller's debugger. */
export class OperationFailed extends Error {
  override readonly name = 'OperationFailed'
  readonly code: OperationError
  readonly leftOn: readonly string[]

  constructor(code: OperationError, message: string, options: { leftOn?: readonly string[]; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.leftOn = options.leftOn ?? []
  }
}
