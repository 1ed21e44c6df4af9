import { z } from 'zod'

/** A place to send to that was configured, live or not. Its key can be set and replaced, never read. */
export const presetView = z.object({
  kind: z.literal('preset'),
  id: z.string(),
  name: z.string(),
  platform: z.enum(['twitch', 'youtube', 'facebook', 'custom', 'srt']),
  /** Without key. */
  url: z.string(),
  /** Where the key stands: a variable, a file, or kept by this server; `missing`: there is none to be had. */
  key: z.enum(['env', 'file', 'kept', 'missing', 'none']),
  /** From the configuration file, which only its owner changes; else it was added on the page. */
  fromFile: z.boolean(),
})
export type PresetView = z.infer<typeof presetView>

/** Something that somebody should know, now or until it was acknowledged. */
export const alertView = z.object({
  kind: z.literal('alert'),
  id: z.string(),
  /** The rule's name. */
  rule: z.string(),
  severity: z.enum(['info', 'warning', 'critical']),
  state: z.enum(['firing', 'resolved']),
  instance: z.string().nullable(),
  channel: z.number().int().nullable(),
  destinationId: z.string().nullable(),
  /** What is. */
  message: z.string(),
  /** What to do. */
  action: z.string(),
  since: z.string(),
  resolvedAt: z.string().nullable(),
  acknowledged: z.object({ at: z.string(), by: z.string() }).nullable(),
})
export type AlertView = z.infer<typeof alertView>

/** A time in which nobody is told of alarms, now or to come. */
export const maintenanceView = z.object({
  kind: z.literal('maintenance'),
  id: z.string(),
  /** Null: it holds already. */
  from: z.string().nullable(),
  /** Null: until it is ended. */
  until: z.string().nullable(),
  /** Null: all. */
  instances: z.array(z.string()).nullable(),
  /** Which rules; null: everything. */
  about: z.array(z.string()).nullable(),
  reason: z.string(),
  /** Null: the configuration file, and it is ended there. */
  by: z.string().nullable(),
})
export type MaintenanceView = z.infer<typeof maintenanceView>
