import type { MiddlewareHandler } from 'hono'
import { mayDo, neededFor, type OperationName } from '../auth/index.ts'
import type { AppEnv } from './env.ts'
import { Problem, problemBody } from './problem.ts'

/** Name and permission of a route, for `createRoute`: a route without it has no name in the table, and cannot be written. */
export function operation(name: OperationName) {
  const allowed: MiddlewareHandler<AppEnv> = async (c, next) => {
    const { role } = c.get('caller')
    if (!mayDo(role, neededFor[name])) {
      throw new Problem(403, 'not_allowed', `This needs the right to ${words[neededFor[name]]}; yours is "${role}".`)
    }
    await next()
  }
  return { operationId: name, middleware: allowed, security: [{ token: [] }, { session: [] }] }
}

const words = {
  enter: 'come in',
  watch: 'see what is on',
  log: 'read the show log',
  metrics: 'read the figures for monitoring',
  operate: 'start and stop',
  administer: 'change the settings',
} as const

const problem = {
  description: 'A problem; its `code` says which.',
  content: { 'application/problem+json': { schema: problemBody } },
}

/** What can go wrong everywhere, for a route's `responses`. */
export const problems = { '4XX': problem, '5XX': problem }
