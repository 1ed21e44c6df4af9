import type { Context } from 'hono'
import { z } from '@hono/zod-openapi'
import type { OperationName } from '../auth/index.ts'
import type { AppEnv } from '../http/env.ts'
import type { KeptAnswer } from '../http/idempotency.ts'
import { Problem } from '../http/problem.ts'
import type { InstanceDesk } from '../room/index.ts'
import type { ApiParts } from './parts.ts'

export const instanceParams = z.object({ id: z.string().max(64).meta({ description: 'The vMix.', example: 'studio' }) })

/** `0` is "Stream 1". */
export const channelParams = instanceParams.extend({
  channel: z.coerce.number().int().min(0).max(4).meta({ description: '0-based: 0 is "Stream 1".', example: 0 }),
})

/** The name that the caller gives an operation; whoever sends the same again gets the first answer again. */
export const idempotencyKey = z.object({
  'idempotency-key': z
    .string()
    .max(100)
    .optional()
    .meta({ description: 'Becomes the operation id. The same again is carried out once.' }),
})

/** With the show lock on, nothing is ended without it. */
export const confirmed = z.boolean().default(false).meta({
  description: 'A second confirmation: with the show lock on, what ends something is refused (423) without it.',
})

/** What an operation told; more than this, by its kind. */
export const operationResult = z
  .looseObject({
    success: z.boolean(),
    message: z.string().meta({ description: 'For a person.' }),
    operationId: z.string().meta({ description: 'As the show log calls it.' }),
  })
  .meta({ id: 'OperationResult', description: "An operation's result, as the library has it." })

/** What would be sent, and to whom; keys stand there as `[secret]`. */
export const dryRunBody = z
  .object({
    wouldSend: z.array(z.object({ to: z.enum(['vmix', 'gateway']), what: z.string() })),
    destinations: z.array(z.object({ name: z.string(), url: z.string(), kind: z.enum(['rtmp', 'srt']) })),
    problems: z.array(z.object({ where: z.string(), message: z.string() })),
  })
  .meta({ id: 'DryRun', description: 'What would be sent if nothing of it is on yet. Nothing was sent.' })

/** @throws Problem where there is no such vMix */
export function deskOf({ room }: ApiParts, id: string): InstanceDesk {
  const desk = room.desks.get(id)
  if (desk === undefined)
    throw new Problem(404, 'unknown_instance', 'There is no vMix of this name. See /api/v1/instances.')
  return desk
}

/** Carries an operation out under the caller's name, once for each Idempotency-Key, and looks at what it did. @throws Problem for what failed */
export async function operate(
  c: Context<AppEnv>,
  { answers, metrics }: ApiParts,
  desk: InstanceDesk,
  operation: OperationName,
  /** All that was asked, beside the path. */
  asked: unknown,
  run: (options: { readonly operationId?: string; readonly actor: string }) => Promise<KeptAnswer>,
): Promise<z.infer<typeof operationResult>> {
  const caller = c.get('caller')
  const key = c.req.header('idempotency-key')
  const request = {
    sender: caller.tokenId ?? caller.by,
    key,
    asked: `${c.req.method} ${c.req.path} ${JSON.stringify(asked)}`,
  }
  const kept = await answers.once(request, async () => {
    try {
      const done = await run({ actor: caller.name, ...(key === undefined ? {} : { operationId: key }) })
      metrics.counted(operation, 'problem' in done ? done.problem.code : 'success')
      return done
    } finally {
      desk.lookNow()
    }
  })
  if ('problem' in kept) throw kept.problem
  return { ...kept.result }
}
