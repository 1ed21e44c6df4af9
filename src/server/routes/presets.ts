import { createRoute, z } from '@hono/zod-openapi'
import { Secret } from '../../secrets/index.ts'
import { answer, operation, problems } from '../http/operation.ts'
import { Problem } from '../http/problem.ts'
import { RoomError } from '../room/index.ts'
import { presetView } from '../view/index.ts'
import type { ApiParts, App } from './parts.ts'

const presetParams = z.object({ id: z.string().max(64).meta({ description: 'The destination.', example: 'twitch' }) })
const keyText = z.string().min(1).max(4096).meta({ description: 'Taken in, and never given out.' })

const listPresets = createRoute({
  ...operation('listPresets'),
  method: 'get',
  path: '/api/v1/presets',
  tags: ['destinations'],
  summary: 'Where streams can be sent to, without keys.',
  responses: { 200: answer('All of them.', z.object({ presets: z.array(presetView) })), ...problems },
})

const putPreset = createRoute({
  ...operation('putPreset'),
  method: 'put',
  path: '/api/v1/presets/{id}',
  tags: ['destinations'],
  summary: 'Adds a destination, or replaces one that was added here.',
  request: {
    params: presetParams,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            name: z.string().min(1).max(80),
            platform: presetView.shape.platform,
            url: z
              .string()
              .max(1024)
              .nullable()
              .default(null)
              .meta({ description: "Without key; null: the platform's own." }),
            key: keyText.optional(),
          }),
        },
      },
    },
  },
  responses: { 200: answer('As it is now.', presetView), ...problems },
})

const replacePresetKey = createRoute({
  ...operation('replacePresetKey'),
  method: 'put',
  path: '/api/v1/presets/{id}/key',
  tags: ['destinations'],
  summary: 'Another key for a destination.',
  request: {
    params: presetParams,
    body: { required: true, content: { 'application/json': { schema: z.strictObject({ key: keyText }) } } },
  },
  responses: { 204: { description: 'It is kept.' }, ...problems },
})

const removePreset = createRoute({
  ...operation('removePreset'),
  method: 'delete',
  path: '/api/v1/presets/{id}',
  tags: ['destinations'],
  summary: 'Takes a destination away, with its key. What is live goes on.',
  request: { params: presetParams },
  responses: { 204: { description: 'It is gone.' }, ...problems },
})

export function addPresets(app: App, { room }: ApiParts): void {
  const { presets } = room
  app.openapi(listPresets, (c) => c.json({ presets: [...presets.list()] }, 200))
  app.openapi(putPreset, async (c) => {
    const { id } = c.req.valid('param')
    const { name, platform, url, key } = c.req.valid('json')
    const kept = await orProblem(
      presets.put({ id, name, platform, url, key: key === undefined ? null : new Secret(key) }),
    )
    const params = { preset: id, platform, name: kept.name, url: kept.url, with_key: key !== undefined }
    room.record('preset_put', params, c.get('caller').name)
    return c.json(kept, 200)
  })
  app.openapi(replacePresetKey, async (c) => {
    const { id } = c.req.valid('param')
    await orProblem(presets.replaceKey(id, new Secret(c.req.valid('json').key)))
    room.record('preset_key_replaced', { preset: id }, c.get('caller').name)
    return c.body(null, 204)
  })
  app.openapi(removePreset, async (c) => {
    const { id } = c.req.valid('param')
    await orProblem(presets.remove(id))
    room.record('preset_removed', { preset: id }, c.get('caller').name)
    return c.body(null, 204)
  })
}

const statusFor = { from_file: 409, unknown_preset: 404, invalid: 422, not_kept: 500 } as const

async function orProblem<T>(done: Promise<T>): Promise<T> {
  try {
    return await done
  } catch (cause) {
    if (!(cause instanceof RoomError)) throw cause
    throw new Problem(statusFor[cause.code], cause.code, cause.message, { cause })
  }
}
