import type { OperationError } from '../results.ts'

export interface FailureOptions {
  readonly leftOn?: readonly string[]
  /** What is left on is meant to go on: nothing is switched off again. */
  readonly goesOn?: boolean
  readonly cause?: unknown
}

/** Inside an operation: it cannot go on. Becomes the {@link OperationError} result; `cause` stays for the caller's debugger. */
export class OperationFailed extends Error {
  override readonly name = 'OperationFailed'
  readonly code: OperationError
  readonly leftOn: readonly string[]
  readonly goesOn: boolean

  constructor(code: OperationError, message: string, options: FailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.leftOn = options.leftOn ?? []
    this.goesOn = options.goesOn ?? false
  }
}
