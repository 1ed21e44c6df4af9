import { createRoute, z } from '@hono/zod-openapi'
import { answer, operation, problems } from '../http/operation.ts'
import { answerTo } from '../http/operation-answer.ts'
import { channelParams, confirmed, deskOf, dryRunBody, idempotencyKey, operate, operationResult } from './desk.ts'
import type { ApiParts, App } from './parts.ts'

const stopBody = z.strictObject({
  destinationId: z
    .string()
    .max(128)
    .optional()
    .meta({ description: 'Ends this destination alone, and leaves the stream on.' }),
  dryRun: z.boolean().default(false),
  confirmed,
})

const stopStream = createRoute({
  ...operation('stopStream'),
  method: 'post',
  path: '/api/v1/instances/{id}/streams/{channel}/stop',
  tags: ['operations'],
  summary:
    'Ends a stream with all its destinations, or one destination. Goes out at once, and ends a start in progress.',
  request: {
    params: channelParams,
    headers: idempotencyKey,
    body: { required: false, content: { 'application/json': { schema: stopBody } } },
  },
  responses: { 200: answer('It is off.', z.union([operationResult, dryRunBody])), ...problems },
})

export function addStopStream(app: App, parts: ApiParts): void {
  app.openapi(stopStream, async (c) => {
    const { id, channel } = c.req.valid('param')
    const { destinationId, dryRun, confirmed } = c.req.valid('json')
    const desk = deskOf(parts, id)
    if (dryRun) return c.json(wouldEnd(parts, id, channel, destinationId), 200)
    const done = await operate(c, parts, desk, 'stopStream', { destinationId, confirmed }, async (options) =>
      answerTo(
        await desk.controller.stopStream({
          channel,
          ...(destinationId === undefined ? {} : { destinationId }),
          confirmed,
          ...options,
        }),
      ),
    )
    return c.json(done, 200)
  })
}

/** What a stop would end, by what the board shows now. */
function wouldEnd(
  { room }: ApiParts,
  instance: string,
  channel: number,
  destinationId: string | undefined,
): z.infer<typeof dryRunBody> {
  const stream = room.board.get(`stream:${instance}/${channel}`)
  const all = stream?.kind === 'stream' ? stream.destinations : []
  const ended = destinationId === undefined ? all : all.filter((each) => each.destinationId === destinationId)
  const missing = destinationId !== undefined && ended.length === 0
  return {
    wouldSend: [
      ...ended
        .filter(({ state }) => state !== 'unknown')
        .map(({ name, url }) => ({ to: 'gateway' as const, what: `end ${name} (${url})` })),
      ...(destinationId === undefined ? [{ to: 'vmix' as const, what: `StopStreaming ${channel}` }] : []),
    ],
    destinations: ended.map(({ name, url, kind }) => ({ name, url, kind })),
    problems: missing ? [{ where: 'destinationId', message: 'This stream does not go to this destination now.' }] : [],
  }
}
