import type { ZodError } from 'zod'
import { Problem } from './problem.ts'

/** At most so many mistakes are told at once. */
const most = 5

/** What is wrong with what came in: where and why, never what it was; somebody may have put a key in the wrong place. */
export function invalid(error: ZodError): Problem {
  const said = error.issues.slice(0, most).map((issue) => {
    const where = issue.path.map(String).join('.').slice(0, 80)
    const what = issue.code === 'unrecognized_keys' ? 'there is a field that is not known here' : issue.message
    return where === '' ? what : `${where}: ${what}`
  })
  const more = error.issues.length > most ? ` (and ${error.issues.length - most} more)` : ''
  return new Problem(422, 'validation_error', `${said.join('; ')}${more}.`)
}
