import { createRoute, z } from '@hono/zod-openapi'
import type { ResumePlan, StreamDestination, StreamToResume } from '../../controller/index.ts'
import { VMixError } from '../../vmix/index.ts'
import { answer, operation, problems } from '../http/operation.ts'
import { answerTo } from '../http/operation-answer.ts'
import { Problem } from '../http/problem.ts'
import { deskOf, dryRunBody, idempotencyKey, instanceParams, operate, operationResult } from './desk.ts'
import type { ApiParts, App } from './parts.ts'

const resumeBody = z.strictObject({
  dryRun: z.boolean().default(false).meta({ description: 'Says what would be brought back, and sends nothing.' }),
})

const resumeShow = createRoute({
  ...operation('resumeShow'),
  method: 'post',
  path: '/api/v1/instances/{id}/resume',
  tags: ['operations'],
  summary:
    'Brings back what was on when vMix went away: streams to the same destinations, and recordings. Never what was stopped on purpose.',
  request: {
    params: instanceParams,
    headers: idempotencyKey,
    body: { required: false, content: { 'application/json': { schema: resumeBody } } },
  },
  responses: {
    200: answer(
      'All of it is back, or there was nothing to do; or, with `dryRun`, what would be sent.',
      z.union([operationResult, dryRunBody]),
    ),
    ...problems,
  },
})

/** For one question to vMix and the gateway, ms. */
const askMs = 10_000

export function addResume(app: App, parts: ApiParts): void {
  /** By the vMix: two presses at once are one after the other, and the second one finds nothing to do. */
  const underWay = new Map<string, Promise<unknown>>()
  app.openapi(resumeShow, async (c) => {
    const { id } = c.req.valid('param')
    const desk = deskOf(parts, id)
    if (c.req.valid('json').dryRun) return c.json(wouldResume(parts, id, await planOf(desk.controller)), 200)
    const done = await operate(c, parts, desk, 'resumeShow', {}, async (options) => {
      const before = underWay.get(id) ?? Promise.resolve()
      const destinationOf = (stream: StreamToResume) => destinationFor(parts, id, stream)
      const resuming = before
        .catch(() => undefined)
        .then(() => desk.controller.resumeShow({ destinationOf, ...options }))
      underWay.set(id, resuming)
      try {
        return answerTo(await resuming)
      } finally {
        if (underWay.get(id) === resuming) underWay.delete(id)
      }
    })
    return c.json(done, 200)
  })
}

async function planOf(controller: ReturnType<typeof deskOf>['controller']): Promise<ResumePlan> {
  try {
    return await controller.resumePlan({ signal: AbortSignal.timeout(askMs) })
  } catch (cause) {
    if (cause instanceof VMixError) throw new Problem(502, 'connection_error', cause.message, { cause })
    if (cause instanceof DOMException) throw new Problem(504, 'timeout', 'vMix did not answer in time.', { cause })
    throw cause
  }
}

/** Where vMix sent a stream by itself, with where the key stands. */
function destinationFor({ room }: ApiParts, instance: string, stream: StreamToResume): StreamDestination | null {
  const [recorded] = stream.destinations
  return recorded === undefined ? null : room.kept.find(instance, stream.channel, recorded)
}

function wouldResume(parts: ApiParts, instance: string, plan: ResumePlan): z.infer<typeof dryRunBody> {
  const { streams, recorder, leftAlone } = plan
  const sent = streams.flatMap(({ channel, via, destinations, recordings }) => {
    const url = via === 'gateway' ? 'rtmp://[the gateway]/live' : (destinations[0]?.url ?? '')
    return [
      { to: 'vmix' as const, what: `StreamingSetURL ${channel},${url}` },
      { to: 'vmix' as const, what: `StreamingSetKey ${channel},[secret]` },
      { to: 'vmix' as const, what: `StartStreaming ${channel}` },
      ...recordings.map((name) => ({ to: 'gateway' as const, what: `go on recording after ${name}, in another file` })),
    ]
  })
  const unknownKeys = streams
    .filter((stream) => stream.via === 'direct' && destinationFor(parts, instance, stream) === null)
    .map(({ channel }) => ({
      where: `Stream ${channel + 1}`,
      message: 'Its stream key is not known to this server: start it as usual, with its key.',
    }))
  return {
    wouldSend: [...sent, ...(recorder ? [{ to: 'vmix' as const, what: 'StartRecording' }] : [])],
    destinations: streams.flatMap(({ destinations }) =>
      destinations.map(({ name, url }) => ({
        name,
        url,
        kind: /^srt:/i.test(url) ? ('srt' as const) : ('rtmp' as const),
      })),
    ),
    problems: [
      ...unknownKeys,
      ...leftAlone.map(({ channel, why }) => ({ where: `Stream ${channel + 1}`, message: why })),
    ],
  }
}
