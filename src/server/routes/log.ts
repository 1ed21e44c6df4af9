import { createRoute, z } from '@hono/zod-openapi'
import { readEntries, readLastEntries, verifyLog, type VerifyResult, type WitnessEntry } from '../../witness/index.ts'
import { answer, operation, problems } from '../http/operation.ts'
import { deskOf, instanceParams } from './desk.ts'
import { entryBody } from './log-entry.ts'
import { logProblem } from './log-problem.ts'
import type { ApiParts, App } from './parts.ts'

const readLog = createRoute({
  ...operation('readLog'),
  method: 'get',
  path: '/api/v1/instances/{id}/log',
  tags: ['log'],
  summary: 'Entries of the show log: those after a number, or the newest.',
  request: {
    params: instanceParams,
    query: z.object({
      after: z.coerce
        .number()
        .int()
        .min(0)
        .optional()
        .meta({ description: 'The number of an entry. Absent: the newest ones.' }),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
      eventType: z
        .string()
        .max(64)
        .optional()
        .meta({ description: 'Of this kind alone. Without `after`: among the newest 5000.' }),
    }),
  },
  responses: {
    200: answer(
      'The entries, oldest first.',
      z.object({
        entries: z.array(entryBody),
        next: z
          .int()
          .nullable()
          .meta({ description: 'For `after`, when there are more; null: these are the last ones.' }),
      }),
    ),
    ...problems,
  },
})

const verify = createRoute({
  ...operation('verifyLog'),
  method: 'get',
  path: '/api/v1/instances/{id}/log/verify',
  tags: ['log'],
  summary: 'Reads the whole show log, and says what it proves and what not.',
  request: { params: instanceParams },
  responses: {
    200: answer(
      'The verdict. A log that is broken is an answer too.',
      z
        .looseObject({
          valid: z.boolean(),
          totalEvents: z.int(),
          brokenAt: z.int().nullable(),
          reason: z.string().nullable(),
          proved: z.array(z.string()),
          notProved: z.array(z.string()),
        })
        .meta({ id: 'Verification' }),
    ),
    ...problems,
  },
})

/** Among so many of the newest entries one of a kind is looked for. */
const lookedThrough = 5000
const readMs = 30_000
const verifyMs = 10 * 60_000

export function addLog(app: App, parts: ApiParts): void {
  /** A log is verified once at a time, however many ask. */
  const verifying = new Map<string, Promise<VerifyResult>>()
  app.openapi(readLog, async (c) => {
    const { controller } = deskOf(parts, c.req.valid('param').id)
    const { after, limit, eventType } = c.req.valid('query')
    const folder = controller.witnessFolder
    const ofKind = eventType === undefined ? {} : { eventType }
    const found = await logProblem(
      after === undefined ? newest(folder, limit, eventType) : from(folder, after, limit + 1, ofKind),
    )
    const entries = found.slice(0, limit)
    return c.json(
      { entries: entries.map(plain), next: found.length > limit ? (entries.at(-1)?.event.sequence ?? null) : null },
      200,
    )
  })
  app.openapi(verify, async (c) => {
    const { id, controller } = deskOf(parts, c.req.valid('param').id)
    let verdict = verifying.get(id)
    if (verdict === undefined) {
      verdict = verifyLog({ folder: controller.witnessFolder, signal: AbortSignal.timeout(verifyMs) })
      verifying.set(id, verdict)
      verdict.finally(() => verifying.delete(id)).catch(() => undefined)
    }
    const { valid, totalEvents, brokenAt, reason, proved, notProved, ...rest } = await logProblem(verdict)
    return c.json(
      { ...rest, valid, totalEvents, brokenAt, reason, proved: [...proved], notProved: [...notProved] },
      200,
    )
  })
}

async function newest(folder: string, limit: number, eventType: string | undefined): Promise<WitnessEntry[]> {
  if (eventType === undefined) return [...(await readLastEntries(folder, limit)).entries]
  const { entries } = await readLastEntries(folder, lookedThrough)
  return entries.filter(({ event }) => event.event_type === eventType).slice(-limit)
}

async function from(
  folder: string,
  after: number,
  count: number,
  filter: { readonly eventType?: string },
): Promise<WitnessEntry[]> {
  const found: WitnessEntry[] = []
  const signal = AbortSignal.timeout(readMs)
  for await (const entry of readEntries(folder, { from: after + 1, signal, ...filter })) {
    found.push(entry)
    if (found.length === count) break
  }
  return found
}

function plain({ event, previous_hash, current_hash, witness_timestamp }: WitnessEntry): z.infer<typeof entryBody> {
  return { event: { ...event }, previous_hash, current_hash, witness_timestamp }
}
