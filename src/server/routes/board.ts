import { createRoute, z } from '@hono/zod-openapi'
import { entityView } from '../view/index.ts'
import { operation, problems } from '../http/operation.ts'
import type { ApiParts, App } from './parts.ts'

const boardBody = z
  .object({
    id: z.uuid().meta({ description: 'New with each start of the server.' }),
    version: z.int().meta({ description: 'One more with each change.' }),
    entities: z.array(entityView),
  })
  .meta({ id: 'Board' })

const readBoard = createRoute({
  ...operation('readBoard'),
  method: 'get',
  path: '/api/v1/board',
  tags: ['board'],
  summary: 'Everything that the page shows, as it stands.',
  responses: {
    200: { description: 'The board.', content: { 'application/json': { schema: boardBody } } },
    ...problems,
  },
})

export function addBoard(app: App, { room }: ApiParts): void {
  app.openapi(readBoard, (c) => {
    const { id, version, entities } = room.board
    return c.json({ id, version, entities: [...entities] }, 200)
  })
}
