import { createRoute, z } from '@hono/zod-openapi'
import { effectOf } from '../../controller/index.ts'
import { checkCall, describeParts, type FunctionInfo, FUNCTIONS } from '../../vmix/index.ts'
import { answer, operation, problems } from '../http/operation.ts'
import { answerTo } from '../http/operation-answer.ts'
import { Problem } from '../http/problem.ts'
import { confirmed, deskOf, idempotencyKey, instanceParams, operate, operationResult } from './desk.ts'
import type { ApiParts, App } from './parts.ts'

const functionView = z
  .object({
    name: z.string(),
    category: z.string(),
    /** The first major version that has it; null: not known. */
    since: z.number().nullable(),
    /** `start` and `stop`: of what goes out of the house. */
    effect: z.enum(['start', 'stop', 'none']),
    /** Null: not known. */
    parameters: z.array(z.object({ name: z.string(), optional: z.boolean(), takes: z.string().nullable() })).nullable(),
  })
  .meta({ id: 'Function' })

const listFunctions = createRoute({
  ...operation('listFunctions'),
  method: 'get',
  path: '/api/v1/functions',
  tags: ['functions'],
  summary: "vMix's functions: what they are called, what they take, since which version.",
  request: { query: z.object({ search: z.string().max(200).optional() }) },
  responses: { 200: answer('Those with all the words.', z.object({ functions: z.array(functionView) })), ...problems },
})

const text = z.string().max(8192)
const number = z.number()
const callBody = z
  .strictObject({
    name: z.string().min(1).max(100),
    params: z
      .strictObject({
        Input: z.union([text, number]).optional(),
        Value: z.union([text, number]).optional(),
        Duration: number.optional(),
        Mix: number.optional(),
        Channel: text.optional(),
        SelectedName: text.optional(),
        SelectedIndex: z.union([text, number]).optional(),
      })
      .default({}),
    unchecked: z
      .boolean()
      .default(false)
      .meta({ description: 'Sends it though our catalogue says that it cannot be right.' }),
    confirmed,
  })
  .meta({ id: 'Call' })

const callFunction = createRoute({
  ...operation('callFunction'),
  method: 'post',
  path: '/api/v1/instances/{id}/functions',
  tags: ['functions'],
  summary: 'Calls one of vMix’s functions, and records it.',
  request: {
    params: instanceParams,
    headers: idempotencyKey,
    body: { required: true, content: { 'application/json': { schema: callBody } } },
  },
  responses: { 200: answer('vMix took it; that does not say that it is done.', operationResult), ...problems },
})

export function addFunctions(app: App, parts: ApiParts): void {
  app.openapi(listFunctions, (c) => {
    const words = (c.req.valid('query').search ?? '').toLowerCase().split(/\s+/)
    const found = FUNCTIONS.map(viewOf).filter((each) => {
      const searched = `${each.name} ${each.category} ${(each.parameters ?? []).map(({ takes }) => takes).join(' ')}`
      return words.every((word) => searched.toLowerCase().includes(word))
    })
    return c.json({ functions: found }, 200)
  })
  app.openapi(callFunction, async (c) => {
    const { id } = c.req.valid('param')
    const body = c.req.valid('json')
    const desk = deskOf(parts, id)
    const { name, params, unchecked, confirmed } = body
    const instance = parts.room.board.get(`instance:${id}`)
    const version = instance?.kind === 'instance' ? (instance.vmix?.version ?? null) : null
    const [wrong] = unchecked ? [] : checkCall(name, params, { version })
    if (wrong !== undefined) throw new Problem(422, 'validation_error', wrong.message)
    const done = await operate(c, parts, desk, 'callFunction', body, async (options) =>
      answerTo(await desk.controller.callFunction({ name, params, confirmed, ...options })),
    )
    return c.json(done, 200)
  })
}

function viewOf({ name, category, since, parameters }: FunctionInfo): z.infer<typeof functionView> {
  return {
    name,
    category,
    since,
    effect: effectOf(name),
    parameters:
      parameters?.map((each) => ({
        name: each.name,
        optional: each.need === 'optional',
        takes: each.name === 'Value' ? describeParts(each.parts) : null,
      })) ?? null,
  }
}
