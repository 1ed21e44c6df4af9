import { createRoute, z } from '@hono/zod-openapi'
import { GatewayError } from '../../gateway/index.ts'
import { answer, operation, problems } from '../http/operation.ts'
import { Problem } from '../http/problem.ts'
import { gatewayView } from '../view/index.ts'
import { channelParams, deskOf } from './desk.ts'
import type { ApiParts, App } from './parts.ts'

const readGateway = createRoute({
  ...operation('readGateway'),
  method: 'get',
  path: '/api/v1/gateway',
  tags: ['gateway'],
  summary: 'The gateway, as it was seen last; null: none is used.',
  responses: { 200: answer('The gateway.', z.object({ gateway: gatewayView.nullable() })), ...problems },
})

const openPreview = createRoute({
  ...operation('openPreview'),
  method: 'get',
  path: '/api/v1/instances/{id}/streams/{channel}/preview',
  tags: ['gateway'],
  summary: 'The way to a picture of this stream, for one browser.',
  request: { params: channelParams },
  responses: {
    200: answer(
      'Where it can be watched. The address holds a ticket that works once and soon.',
      z.object({ url: z.string(), ticketExpiresInS: z.number() }),
    ),
    ...problems,
  },
})

export function addGateway(app: App, parts: ApiParts): void {
  app.openapi(readGateway, (c) => {
    const gateway = parts.room.board.get('gateway')
    return c.json({ gateway: gateway?.kind === 'gateway' ? gateway : null }, 200)
  })
  app.openapi(openPreview, async (c) => {
    const { id, channel } = c.req.valid('param')
    const { controller } = deskOf(parts, id)
    const { gateway } = parts.room
    if (gateway === null) throw new Problem(501, 'unsupported', 'Only a gateway has a picture, and none is used here.')
    try {
      const { url, expiresInS } = await gateway.previewLink(controller.instance, channel, AbortSignal.timeout(5000))
      return c.json({ url, ticketExpiresInS: expiresInS }, 200)
    } catch (cause) {
      if (!(cause instanceof GatewayError)) throw cause
      const missing = cause.code === 'no_such_feed'
      throw new Problem(missing ? 404 : 502, missing ? 'no_such_feed' : 'connection_error', cause.message, { cause })
    }
  })
}
