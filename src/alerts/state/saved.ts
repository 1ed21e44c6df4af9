import { z } from 'zod'
import { conditionKinds } from '../rules/condition.ts'
import { alertSchema, engineMemory } from '../rules/memory.ts'

const noticeSchema = z.object({
  id: z.string().max(128),
  what: z.enum(['firing', 'resolved', 'test', 'watchdog']),
  at: z.iso.datetime(),
  alert: alertSchema.nullable(),
})

const windowSchema = z.object({
  id: z.string().max(200),
  fromMs: z.number().nullable(),
  untilMs: z.number().nullable(),
  instances: z.array(z.string().max(200)).readonly().nullable(),
  kinds: z.array(z.enum(conditionKinds)).readonly().nullable(),
  reason: z.string().max(1000),
  by: z.string().max(200).nullable(),
})

/** All that outlives a restart: alarms, what was not delivered yet, maintenance that somebody has switched on. No secrets. */
export const savedAlerts = z.object({
  format: z.literal(1),
  engine: engineMemory,
  /** For each receiver by its name, in order. */
  waiting: z.record(z.string(), z.array(noticeSchema).readonly()),
  switched: z.array(windowSchema).readonly(),
})
export type SavedAlerts = z.infer<typeof savedAlerts>
