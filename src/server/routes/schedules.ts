import { createRoute, z } from '@hono/zod-openapi'
import { answer, operation, problems } from '../http/operation.ts'
import { scheduleView } from '../view/index.ts'
import type { ApiParts, App } from './parts.ts'

const listSchedules = createRoute({
  ...operation('listSchedules'),
  method: 'get',
  path: '/api/v1/schedules',
  tags: ['schedules'],
  summary: 'What is planned, how it went last, and what was found before the next time.',
  responses: {
    200: answer('The plan of the configuration.', z.object({ schedules: z.array(scheduleView) })),
    ...problems,
  },
})

export function addSchedules(app: App, { room }: ApiParts): void {
  app.openapi(listSchedules, (c) => {
    const schedules = room.board.entities.flatMap((entity) => (entity.kind === 'schedule' ? [entity] : []))
    return c.json({ schedules }, 200)
  })
}
