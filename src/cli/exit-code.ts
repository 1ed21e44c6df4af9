/** What `vmixctl` ends with. `witness verify` has meanings of its own, printed in its help. */
export const exitCodes = { done: 0, failed: 1, usage: 2, unreachable: 3 } as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** A command that cannot be carried out: a sentence that says what to do, a word for programs, and how the program ends. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed'
  readonly exitCode: ExitCode
  readonly code: string

  constructor(exitCode: ExitCode, code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
    this.code = code
  }
}

/** What was typed cannot be right. */
export function usageError(message: string, options?: ErrorOptions): CommandFailed {
  return new CommandFailed(exitCodes.usage, 'usage', message, options)
}
