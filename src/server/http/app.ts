import { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { addRoutes, type ApiParts, type App } from '../routes/index.ts'
import type { AppEnv } from './env.ts'
import { invalid } from './invalid.ts'
import { Problem, problemResponse } from './problem.ts'
import { withSecurityHeaders } from './security-headers.ts'

/** The longest body, bytes: a hundred destinations fit. */
const maxBodyBytes = 64 * 1024

export interface AppOptions extends ApiParts {
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
    const problem = problemOf(error)
    if (problem.code === 'internal') options.onFailure(error, c.req.path)
    return problemResponse(problem, c.req.path)
  })
  app.notFound((c) =>
    problemResponse(
      new Problem(404, 'not_found', 'There is nothing at this address. See /api/v1/openapi.json.'),
      c.req.path,
    ),
  )
  app.use(async (c, next) => {
    gatekeeper.checkOrigin(c.env.incoming)
    await next()
  })
  app.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: () => {
        throw new Problem(413, 'body_too_long', 'At most 64 KiB are taken.', { headers: { connection: 'close' } })
      },
    }),
  )
  app.use('/api/*', async (c, next) => {
    c.set('caller', await gatekeeper.identify(c.env.incoming))
    await next()
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store')
  })
  addRoutes(app, options)
  return app
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof HTTPException && error.status < 500) {
    return new Problem(400, 'unreadable', 'The request cannot be read: is its body JSON?', { cause: error })
  }
  return new Problem(500, 'internal', 'Something went wrong within the server. Its log says what.', { cause: error })
}
