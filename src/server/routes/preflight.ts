import { createRoute, z } from '@hono/zod-openapi'
import { preflight } from '../../preflight/index.ts'
import { answer, operation, problems } from '../http/operation.ts'
import { channelParams, deskOf } from './desk.ts'
import { destinationBody, destinationsOf } from './destinations.ts'
import type { ApiParts, App } from './parts.ts'

const report = z
  .object({
    ready: z.boolean().meta({ description: 'No line is red.' }),
    witnessed: z.boolean().meta({ description: 'The show log holds it.' }),
    lines: z.array(
      z.object({
        check: z.enum(['vmix', 'stream', 'sound', 'keys', 'destination', 'upload', 'disk', 'clock', 'log']),
        about: z.string(),
        light: z.enum(['green', 'yellow', 'red']),
        message: z.string(),
        action: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Preflight' })

const runPreflight = createRoute({
  ...operation('runPreflight'),
  method: 'post',
  path: '/api/v1/instances/{id}/streams/{channel}/preflight',
  tags: ['operations'],
  summary:
    'Looks at everything that a show needs: the stream is tried to the gateway and to nobody; nothing is published.',
  request: {
    params: channelParams,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            destinations: z.array(destinationBody).max(32).default([]),
            tryStream: z
              .boolean()
              .default(true)
              .meta({ description: 'Switches the stream on for three seconds, and off again.' }),
          }),
        },
      },
    },
  },
  responses: { 200: answer('What was found, also where it is not ready.', report), ...problems },
})

export function addPreflight(app: App, parts: ApiParts): void {
  app.openapi(runPreflight, async (c) => {
    const { id, channel } = c.req.valid('param')
    const { destinations, tryStream } = c.req.valid('json')
    const desk = deskOf(parts, id)
    const { ready, witnessed, lines } = await preflight({
      controller: desk.controller,
      channel,
      destinations: destinationsOf(destinations, parts.room.presets, c.get('caller')),
      tryStream,
      folders: parts.room.writtenFolders,
      uploadTo: parts.room.uploadTo,
      uploadTurn: parts.room.uploadTurn,
      clock: parts.clock,
      actor: c.get('caller').name,
      // Who no longer waits for it needs nothing more sent.
      signal: c.req.raw.signal,
    })
    desk.lookNow()
    return c.json({ ready, witnessed, lines: [...lines] }, 200)
  })
}
