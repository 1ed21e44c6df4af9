import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { createRoute, z } from '@hono/zod-openapi'
import { parsePosition } from '../events/index.ts'
import { operation, problems } from '../http/operation.ts'
import { Problem } from '../http/problem.ts'
import { securityHeaders } from '../http/security-headers.ts'
import type { ApiParts, App } from './parts.ts'

const followEvents = createRoute({
  ...operation('followEvents'),
  method: 'get',
  path: '/api/v1/events',
  tags: ['board'],
  summary: 'The board as server-sent events: `snapshot`, then `changes`; `heartbeat` every 10 s.',
  request: {
    headers: z.object({
      'last-event-id': z
        .string()
        .max(64)
        .optional()
        .meta({ description: 'Goes on after this one, where it is still known.' }),
    }),
  },
  responses: {
    200: { description: 'Events until somebody hangs up.', content: { 'text/event-stream': { schema: z.string() } } },
    ...problems,
  },
})

export function addEvents(app: App, { events, gatekeeper }: ApiParts): void {
  app.openapi(followEvents, (c) => {
    const caller = c.get('caller')
    const { tokenId } = caller
    if (events.isFullFor(tokenId)) {
      const detail = 'As many follow the events as there is room for, in all or by this token.'
      throw new Problem(503, 'too_many_clients', detail)
    }
    const { outgoing } = c.env
    outgoing.writeHead(200, {
      ...securityHeaders,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // For proxies that keep what passes until it is much.
      'x-accel-buffering': 'no',
    })
    outgoing.write('retry: 1000\n\n')
    const position = parsePosition(c.req.valid('header')['last-event-id'])
    events.add(outgoing, position, { tokenId, mayStay: () => gatekeeper.isStillIn(caller) })
    return RESPONSE_ALREADY_SENT
  })
}
