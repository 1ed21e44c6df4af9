import { ProofError, WitnessError } from '../../witness/index.ts'
import { Problem } from '../http/problem.ts'

/** A log that cannot be read, and an entry that cannot be proved, as problems. */
export async function logProblem<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (cause) {
    if (cause instanceof ProofError) {
      throw new Problem(cause.code === 'no_such_entry' ? 404 : 409, cause.code, cause.message, { cause })
    }
    if (cause instanceof WitnessError) {
      const none = cause.code === 'not_found'
      throw new Problem(none ? 404 : 500, none ? 'no_log_yet' : cause.code, cause.message, { cause })
    }
    if (cause instanceof DOMException) {
      throw new Problem(504, 'timeout', 'Reading the log took too long. Ask for less, or use vmixctl witness.', {
        cause,
      })
    }
    throw cause
  }
}
