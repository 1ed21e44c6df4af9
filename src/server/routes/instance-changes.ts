import { createRoute, z } from '@hono/zod-openapi'
import { Secret } from '../../secrets/index.ts'
import { ConfigChangeError, displayName, host, instanceId, port, username } from '../config/index.ts'
import { answer, operation, problems } from '../http/operation.ts'
import { Problem } from '../http/problem.ts'
import { whereTo } from '../search/index.ts'
import { instanceView } from '../view/index.ts'
import { confirmed, deskOf, instanceParams } from './desk.ts'
import type { ApiParts, App } from './parts.ts'

/** For one look where a name leads, ms. */
const lookMs = 3000

/** Of the Web Controller, and of the TCP API; `none`: it is not asked. */
export const tcpPort = z.union([port, z.literal('none')], "The port of vMix's TCP API (8099), or none.")
export const password = z
  .string()
  .max(1000)
  .regex(/^(?=.*\P{White_Space})\P{Cc}+$/u, 'A password on one line, that is not blank.')
  .meta({ description: 'Taken in, and never given out.' })

const addInstance = createRoute({
  ...operation('addInstance'),
  method: 'post',
  path: '/api/v1/instances',
  tags: ['instances'],
  summary: 'Adds a vMix: written into the configuration file, and taken at once. Nothing is sent to it.',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            id: instanceId.optional().meta({ description: 'Its stable name; made of its name, unless said.' }),
            name: displayName,
            host,
            port: port.default(8088),
            tcpPort: tcpPort.default(8099),
            username: username.optional(),
            password: password.optional(),
          }),
        },
      },
    },
  },
  responses: { 201: answer('It is watched.', instanceView), ...problems },
})

const changeInstance = createRoute({
  ...operation('changeInstance'),
  method: 'patch',
  path: '/api/v1/instances/{id}',
  tags: ['instances'],
  summary: 'Another name, or another way to reach a vMix; its show log stays.',
  request: {
    params: instanceParams,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            name: displayName.optional(),
            host: host.optional(),
            port: port.optional(),
            tcpPort: tcpPort.optional(),
            username: username.nullable().optional().meta({ description: 'Null, with the password: none is needed.' }),
            password: password.nullable().optional(),
            confirmed,
          }),
        },
      },
    },
  },
  responses: { 200: answer('As it is now.', instanceView), ...problems },
})

const removeInstance = createRoute({
  ...operation('removeInstance'),
  method: 'delete',
  path: '/api/v1/instances/{id}',
  tags: ['instances'],
  summary: 'Takes a vMix out of the configuration. Nothing is sent to it, and its show log stays.',
  request: {
    params: instanceParams,
    query: z.object({
      confirmed: z
        .enum(['true', 'false'])
        .default('false')
        .meta({ description: 'Also while one of its streams is live: that goes on, and is not watched any more.' }),
    }),
  },
  responses: { 204: { description: 'It is not watched any more.' }, ...problems },
})

const reloadConfiguration = createRoute({
  ...operation('reloadConfiguration'),
  method: 'post',
  path: '/api/v1/configuration/reload',
  tags: ['server'],
  summary: 'Reads the configuration file again. A wrong one changes nothing, and the answer says what is wrong.',
  responses: {
    200: answer('What came of it.', z.object({ taken: z.boolean(), message: z.string() }).meta({ id: 'ReloadResult' })),
    ...problems,
  },
})

export function addInstanceChanges(app: App, parts: ApiParts): void {
  const { instances, room } = parts
  const viewOf = (id: string) => {
    const view = room.board.get(`instance:${id}`)
    if (view?.kind === 'instance') return view
    throw new Problem(503, 'not_seen_yet', 'It is written down, and not watched yet. Ask again.')
  }
  const told = async <T>(what: string, actor: string, done: () => Promise<T>): Promise<T> => {
    try {
      return await done()
    } catch (cause) {
      const problem = asProblem(cause)
      room.record('instances_unchanged', { asked: what, why: problem.code }, actor)
      throw problem
    }
  }
  app.openapi(addInstance, async (c) => {
    const { password: secret, id, username: user, ...rest } = c.req.valid('json')
    const actor = c.get('caller').name
    const added = await told('add', actor, async () => {
      await checkAddress(parts, rest.host, c.req.raw.signal)
      return await instances.add(
        {
          ...rest,
          ...(id === undefined ? {} : { id }),
          ...(user === undefined ? {} : { username: user }),
          ...(secret === undefined ? {} : { password: new Secret(secret) }),
        },
        actor,
      )
    })
    return c.json(viewOf(added), 201)
  })
  app.openapi(changeInstance, async (c) => {
    const { id } = deskOf(parts, c.req.valid('param').id)
    const { password: secret, confirmed: isSure, ...rest } = c.req.valid('json')
    const { name, host: toHost, port: toPort, tcpPort: toTcpPort, username: user } = rest
    const actor = c.get('caller').name
    await told('change', actor, async () => {
      if (toHost !== undefined) await checkAddress(parts, toHost, c.req.raw.signal)
      // All but its name is how it is reached: a wrong one, and a show that is on could not be stopped from here.
      const reached = [toHost, toPort, toTcpPort, user, secret]
      if (reached.some((each) => each !== undefined)) checkOff(parts, id, isSure)
      await instances.change(
        id,
        {
          ...(name === undefined ? {} : { name }),
          ...(toHost === undefined ? {} : { host: toHost }),
          ...(toPort === undefined ? {} : { port: toPort }),
          ...(toTcpPort === undefined ? {} : { tcpPort: toTcpPort }),
          ...(user === undefined ? {} : { username: user }),
          ...(secret === undefined ? {} : { password: secret === null ? null : new Secret(secret) }),
        },
        actor,
      )
    })
    return c.json(viewOf(id), 200)
  })
  app.openapi(removeInstance, async (c) => {
    const { id } = deskOf(parts, c.req.valid('param').id)
    const isSure = c.req.valid('query').confirmed === 'true'
    const actor = c.get('caller').name
    await told('remove', actor, async () => {
      checkUnplanned(parts, id)
      checkOff(parts, id, isSure)
      await instances.remove(id, actor)
    })
    return c.body(null, 204)
  })
  app.openapi(reloadConfiguration, async (c) => {
    const actor = c.get('caller').name
    const { taken, message } = await told('reload', actor, () => instances.reload(actor))
    return c.json({ taken, message }, 200)
  })
}

const statusFor = {
  no_configuration_file: 409,
  configuration_wrong: 409,
  configuration_refused: 422,
  password_needed: 422,
  configuration_by_hand: 409,
  configuration_changed: 409,
  configuration_not_written: 500,
} as const

function asProblem(cause: unknown): Problem {
  if (cause instanceof Problem) return cause
  if (!(cause instanceof ConfigChangeError)) throw cause
  return new Problem(statusFor[cause.code], cause.code, cause.message, { cause })
}

/** A name that cannot be looked up now is taken: its machine may be off. One that leads to what is refused is not. */
async function checkAddress({ look }: ApiParts, given: string, gone: AbortSignal): Promise<void> {
  const limit = AbortSignal.timeout(lookMs)
  const where = await whereTo(given, look, AbortSignal.any([gone, limit])).catch((cause: unknown) => {
    if (gone.aborted || !limit.aborted) throw cause
    return null
  })
  if (where !== null && 'problem' in where) throw new Problem(422, 'bad_address', where.problem)
}

/** @throws Problem where something of it is on, or locked, and nobody said that this is known */
function checkOff(parts: ApiParts, id: string, isSure: boolean): void {
  if (isSure) return
  if (deskOf(parts, id).controller.lockedShow !== null) {
    throw new Problem(423, 'show_locked', 'The show lock of this vMix is on. Take it off, or confirm it.')
  }
  const isOn = parts.room.board.entities.some(
    (entity) =>
      (entity.kind === 'stream' && entity.instance === id && entity.live === true) ||
      (entity.kind === 'recording' && entity.instance === id && entity.state === 'recording'),
  )
  if (!isOn) return
  const why =
    'A stream or recording of this vMix is on. It would go on, and perhaps not be watched any more. Stop it, or confirm it.'
  throw new Problem(409, 'stream_live', why)
}

function checkUnplanned({ room }: ApiParts, id: string): void {
  const planned = room.board.entities.some((entity) => entity.kind === 'schedule' && entity.instance === id)
  if (planned)
    throw new Problem(409, 'in_use', 'A schedule is for this vMix. Remove it, or give it another vMix, first.')
}
