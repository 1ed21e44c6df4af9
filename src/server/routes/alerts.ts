import { createRoute, z } from '@hono/zod-openapi'
import { answer, operation, problems } from '../http/operation.ts'
import { Problem } from '../http/problem.ts'
import { alertView } from '../view/index.ts'
import type { ApiParts, App } from './parts.ts'

const listAlerts = createRoute({
  ...operation('listAlerts'),
  method: 'get',
  path: '/api/v1/alerts',
  tags: ['alerts'],
  summary: 'What somebody should know, now or until it was acknowledged.',
  responses: { 200: answer('The alarms.', z.object({ alerts: z.array(alertView) })), ...problems },
})

const acknowledgeAlert = createRoute({
  ...operation('acknowledgeAlert'),
  method: 'post',
  path: '/api/v1/alerts/{id}/acknowledge',
  tags: ['alerts'],
  summary: 'Somebody has seen it, and looks after it.',
  request: { params: z.object({ id: z.string().max(200) }) },
  responses: { 204: { description: 'It is noted.' }, ...problems },
})

export function addAlerts(app: App, { room, acknowledge }: ApiParts): void {
  app.openapi(listAlerts, (c) => {
    const alerts = room.board.entities.flatMap((entity) => (entity.kind === 'alert' ? [entity] : []))
    return c.json({ alerts }, 200)
  })
  app.openapi(acknowledgeAlert, async (c) => {
    const known = await acknowledge(c.req.valid('param').id, c.get('caller').name)
    if (!known) throw new Problem(404, 'unknown_alert', 'There is no such alarm any more.')
    return c.body(null, 204)
  })
}
