import { createRoute, z } from '@hono/zod-openapi'
import { roles, setSessionCookie } from '../auth/index.ts'
import { answer, operation, problems } from '../http/operation.ts'
import { Problem } from '../http/problem.ts'
import type { ApiParts, App } from './parts.ts'

const sessionBody = z
  .object({
    role: z.enum(roles),
    name: z.string().meta({
      description: 'Who the show log names for what is done; `local`: this machine, while there is no token.',
    }),
    by: z.enum(['local', 'token', 'session']),
  })
  .meta({ id: 'Session' })

const readSession = createRoute({
  ...operation('readSession'),
  method: 'get',
  path: '/api/v1/session',
  tags: ['access'],
  summary: 'Who am I?',
  responses: { 200: answer('Who asks.', sessionBody), ...problems },
})

const beginSession = createRoute({
  ...operation('beginSession'),
  method: 'post',
  path: '/api/v1/session',
  tags: ['access'],
  summary: 'Signs a browser in with a token, by a cookie that no script can read.',
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: z.strictObject({ token: z.string().max(256) }) } },
    },
  },
  responses: { 200: answer('Who came in.', sessionBody), ...problems },
})

const endSession = createRoute({
  ...operation('endSession'),
  method: 'delete',
  path: '/api/v1/session',
  tags: ['access'],
  summary: 'Signs out.',
  responses: { 204: { description: 'Signed out.' }, ...problems },
})

const endOtherSessions = createRoute({
  ...operation('endOtherSessions'),
  method: 'delete',
  path: '/api/v1/session/others',
  tags: ['access'],
  summary: 'Signs out every other browser that came in by the same token.',
  responses: { 200: answer('How many that were.', z.object({ ended: z.int() })), ...problems },
})

export function addSession(app: App, { room, gatekeeper }: ApiParts): void {
  app.openapi(readSession, (c) => {
    const { role, name, by } = c.get('caller')
    return c.json({ role, name, by }, 200)
  })
  app.openapi(beginSession, async (c) => {
    const { caller, cookie } = await c.get('gatekeeper').signIn(c.env.incoming, c.req.valid('json').token)
    c.header('set-cookie', setSessionCookie(c.env.incoming, cookie))
    return c.json({ role: caller.role, name: caller.name, by: caller.by }, 200)
  })
  app.openapi(endSession, async (c) => {
    const cookie = { 'set-cookie': setSessionCookie(c.env.incoming, null) }
    if (!(await c.get('gatekeeper').signOut(c.env.incoming))) throw endNotKept(cookie)
    c.header('set-cookie', cookie['set-cookie'])
    return c.body(null, 204)
  })
  app.openapi(endOtherSessions, async (c) => {
    const { tokenId, sessionId, name } = c.get('caller')
    // Without a token nobody has signed in.
    const ended = tokenId === null ? { count: 0, kept: true } : await gatekeeper.sessions.endAllOf(tokenId, sessionId)
    if (ended.count > 0) room.record('sessions_ended', { token_id: tokenId, name, count: ended.count }, name)
    if (!ended.kept) throw endNotKept()
    return c.json({ ended: ended.count }, 200)
  })
}

/** Who was signed out is out, and might be in again after a restart. */
export function endNotKept(headers: Readonly<Record<string, string>> = {}): Problem {
  return new Problem(
    500,
    'not_kept',
    'Signed out, but the disk did not take it: after a restart of the server they could be signed in again. Look that there is room in the data folder, and sign them out once more; or revoke the token.',
    { headers },
  )
}
