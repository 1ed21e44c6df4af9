import { z } from 'zod'

/** One vMix. */
export const instanceView = z.object({
  kind: z.literal('instance'),
  /** Its stable name; its log belongs to it. */
  id: z.string(),
  /** As people call it. */
  name: z.string(),
  host: z.string(),
  port: z.number().int(),
  simulated: z.boolean(),
  connection: z.object({
    /** `connecting`: not asked yet. */
    state: z.enum(['connecting', 'connected', 'unreachable']),
    /** ISO 8601. */
    since: z.string(),
    /** Whether vMix tells of changes at once, or is asked. */
    watching: z.enum(['pushed', 'polled']).nullable(),
    /** For a person: what is wrong and what to do; null when nothing is. */
    problem: z.string().nullable(),
  }),
  /** Null while it was never read. What stands here while it is unreachable is what was read last. */
  vmix: z
    .object({
      version: z.string(),
      edition: z.string(),
      preset: z.string().nullable(),
      streaming: z.boolean().nullable(),
      recording: z.boolean().nullable(),
      /** The master's meter, 0 to 1, and whether it is muted; null: the document does not say. */
      audio: z.object({ left: z.number(), right: z.number(), muted: z.boolean() }).nullable(),
    })
    .nullable(),
  /** Why the gateway or the show log cannot be used; null: they can. */
  gatewayProblem: z.string().nullable(),
  logProblem: z.string().nullable(),
  /** Armed: every stop needs a second confirmation. */
  locked: z.boolean(),
  /** What was on when vMix went away, is off, and is brought back by one press (`/resume`); null or absent: nothing. */
  resumable: z
    .object({
      /** Channels, 0-based. */
      streams: z.array(z.number().int()),
      recordings: z.array(z.object({ recorder: z.enum(['vmix', 'gateway']), channel: z.number().int().nullable() })),
    })
    .nullish(),
})
export type InstanceView = z.infer<typeof instanceView>

/** The gateway that this server steers. */
export const gatewayView = z.object({
  kind: z.literal('gateway'),
  state: z.enum(['starting', 'running', 'unreachable']),
  problem: z.string().nullable(),
  startedAt: z.string().nullable(),
  /** Where vMix sends to. */
  rtmp: z.string().nullable(),
  eventLoopDelayP99Ms: z.number().nullable(),
})
export type GatewayView = z.infer<typeof gatewayView>

/** The server itself. */
export const serverView = z.object({
  kind: z.literal('server'),
  version: z.string(),
  startedAt: z.string(),
  /** All that is shown here is simulated. */
  simulated: z.boolean(),
  /** No configuration yet: the page opens the first-run guide. */
  firstRun: z.boolean(),
  /** Somebody has to sign in. */
  needsToken: z.boolean(),
  /** What of the plan is not done, because it cannot be read; null or absent: nothing. */
  planProblem: z.string().nullable().optional(),
})
export type ServerView = z.infer<typeof serverView>
