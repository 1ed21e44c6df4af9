import { OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { isJson } from '../auth/index.ts'
import { addRoutes, type ApiParts, type App } from '../routes/index.ts'
import type { AppEnv } from './env.ts'
import { page } from './page.ts'
import { invalid } from './invalid.ts'
import { Problem, problemResponse } from './problem.ts'
import { withSecurityHeaders } from './security-headers.ts'

/** The longest body, bytes: a hundred destinations fit. */
const maxBodyBytes = 64 * 1024

export interface AppOptions extends ApiParts {
  /** Where the page was built into. */
  readonly pageFolder: string
  /** Told of what went wrong within the server itself, for its own log. */
  readonly onFailure: (error: unknown, path: string) => void
}

/** The API as one handler; `listen` puts it on a port. */
export function createApp(options: AppOptions): App {
  const { gatekeeper } = options
  const app: App = new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalid(result.error)
    },
  })
  app.use(withSecurityHeaders)
  app.onError((error, c) => {
    const problem = asProblem(error)
    if (problem.code === 'internal') options.onFailure(error, c.req.path)
    return problemResponse(problem)
  })
  app.notFound(() =>
    problemResponse(new Problem(404, 'not_found', 'There is nothing at this address. See /api/v1/openapi.json.')),
  )
  app.use(async (c, next) => {
    gatekeeper.checkHost(c.env.incoming)
    c.set('gatekeeper', gatekeeper)
    await next()
  })
  app.use(limitedBody)
  app.use('/api/*', async (c, next) => {
    await next()
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store')
  })
  addRoutes(app, options)
  app.use(page(options.pageFolder, options.clock))
  return app
}

/** A body says how long it is, and that is what is read of it: nobody has to count. */
const limitedBody: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { headers } = c.env.incoming
  if (headers['transfer-encoding'] !== undefined) {
    throw new Problem(411, 'length_needed', 'Send the body with its length (content-length).', closing)
  }
  if (Number(headers['content-length'] ?? 0) > maxBodyBytes) {
    throw new Problem(413, 'body_too_long', 'At most 64 KiB are taken.', closing)
  }
  // No body is no body, whatever kind it is said to be: a stop must not fail for that.
  if (Number(headers['content-length'] ?? 0) === 0) c.req.raw.headers.delete('content-type')
  // Else a stop that names one destination, sent as something else, would be taken for a stop of all.
  if (Number(headers['content-length'] ?? 0) > 0 && !isJson(headers['content-type'])) {
    throw new Problem(415, 'not_json', 'Send the body as content-type: application/json.', closing)
  }
  await next()
}

/** What still comes in on this connection is not read. */
const closing = { headers: { connection: 'close' } }

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof HTTPException && error.status < 500) {
    return new Problem(400, 'unreadable', 'The request cannot be read: is its body JSON?', { cause: error })
  }
  // Zod itself throws at a value whose length cannot be compared, such as {"length":{"toString":1,"valueOf":1}} for a text.
  if (error instanceof TypeError && error.message === 'Cannot convert object to primitive value') {
    return new Problem(422, 'validation_error', 'A value is of the wrong kind.', { cause: error })
  }
  return new Problem(500, 'internal', 'Something went wrong within the server. Its log says what.', { cause: error })
}
