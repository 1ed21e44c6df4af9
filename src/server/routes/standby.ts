import { createRoute } from '@hono/zod-openapi'
import { answer, operation, problems } from '../http/operation.ts'
import { answerTo } from '../http/operation-answer.ts'
import { channelParams, deskOf, idempotencyKey, operate, operationResult } from './desk.ts'
import type { ApiParts, App } from './parts.ts'

const showSlate = createRoute({
  ...operation('showSlate'),
  method: 'post',
  path: '/api/v1/instances/{id}/streams/{channel}/slate',
  tags: ['operations'],
  summary: 'Sends the slate instead of the show, now and until told.',
  request: { params: channelParams, headers: idempotencyKey },
  responses: { 200: answer('The slate goes out.', operationResult), ...problems },
})

const backToShow = createRoute({
  ...operation('backToShow'),
  method: 'post',
  path: '/api/v1/instances/{id}/streams/{channel}/back',
  tags: ['operations'],
  summary: 'Back to the show, at its next key frame.',
  request: { params: channelParams, headers: idempotencyKey },
  responses: { 200: answer('The show goes out.', operationResult), ...problems },
})

export function addStandby(app: App, parts: ApiParts): void {
  app.openapi(showSlate, async (c) => {
    const { id, channel } = c.req.valid('param')
    const desk = deskOf(parts, id)
    const done = await operate(c, parts, desk, 'showSlate', null, async (options) =>
      answerTo(await desk.controller.slateNow({ channel, ...options })),
    )
    return c.json(done, 200)
  })
  app.openapi(backToShow, async (c) => {
    const { id, channel } = c.req.valid('param')
    const desk = deskOf(parts, id)
    const done = await operate(c, parts, desk, 'backToShow', null, async (options) =>
      answerTo(await desk.controller.backToShow({ channel, ...options })),
    )
    return c.json(done, 200)
  })
}
