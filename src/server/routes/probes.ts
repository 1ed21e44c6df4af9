import { createRoute, z } from '@hono/zod-openapi'
import { answer, operation, problems } from '../http/operation.ts'
import { Problem } from '../http/problem.ts'
import type { ApiParts, App } from './parts.ts'

const isAlive = createRoute({
  ...operation('isAlive'),
  method: 'get',
  path: '/healthz',
  tags: ['server'],
  summary: 'Whether the server answers.',
  responses: { 200: answer('It does.', z.object({ status: z.literal('ok') })), ...problems },
})

const isReady = createRoute({
  ...operation('isReady'),
  method: 'get',
  path: '/readyz',
  tags: ['server'],
  summary: 'Whether the server has looked at every vMix at least once.',
  responses: { 200: answer('It has.', z.object({ status: z.literal('ready') })), ...problems },
})

export function addProbes(app: App, { room }: ApiParts): void {
  app.openapi(isAlive, (c) => c.json({ status: 'ok' as const }, 200))
  app.openapi(isReady, (c) => {
    for (const id of room.desks.keys()) {
      const instance = room.board.get(`instance:${id}`)
      if (instance?.kind !== 'instance' || instance.connection.state === 'connecting') {
        throw new Problem(503, 'not_ready', 'Not every vMix was looked at yet.')
      }
    }
    return c.json({ status: 'ready' as const }, 200)
  })
}
