import { createRoute, z } from '@hono/zod-openapi'
import { answer, operation, problems } from '../http/operation.ts'
import type { KeptFigures } from '../history/index.ts'
import { channelParams, deskOf } from './desk.ts'
import type { ApiParts, App } from './parts.ts'

const values = z.array(z.number().nullable())

const historyBody = z
  .object({
    now: z.string().meta({ description: "The server's clock, ISO 8601." }),
    stepSeconds: z.number().meta({ description: 'About so far apart; what lies between is in the value, see each.' }),
    secondsAgo: z.array(z.number()).meta({ description: 'Of each value, oldest first.' }),
    fps: values.meta({ description: 'The lowest of each step. Null: a gap; so are the others.' }),
    bitrateKbps: values.meta({ description: 'The lowest of each step.' }),
    droppedFrames: values.meta({ description: 'Counted since it began, by the end of each step.' }),
    destinations: z.array(z.string()).meta({ description: 'The ids of those of which there is a history too.' }),
  })
  .meta({ id: 'History' })

const readHistory = createRoute({
  ...operation('readHistory'),
  method: 'get',
  path: '/api/v1/instances/{id}/streams/{channel}/history',
  tags: ['instances'],
  summary: 'What was measured, for a graph; since this server began, and a day at most.',
  request: {
    params: channelParams,
    query: z.object({
      range: z
        .enum(['10m', 'session'])
        .default('10m')
        .meta({ description: 'Each second of ten minutes, or all that is kept in 720 values at most.' }),
      destination: z
        .string()
        .max(200)
        .optional()
        .meta({ description: 'The id of one of its destinations; absent: the stream, as it arrives.' }),
    }),
  },
  responses: { 200: answer('The values.', historyBody), ...problems },
})

export function addHistory(app: App, parts: ApiParts): void {
  app.openapi(readHistory, (c) => {
    const { id, channel } = c.req.valid('param')
    const { range, destination = null } = c.req.valid('query')
    const desk = deskOf(parts, id)
    const { nowMs, stepS, moments, destinations } = parts.history.read(desk.id, channel, destination, range)
    const of = (name: keyof KeptFigures): (number | null)[] => moments.map((moment) => moment[name])
    return c.json(
      {
        now: new Date(nowMs).toISOString(),
        stepSeconds: stepS,
        secondsAgo: moments.map(({ secondsAgo }) => Math.round(secondsAgo * 10) / 10),
        fps: of('fps'),
        bitrateKbps: of('bitrateKbps'),
        droppedFrames: of('droppedFrames'),
        destinations: [...destinations],
      },
      200,
    )
  })
}
