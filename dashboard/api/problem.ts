import { isRecord } from '../state/entities.ts'
import { words } from '../words.ts'

/** What went wrong, for a person: the server's own words where it gave some (problem+json, or an operation's message). */
export function sentenceOf(status: number, body: unknown): string {
  if (status === 0) return words.problem.noAnswer
  if (isRecord(body)) {
    for (const name of ['detail', 'message', 'title']) {
      const text = body[name]
      if (typeof text === 'string' && text !== '') return text
    }
  }
  if (status === 401) return words.problem.signInAgain
  if (status === 403) return words.problem.notAllowed
  return words.problem.status(status)
}
