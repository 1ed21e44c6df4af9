import { createRoute } from '@hono/zod-openapi'
import { answer, operation, problems } from '../http/operation.ts'
import { deskOf, instanceParams } from './desk.ts'
import { logPage, logQuery, readPage, verification, Verifications } from './log-reading.ts'
import type { ApiParts, App } from './parts.ts'

const readLog = createRoute({
  ...operation('readLog'),
  method: 'get',
  path: '/api/v1/instances/{id}/log',
  tags: ['log'],
  summary: 'Entries of the show log: those after a number, or the newest.',
  request: { params: instanceParams, query: logQuery },
  responses: { 200: answer('The entries, oldest first.', logPage), ...problems },
})

const verify = createRoute({
  ...operation('verifyLog'),
  method: 'get',
  path: '/api/v1/instances/{id}/log/verify',
  tags: ['log'],
  summary: 'Reads the whole show log, and says what it proves and what not.',
  request: { params: instanceParams },
  responses: { 200: answer('The verdict. A log that is broken is an answer too.', verification), ...problems },
})

export function addLog(app: App, parts: ApiParts): void {
  const verifications = new Verifications()
  app.openapi(readLog, async (c) => {
    const { controller } = deskOf(parts, c.req.valid('param').id)
    return c.json(await readPage(controller.witnessFolder, c.req.valid('query')), 200)
  })
  app.openapi(verify, async (c) => {
    const { controller } = deskOf(parts, c.req.valid('param').id)
    return c.json(await verifications.of(controller.witnessFolder), 200)
  })
}
