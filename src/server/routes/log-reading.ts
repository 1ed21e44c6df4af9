import { z } from '@hono/zod-openapi'
import { readEntries, readLastEntries, verifyLog, type VerifyResult, type WitnessEntry } from '../../witness/index.ts'
import { entryBody } from './log-entry.ts'
import { logProblem } from './log-problem.ts'

/** Which entries are asked for. */
export const logQuery = z.object({
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
})

export const logPage = z.object({
  entries: z.array(entryBody),
  next: z.int().nullable().meta({ description: 'For `after`, when there are more; null: these are the last ones.' }),
})

export const verification = z
  .looseObject({
    valid: z.boolean(),
    totalEvents: z.int(),
    brokenAt: z.int().nullable(),
    reason: z.string().nullable(),
    proved: z.array(z.string()),
    notProved: z.array(z.string()),
  })
  .meta({ id: 'Verification' })

/** Among so many of the newest entries one of a kind is looked for. */
const lookedThrough = 5000
const readMs = 30_000
const verifyMs = 10 * 60_000

/** Entries of the log in this folder. @throws Problem */
export async function readPage(
  folder: string,
  { after, limit, eventType }: z.infer<typeof logQuery>,
): Promise<z.infer<typeof logPage>> {
  const ofKind = eventType === undefined ? {} : { eventType }
  const found = await logProblem(
    after === undefined ? newest(folder, limit, eventType) : from(folder, after, limit + 1, ofKind),
  )
  const entries = found.slice(0, limit)
  return {
    entries: entries.map(plain),
    next: found.length > limit ? (entries.at(-1)?.event.sequence ?? null) : null,
  }
}

/** A log is verified once at a time, however many ask. */
export class Verifications {
  readonly #running = new Map<string, Promise<VerifyResult>>()

  /** @throws Problem */
  async of(folder: string): Promise<z.infer<typeof verification>> {
    let verdict = this.#running.get(folder)
    if (verdict === undefined) {
      verdict = verifyLog({ folder, signal: AbortSignal.timeout(verifyMs) })
      this.#running.set(folder, verdict)
      verdict.finally(() => this.#running.delete(folder)).catch(() => undefined)
    }
    const { valid, totalEvents, brokenAt, reason, proved, notProved, ...rest } = await logProblem(verdict)
    return { ...rest, valid, totalEvents, brokenAt, reason, proved: [...proved], notProved: [...notProved] }
  }
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
