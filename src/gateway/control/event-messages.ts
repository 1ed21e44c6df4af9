import { z } from 'zod'
import { CONTROL_PROTOCOL, id } from './protocol.ts'
import { hashedFileSchema, healthSchema } from './status-messages.ts'

/** What `acknowledge` says; `instance` null: everything up to there. */
export const acknowledgementSchema = z.strictObject({
  upTo: z.int().nonnegative(),
  instance: id.nullable().default(null),
})

/** Numbered 1, 2, 3, … without holes per journal, and kept on disk until control has acknowledged them. */
export const gatewayEventSchema = z.object({
  version: z.literal(CONTROL_PROTOCOL),
  journalId: id,
  seq: z.int().positive(),
  at: z.string(),
  kind: z.enum([
    'feed.published',
    'feed.live',
    'feed.stalled',
    'feed.resumed',
    'feed.ended',
    'feed.lost',
    'feed.unfit',
    'publisher.refused',
    'output.live',
    'output.lost',
    'output.recovered',
    'output.failed',
    'output.closed',
    'output.switched',
    'recording.hashed',
    'health.changed',
    'events.dropped',
    'standby.started',
    'standby.changed',
    'standby.ended',
    'standby.failed',
    'recording.marked',
    'gateway.restarted',
    'gateway.state_damaged',
    'gateway.state_expired',
    'gateway.state_unsaved',
  ]),
  instance: id.nullable(),
  channel: z.number().nullable(),
  outputId: id.nullable(),
  /** What it is about, for people ("Twitch"). */
  name: z.string().nullable(),
  message: z.string(),
  code: z.string().nullable(),
  health: z.object({ before: healthSchema, after: healthSchema }).nullable(),
  /** With `recording.hashed`: the file and its SHA-256. */
  recording: hashedFileSchema.nullish(),
})
export type GatewayEvent = z.infer<typeof gatewayEventSchema>
