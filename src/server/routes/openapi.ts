import { createRoute, z } from '@hono/zod-openapi'
import { answer, operation, problems } from '../http/operation.ts'
import type { ApiParts, App } from './parts.ts'

const documentBody = z.looseObject({ openapi: z.string() })

const readOpenApi = createRoute({
  ...operation('readOpenApi'),
  method: 'get',
  path: '/api/v1/openapi.json',
  tags: ['server'],
  summary: 'This document.',
  responses: {
    200: answer('OpenAPI 3.1.', documentBody),
    ...problems,
  },
})

const tags = [
  { name: 'board', description: 'Everything that is shown, and what changes.' },
  { name: 'instances', description: 'One vMix each.' },
  { name: 'operations', description: 'What starts and stops; each is in the show log, before and after.' },
  { name: 'functions', description: "vMix's own functions." },
  { name: 'destinations', description: 'Where streams can be sent to.' },
  { name: 'gateway', description: 'The media path.' },
  { name: 'schedules', description: 'What is done at a time.' },
  { name: 'log', description: 'The show log: what happened, so that it can be proved.' },
  { name: 'alerts', description: 'What somebody should know.' },
  { name: 'access', description: 'Who may come in.' },
  { name: 'server', description: 'The server itself.' },
]

/** After all other routes: it tells of them. */
export function addOpenApi(app: App, { version }: ApiParts): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description: 'A token of `vmixctl token add`.',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'vmixctl_session',
    description: 'What `POST /api/v1/session` gives a browser; the port stands behind its name.',
  })
  let made: z.infer<typeof documentBody> | null = null
  app.openapi(readOpenApi, (c) => {
    made ??= documentOf(app, version)
    return c.json(made, 200)
  })
}

function documentOf(app: App, version: string): z.infer<typeof documentBody> {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'vmixctl serve',
      version,
      description: 'Watches and drives vMix: go live, know that you are live, and prove afterwards what happened.',
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    servers: [{ url: '/', description: 'This server.' }],
    tags,
  })
  return { ...document }
}
