import { createRoute, z } from '@hono/zod-openapi'
import { answer, operation, problems } from '../http/operation.ts'
import { deskOf, instanceParams } from './desk.ts'
import type { ApiParts, App } from './parts.ts'

const lockBody = z
  .object({
    locked: z.boolean(),
    since: z.string().nullable().meta({ description: 'ISO 8601; null: it is off.' }),
    by: z.string().nullable(),
  })
  .meta({ id: 'ShowLock' })

const setShowLock = createRoute({
  ...operation('setShowLock'),
  method: 'put',
  path: '/api/v1/instances/{id}/lock',
  tags: ['operations'],
  summary: 'Sets the show lock, or takes it off: while it is on, every stop needs a second confirmation.',
  request: {
    params: instanceParams,
    body: { required: true, content: { 'application/json': { schema: z.strictObject({ locked: z.boolean() }) } } },
  },
  responses: { 200: answer('As it is now.', lockBody), ...problems },
})

export function addShowLock(app: App, parts: ApiParts): void {
  app.openapi(setShowLock, async (c) => {
    const desk = deskOf(parts, c.req.valid('param').id)
    const lock = await desk.controller.lockShow(c.req.valid('json').locked, { actor: c.get('caller').name })
    desk.lookNow()
    return c.json({ locked: lock !== null, since: lock?.since ?? null, by: lock?.by ?? null }, 200)
  })
}
