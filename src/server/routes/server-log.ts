import { createRoute } from '@hono/zod-openapi'
import { answer, operation, problems } from '../http/operation.ts'
import { exported, exportedLog, exportQuery } from './log-files.ts'
import { logPage, logQuery, readPage, verification, Verifications } from './log-reading.ts'
import type { ApiParts, App } from './parts.ts'

const readServerLog = createRoute({
  ...operation('readServerLog'),
  method: 'get',
  path: '/api/v1/server-log',
  tags: ['log'],
  summary: "Entries of the server's own log: refusals, tokens, configuration, plan, alarms.",
  request: { query: logQuery },
  responses: { 200: answer('The entries, oldest first.', logPage), ...problems },
})

const verifyServerLog = createRoute({
  ...operation('verifyServerLog'),
  method: 'get',
  path: '/api/v1/server-log/verify',
  tags: ['log'],
  summary: "Reads the whole of the server's own log, and says what it proves and what not.",
  responses: { 200: answer('The verdict. A log that is broken is an answer too.', verification), ...problems },
})

const exportServerLog = createRoute({
  ...operation('exportServerLog'),
  method: 'get',
  path: '/api/v1/server-log/export',
  tags: ['log'],
  summary: "The server's own log as a file: JSON, CSV, or a report to read and print.",
  request: { query: exportQuery },
  responses: { 200: exportedLog, ...problems },
})

/** What concerns no vMix. Addresses and names of tokens stand in it, so that not everybody who looks at a show reads it. */
export function addServerLog(app: App, { serverLogFolder }: ApiParts): void {
  const verifications = new Verifications()
  app.openapi(readServerLog, async (c) => c.json(await readPage(serverLogFolder, c.req.valid('query')), 200))
  app.openapi(verifyServerLog, async (c) => c.json(await verifications.of(serverLogFolder), 200))
  app.openapi(exportServerLog, (c) => exported(c, serverLogFolder, 'server', c.req.valid('query').format))
}
