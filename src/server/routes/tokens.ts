import { createRoute, z } from '@hono/zod-openapi'
import { roles, TokenError, tokenName, tokenView } from '../auth/index.ts'
import { answer, operation, problems } from '../http/operation.ts'
import { Problem } from '../http/problem.ts'
import type { ApiParts, App } from './parts.ts'
import { endNotKept } from './session.ts'

const listedToken = tokenView
  .extend({
    lastUsedAt: z.string().nullable().meta({ description: 'Null: not since this server was started.' }),
    sessions: z.int().meta({ description: 'How many browsers are signed in by it.' }),
  })
  .meta({ id: 'ListedToken' })

const listTokens = createRoute({
  ...operation('listTokens'),
  method: 'get',
  path: '/api/v1/tokens',
  tags: ['access'],
  summary: 'All tokens, without what makes them tokens.',
  responses: { 200: answer('The tokens.', z.object({ tokens: z.array(listedToken) })), ...problems },
})

const newToken = z.strictObject({
  name: tokenName,
  role: z.enum(roles),
  expiresInDays: z.int().min(1).max(3650).nullable().default(365),
})

const addToken = createRoute({
  ...operation('addToken'),
  method: 'post',
  path: '/api/v1/tokens',
  tags: ['access'],
  summary: 'Makes a token, and shows it this one time.',
  request: { body: { required: true, content: { 'application/json': { schema: newToken } } } },
  responses: {
    201: answer('The token.', tokenView.extend({ token: z.string() }).meta({ id: 'NewToken' })),
    ...problems,
  },
})

const revokeToken = createRoute({
  ...operation('revokeToken'),
  method: 'delete',
  path: '/api/v1/tokens/{id}',
  tags: ['access'],
  summary: 'Takes a token away, and everybody who came in by it.',
  request: { params: z.object({ id: z.string().max(64) }) },
  responses: { 204: { description: 'It is gone.' }, ...problems },
})

const endTokenSessions = createRoute({
  ...operation('endTokenSessions'),
  method: 'delete',
  path: '/api/v1/tokens/{id}/sessions',
  tags: ['access'],
  summary: 'Signs out every browser that came in by this token, but for the one that asks. The token stays good.',
  request: { params: z.object({ id: z.string().max(64) }) },
  responses: { 200: answer('How many that were.', z.object({ ended: z.int() })), ...problems },
})

export function addTokens(app: App, { gatekeeper, room }: ApiParts): void {
  const { tokens, sessions } = gatekeeper
  app.openapi(listTokens, (c) => {
    const listed = tokens.list().map((view) => {
      const usedMs = tokens.lastUsed(view.id)
      const lastUsedAt = usedMs === null ? null : new Date(usedMs).toISOString()
      return { ...view, lastUsedAt, sessions: sessions.count(view.id) }
    })
    return c.json({ tokens: listed }, 200)
  })
  app.openapi(addToken, async (c) => {
    const { token, view } = await tokens.add(c.req.valid('json')).catch((error: unknown) => {
      throw error instanceof TokenError ? new Problem(409, error.code, error.message) : error
    })
    room.record(
      'token_added',
      { token_id: view.id, name: view.name, role: view.role, expires_at: view.expiresAt },
      c.get('caller').name,
    )
    return c.json({ ...view, token: token.reveal() }, 201)
  })
  app.openapi(revokeToken, async (c) => {
    const revoked = await tokens.revoke(c.req.valid('param').id)
    if (revoked === null) throw new Problem(404, 'unknown_token', 'There is no token of this id.')
    room.record('token_revoked', { token_id: revoked.id, name: revoked.name, role: revoked.role }, c.get('caller').name)
    return c.body(null, 204)
  })
  app.openapi(endTokenSessions, async (c) => {
    const { id } = c.req.valid('param')
    const token = tokens.list().find((view) => view.id === id)
    if (token === undefined) throw new Problem(404, 'unknown_token', 'There is no token of this id.')
    const ended = await sessions.endAllOf(id, c.get('caller').sessionId)
    room.record('sessions_ended', { token_id: id, name: token.name, count: ended.count }, c.get('caller').name)
    if (!ended.kept) throw endNotKept()
    return c.json({ ended: ended.count }, 200)
  })
}
