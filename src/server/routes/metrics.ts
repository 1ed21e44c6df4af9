import { createRoute, z } from '@hono/zod-openapi'
import { operation, problems } from '../http/operation.ts'
import type { ApiParts, App } from './parts.ts'

const readMetrics = createRoute({
  ...operation('readMetrics'),
  method: 'get',
  path: '/metrics',
  tags: ['server'],
  summary: 'The figures for Prometheus.',
  responses: {
    200: { description: 'In its text format.', content: { 'text/plain': { schema: z.string() } } },
    ...problems,
  },
})

export function addMetrics(app: App, { metrics }: ApiParts): void {
  app.openapi(readMetrics, async (c) => {
    const text = await metrics.text()
    return c.text(text, 200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' })
  })
}
