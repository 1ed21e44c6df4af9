import { createRoute, z } from '@hono/zod-openapi'
import { answer, operation, problems } from '../http/operation.ts'
import { answerTo } from '../http/operation-answer.ts'
import { confirmed, deskOf, idempotencyKey, instanceParams, operate, operationResult } from './desk.ts'
import type { ApiParts, App } from './parts.ts'
import { recordingBody, recordingOf } from './recording-body.ts'

const recorder = z.enum(['vmix', 'gateway'])
const channel = z.int().min(0).max(4)

const startRecording = createRoute({
  ...operation('startRecording'),
  method: 'post',
  path: '/api/v1/instances/{id}/recordings/start',
  tags: ['operations'],
  summary: "Starts vMix's own recorder, or one of ours with a name and a format. Never overwrites.",
  request: {
    params: instanceParams,
    headers: idempotencyKey,
    body: {
      required: false,
      content: {
        'application/json': {
          schema: recordingBody
            .extend({ recorder: recorder.optional(), channel: channel.optional() })
            .meta({ id: 'NewRecording' }),
        },
      },
    },
  },
  responses: { 200: answer('It records.', operationResult), ...problems },
})

const stopRecording = createRoute({
  ...operation('stopRecording'),
  method: 'post',
  path: '/api/v1/instances/{id}/recordings/stop',
  tags: ['operations'],
  summary: 'Ends a recording; the answer says how long it is and where.',
  request: {
    params: instanceParams,
    headers: idempotencyKey,
    body: {
      required: false,
      content: {
        'application/json': {
          schema: z.strictObject({
            recordingId: z.string().max(128).optional(),
            recorder: recorder.optional(),
            channel: channel.optional(),
            confirmed,
          }),
        },
      },
    },
  },
  responses: { 200: answer('It is off.', operationResult), ...problems },
})

export function addRecordings(app: App, parts: ApiParts): void {
  app.openapi(startRecording, async (c) => {
    const desk = deskOf(parts, c.req.valid('param').id)
    const body = c.req.valid('json')
    const request = { ...recordingOf(body), ...saidOf(body) }
    const done = await operate(c, parts, desk, 'startRecording', body, async (options) =>
      answerTo(await desk.controller.startRecording({ ...request, ...options })),
    )
    return c.json(done, 200)
  })
  app.openapi(stopRecording, async (c) => {
    const desk = deskOf(parts, c.req.valid('param').id)
    const body = c.req.valid('json')
    const { recordingId, confirmed } = body
    // On the board vMix's own recorder has a name too.
    const which =
      recordingId === 'vmix' ? { recorder: 'vmix' as const } : recordingId === undefined ? {} : { recordingId }
    const done = await operate(c, parts, desk, 'stopRecording', body, async (options) =>
      answerTo(await desk.controller.stopRecording({ ...saidOf(body), ...which, confirmed, ...options })),
    )
    return c.json(done, 200)
  })
}

function saidOf({ recorder, channel }: { recorder?: 'vmix' | 'gateway' | undefined; channel?: number | undefined }) {
  return { ...(recorder === undefined ? {} : { recorder }), ...(channel === undefined ? {} : { channel }) }
}
