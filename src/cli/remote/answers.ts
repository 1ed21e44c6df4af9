import { z } from 'zod'
import { standbyStatusSchema } from '../../gateway/index.ts'

/** What a server answers, read where it comes in. */
export const problem = z.object({ code: z.string(), detail: z.string(), result: z.unknown().optional() })

export const instanceList = z.object({
  instances: z.array(z.object({ id: z.string(), host: z.string(), port: z.number() })),
})

const text = z.string()
const textOrNull = text.nullable()
const figure = z.number().nullable()

const recordedFile = z.object({
  files: z.array(text),
  format: z.enum(['MP4', 'AVI', 'MOV', 'MKV', 'M4A', 'WAV']).nullable(),
  duration: text,
  durationSeconds: z.number(),
  frames: figure,
  bytes: figure,
  sha256: z.exactOptional(z.array(textOrNull)),
})

const outputState = z.enum(['waiting', 'connecting', 'live', 'retrying', 'failed', 'closed'])

const standby = z.object({
  on: z.enum(['main', 'backup', 'slate']),
  since: textOrNull,
  why: textOrNull,
  held: z.boolean(),
  backup: standbyStatusSchema.shape.backup,
  slate: standbyStatusSchema.shape.slate,
})

export const streamStatus = z.object({
  streaming: z.boolean().nullable(),
  recording: z.boolean().nullable(),
  streamTime: textOrNull,
  recordTime: textOrNull,
  streamChannels: z.array(
    z.object({
      channel: z.number(),
      live: z.boolean().nullable(),
      streamTime: textOrNull,
      shouldBeLive: z.boolean().nullable(),
      via: z.enum(['direct', 'gateway']).nullable(),
      destinations: z.array(
        z.object({
          destinationId: text,
          name: text,
          url: text,
          state: z.union([outputState, z.literal('unknown')]),
          why: textOrNull,
          failover: z.exactOptional(
            z.object({ inUse: z.enum(['main', 'backup']), why: textOrNull, main: text, backup: text }),
          ),
        }),
      ),
      recordings: z.array(recordedFile),
      // A server of before there were rehearsals says nothing of it.
      rehearsal: z.boolean().default(false),
      standby: standby.nullable(),
    }),
  ),
  gatewayProblem: textOrNull,
  watching: z.enum(['pushed', 'polled']).nullable(),
  version: text,
  edition: text,
  timestamp: text,
})

const figures = {
  fps: figure,
  bitrateKbps: figure,
  droppedFrames: figure,
  droppedLastMinute: figure,
  uptimeSeconds: figure,
  uptime: textOrNull,
  keyFrameIntervalMs: figure,
  ageMs: figure,
}
const verdict = {
  healthStatus: z.enum(['healthy', 'warning', 'critical', 'unknown']),
  reasons: z.array(
    z.object({ code: text, status: z.enum(['warning', 'critical', 'unknown']), message: text, action: text }),
  ),
}
const source = z.enum(['gateway', 'none'])

export const streamHealth = z.object({
  ...figures,
  ...verdict,
  source,
  channels: z.array(
    z.object({
      ...figures,
      ...verdict,
      channel: z.number(),
      source,
      destinations: z.array(
        z.object({
          ...figures,
          ...verdict,
          destinationId: text,
          name: text,
          kind: z.enum(['rtmp', 'srt', 'file']),
          state: outputState,
          why: textOrNull,
        }),
      ),
    }),
  ),
  timestamp: text,
})

const done = z.looseObject({
  success: z.literal(true),
  message: text,
  operationId: text,
  witnessed: z.boolean(),
  recordings: z.exactOptional(z.array(recordedFile)),
})
const failed = z.looseObject({
  success: z.literal(false),
  error: z
    .enum([
      'validation_error',
      'connection_error',
      'configuration_error',
      'api_error',
      'not_confirmed',
      'unsupported',
      'channel_busy',
      'show_locked',
      'timeout',
      'aborted',
    ])
    // A newer server may have more of them; what happened stands in the message.
    .catch('api_error'),
  message: text,
  operationId: text,
  witnessed: z.boolean(),
  leftOn: z.array(text),
})

/** How an operation ended. */
export const operationResult = z.discriminatedUnion('success', [done, failed])
export type RemoteResult = z.infer<typeof operationResult>

/** How a start of one destination ended, among those of the show that it is. */
export const showResult = z.object({ destinations: z.tuple([operationResult]) })

export const logVerdict = z.looseObject({
  valid: z.boolean(),
  totalEvents: z.number(),
  firstHash: textOrNull,
  lastHash: textOrNull,
  brokenAt: figure,
  reason: textOrNull,
  anchored: z.boolean(),
  proved: z.array(text),
  notProved: z.array(text),
  tornTail: z.object({ bytes: z.number(), sha256: text }).nullable(),
})

const logEntry = z.object({
  event: z.object({
    actor: text,
    epoch: figure,
    event_type: text,
    late: z.exactOptional(z.literal(true)),
    log_id: text,
    logged_at: text,
    operation_id: textOrNull,
    params: z.record(text, z.json()).nullable(),
    result: z.json(),
    sequence: z.number(),
    timestamp: text,
    writer: text,
  }),
  previous_hash: text,
  current_hash: text,
  witness_timestamp: text,
})

export const logPage = z.object({ entries: z.array(logEntry), next: figure })
