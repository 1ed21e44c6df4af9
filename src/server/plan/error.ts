/** Why the plan was not changed. `not_kept`: the disk did not take it, and all is as before. */
export type PlanErrorCode = 'invalid' | 'from_file' | 'unknown_schedule' | 'too_many' | 'not_next' | 'not_kept'

/** A change of the plan that was not made; its message says what to do. */
export class PlanError extends Error {
  readonly code: PlanErrorCode
  constructor(code: PlanErrorCode, message: string, options?: { readonly cause: unknown }) {
    super(message, options)
    this.name = 'PlanError'
    this.code = code
  }
}
