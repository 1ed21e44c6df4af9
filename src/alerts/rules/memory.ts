import { z } from 'zod'
import { conditionKinds, severities } from './condition.ts'

const text = z.string().max(2000)

export const alertSchema = z.object({
  id: z.string().max(64),
  kind: z.enum(conditionKinds),
  instance: text.nullable(),
  channel: z.int().nullable(),
  destinationId: text.nullable(),
  severity: z.enum(severities),
  state: z.enum(['firing', 'resolved']),
  message: text,
  action: text,
  since: z.iso.datetime(),
  resolvedAt: z.iso.datetime().nullable(),
  acknowledged: z.object({ at: z.iso.datetime(), by: text }).nullable(),
  returns: z.int().nonnegative(),
})

/** What an engine knows and a restart must not lose. What had not held for its time begins anew. */
export const engineMemory = z.object({
  firing: z
    .array(z.object({ alert: alertSchema, told: z.enum(severities).nullable(), flapping: z.boolean() }))
    .readonly(),
  resolved: z.array(alertSchema).readonly(),
  /** When each thing was told last, ms of the wall clock. */
  told: z.array(z.object({ key: text, atMs: z.number() })).readonly(),
})
export type EngineMemory = z.infer<typeof engineMemory>
