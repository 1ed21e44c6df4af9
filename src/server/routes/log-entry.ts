import { z } from '@hono/zod-openapi'

/** One entry of the show log, as it stands there. */
export const entryBody = z
  .object({
    event: z.looseObject({ sequence: z.int(), event_type: z.string(), timestamp: z.string() }),
    previous_hash: z.string(),
    current_hash: z.string(),
    witness_timestamp: z.string(),
  })
  .meta({ id: 'LogEntry' })
