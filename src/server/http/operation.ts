import type { MiddlewareHandler } from 'hono'
import { type Gatekeeper, mayDo, neededFor, type OperationName, type Permission } from '../auth/index.ts'
import type { AppEnv } from './env.ts'
import { Problem, problemBody } from './problem.ts'

/** Ways in, as the OpenAPI document names them. */
const anyWay = [{ token: [] }, { session: [] }]

/**
 * Name and permission of a route, for `createRoute`. A route without a name in the table of permissions cannot be written,
 * and who asks is known before its body is looked at.
 */
export function operation(name: OperationName) {
  const needed: Permission = neededFor[name]
  const allowed: MiddlewareHandler<AppEnv> = async (c, next) => {
    if (needed !== 'none') await allow(c.get('gatekeeper'), c, needed)
    await next()
  }
  return { operationId: name, middleware: allowed, security: needed === 'none' ? [] : anyWay }
}

async function allow(
  gatekeeper: Gatekeeper,
  c: Parameters<MiddlewareHandler<AppEnv>>[0],
  needed: Exclude<Permission, 'none'>,
): Promise<void> {
  const { incoming } = c.env
  const caller = await gatekeeper.identify(incoming)
  if (!mayDo(caller.role, needed)) {
    const detail = `This needs the right to ${words[needed]}; yours is "${caller.role}".`
    throw gatekeeper.refuse(incoming, new Problem(403, 'not_allowed', detail))
  }
  c.set('caller', caller)
}

const words = {
  enter: 'come in',
  watch: 'see what is on',
  log: 'read the show log',
  serverLog: "read the server's own log",
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

/** A good answer, for a route's `responses`. */
export function answer<T>(description: string, schema: T) {
  return { description, content: { 'application/json': { schema } } }
}
