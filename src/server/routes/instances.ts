import { createRoute, z } from '@hono/zod-openapi'
import { VMixError } from '../../vmix/index.ts'
import { answer, operation, problems } from '../http/operation.ts'
import { Problem } from '../http/problem.ts'
import { instanceView, recordingView, streamView, type EntityView } from '../view/index.ts'
import { deskOf, instanceParams } from './desk.ts'
import type { ApiParts, App } from './parts.ts'

const listInstances = createRoute({
  ...operation('listInstances'),
  method: 'get',
  path: '/api/v1/instances',
  tags: ['instances'],
  summary: 'Every vMix, in the order of the configuration.',
  responses: { 200: answer('All of them.', z.object({ instances: z.array(instanceView) })), ...problems },
})

const readInstance = createRoute({
  ...operation('readInstance'),
  method: 'get',
  path: '/api/v1/instances/{id}',
  tags: ['instances'],
  summary: 'One vMix, as it was seen last.',
  request: { params: instanceParams },
  responses: { 200: answer('The vMix.', instanceView), ...problems },
})

const listStreams = createRoute({
  ...operation('listStreams'),
  method: 'get',
  path: '/api/v1/instances/{id}/streams',
  tags: ['instances'],
  summary: 'Its streams with their destinations, figures and health, as they were seen last.',
  request: { params: instanceParams },
  responses: { 200: answer('The streams.', z.object({ streams: z.array(streamView) })), ...problems },
})

const listRecordings = createRoute({
  ...operation('listRecordings'),
  method: 'get',
  path: '/api/v1/instances/{id}/recordings',
  tags: ['instances'],
  summary: 'Its recordings, under way or ended within this session.',
  request: { params: instanceParams },
  responses: { 200: answer('The recordings.', z.object({ recordings: z.array(recordingView) })), ...problems },
})

const asked = z.looseObject({ timestamp: z.string() })

const readStatus = createRoute({
  ...operation('readStatus'),
  method: 'get',
  path: '/api/v1/instances/{id}/status',
  tags: ['instances'],
  summary: 'What vMix, gateway and show log say together, asked now; as `vmixctl status --json`.',
  request: { params: instanceParams },
  responses: { 200: answer('The status.', asked.meta({ id: 'Status' })), ...problems },
})

const readHealth = createRoute({
  ...operation('readHealth'),
  method: 'get',
  path: '/api/v1/instances/{id}/health',
  tags: ['instances'],
  summary: 'How healthy the streams are, by what was measured; asked now, as `vmixctl health --json`.',
  request: { params: instanceParams },
  responses: { 200: answer('The verdicts.', asked.meta({ id: 'Health' })), ...problems },
})

/** For one question to vMix and the gateway, ms. */
const askMs = 10_000

export function addInstances(app: App, parts: ApiParts): void {
  const { board, desks } = parts.room
  app.openapi(listInstances, (c) => {
    const instances = [...desks.keys()].flatMap((id) => only(board.get(`instance:${id}`), 'instance'))
    return c.json({ instances }, 200)
  })
  app.openapi(readInstance, (c) => {
    const { id } = deskOf(parts, c.req.valid('param').id)
    const [instance] = only(board.get(`instance:${id}`), 'instance')
    if (instance === undefined) throw new Problem(503, 'not_seen_yet', 'This vMix was not looked at yet. Ask again.')
    return c.json(instance, 200)
  })
  app.openapi(listStreams, (c) => {
    const { id } = deskOf(parts, c.req.valid('param').id)
    const streams = board.entities.flatMap((entity) => only(entity, 'stream')).filter(({ instance }) => instance === id)
    return c.json({ streams: streams.toSorted((one, other) => one.channel - other.channel) }, 200)
  })
  app.openapi(listRecordings, (c) => {
    const { id } = deskOf(parts, c.req.valid('param').id)
    const all = board.entities.flatMap((entity) => only(entity, 'recording'))
    return c.json({ recordings: all.filter(({ instance }) => instance === id) }, 200)
  })
  app.openapi(readStatus, async (c) => {
    const { controller } = deskOf(parts, c.req.valid('param').id)
    const status = await fromVMix(controller.getStreamStatus({ signal: AbortSignal.timeout(askMs) }))
    const said: z.infer<typeof asked> = { ...status }
    return c.json(said, 200)
  })
  app.openapi(readHealth, async (c) => {
    const { controller } = deskOf(parts, c.req.valid('param').id)
    const health = await fromVMix(controller.getStreamHealth({ signal: AbortSignal.timeout(askMs) }))
    const said: z.infer<typeof asked> = { ...health }
    return c.json(said, 200)
  })
}

/** The entity, where it is of this kind. */
function only<K extends EntityView['kind']>(entity: EntityView | null, kind: K): Extract<EntityView, { kind: K }>[] {
  return entity !== null && isOf(entity, kind) ? [entity] : []
}

function isOf<K extends EntityView['kind']>(entity: EntityView, kind: K): entity is Extract<EntityView, { kind: K }> {
  return entity.kind === kind
}

async function fromVMix<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (cause) {
    if (cause instanceof VMixError) throw new Problem(502, 'connection_error', cause.message, { cause })
    if (cause instanceof DOMException) throw new Problem(504, 'timeout', 'vMix did not answer in time.', { cause })
    throw cause
  }
}
