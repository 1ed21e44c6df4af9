import { z } from 'zod'
import { CONTROL_PROTOCOL, id } from './protocol.ts'
import { standbyStatusSchema } from './standby-messages.ts'

export const readingSchema = z.object({
  fps: z.number().nullable(),
  expectedFps: z.number().nullable(),
  bitrateKbps: z.number().nullable(),
  bitrateLastMinuteKbps: z.number().nullable(),
  framesTotal: z.number(),
  droppedTotal: z.number(),
  droppedLastMinute: z.number(),
  keyFrameIntervalMs: z.number().nullable(),
  uptimeMs: z.number().nullable(),
  stalled: z.boolean(),
  /** How old the reading was when the status was made, ms. */
  ageMs: z.number().nullable(),
})
export type ReadingStatus = z.infer<typeof readingSchema>

export const healthSchema = z.object({
  healthStatus: z.enum(['healthy', 'warning', 'critical', 'unknown']),
  reasons: z.array(
    z.object({
      code: z.string(),
      status: z.enum(['warning', 'critical', 'unknown']),
      message: z.string(),
      action: z.string(),
    }),
  ),
})
export type HealthStatusMessage = z.infer<typeof healthSchema>

/** A finished file of a recording; `sha256` null: it could not be read. */
export const hashedFileSchema = z.object({
  path: z.string(),
  bytes: z.number(),
  sha256: z.string().nullable(),
  /** Whether it still is what was written, when it was hashed; null: not known. */
  asWritten: z.boolean().nullable(),
})

/** What sends by SRT on the gateway's machine; null: it is not there. */
export const srtCarriersSchema = z.object({
  libsrt: z.object({ version: z.string(), path: z.string() }).nullable(),
  ffmpeg: z.object({ version: z.string(), path: z.string() }).nullable(),
})

export const srtStatusSchema = z.object({
  mode: z.enum(['caller', 'listener']),
  /** What carries it; ffmpeg tells no figures. */
  carrier: z.enum(['libsrt', 'ffmpeg']),
  carrierVersion: z.string().nullable(),
  encrypted: z.boolean(),
  /** What both sides agreed on; as asked for while there is no connection. */
  latencyMs: z.number(),
  /** Who has called a listener. */
  peer: z.string().nullable(),
  /** Who called a listener and was not let in, since the last one who was; null: nobody, or a gateway that does not tell. */
  refused: z.object({ tries: z.number(), why: z.string() }).nullable().default(null),
  /** Null: not measured. */
  figures: z
    .object({
      rttMs: z.number(),
      /** Packets lost on their way to the receiver, of those sent in the last ten seconds. An estimate: see the SRT guide. */
      lossPercent: z.number().nullable(),
      /** Packets given up in the last ten seconds because they were too late: the receiver misses them. */
      droppedRecently: z.number(),
      /** How much is sent and not yet acknowledged. */
      sendBufferMs: z.number(),
      /** What libsrt believes that the line can carry. */
      bandwidthKbps: z.number(),
      packetsSent: z.number(),
      packetsRetransmitted: z.number(),
      /** On their way to the receiver, estimated: fewer than were sent again, of which some had not been lost. Null: not told. */
      packetsLost: z.number().nullable().default(null),
      packetsDropped: z.number(),
      ageMs: z.number(),
    })
    .nullable(),
})

export const failoverStatusSchema = z.object({
  inUse: z.enum(['main', 'backup']),
  /** Why it is this one; null: it has been from the beginning. */
  why: z.string().nullable(),
  since: z.string(),
  /** URLs without keys. */
  main: z.string(),
  backup: z.string(),
  /** The other one is being connected; the next key frame then goes there. */
  goingTo: z.enum(['main', 'backup']).nullable(),
  /** Why the last try to go over led to nothing. */
  stayedWhy: z.string().nullable(),
})

export const outputStatusSchema = z.object({
  outputId: id,
  kind: z.enum(['rtmp', 'srt', 'file']),
  name: z.string(),
  /** `waiting`: for the feed's first key frame. `failed`: given up, `why` says what to do. `closed`: ended as asked. */
  state: z.enum(['waiting', 'connecting', 'live', 'retrying', 'failed', 'closed']),
  /** For a person: why it is in this state; null when there is nothing to say. */
  why: z.string().nullable(),
  /** For a program: `refused`, `rejected`, `dns`, `tls`, `timeout`, `closed`, `disk_full`, `disk_error`, … */
  code: z.string().nullable(),
  since: z.string(),
  /** URL without key, or the file's path. */
  target: z.string(),
  keyFingerprint: z.string().nullable(),
  /** Connection tries since the last success. */
  attempts: z.number(),
  /** How often it went live again after having been lost. */
  reconnects: z.number(),
  queuedBytes: z.number(),
  bytesSent: z.number(),
  /** Frames skipped while waiting for the first key frame; apart from drops. */
  framesSkipped: z.number(),
  /** What was sent, and what the queue dropped. */
  reading: readingSchema,
  health: healthSchema,
  /** For files: what is on disk. */
  file: z
    .object({
      format: z.enum(['MP4', 'MOV', 'MKV', 'AVI', 'M4A', 'WAV']),
      durationMs: z.number(),
      frames: z.number(),
      bytes: z.number(),
      /** All parts, in order: a change of codec settings or a new publish begins the next. */
      parts: z.array(z.string()),
      /** Of the parts that are finished and hashed by now. */
      hashes: z.array(hashedFileSchema).optional(),
      /** The room on its disk; null where that cannot be known. */
      disk: z
        .object({ freeBytes: z.number(), minutesLeft: z.number().nullable(), low: z.boolean(), full: z.boolean() })
        .nullish(),
    })
    .nullable(),
  /** For SRT: the connection, and what it is like. */
  srt: srtStatusSchema.nullish(),
  /** Of a destination with a backup address: which one is used, since when and why. */
  failover: failoverStatusSchema.nullish(),
})
export type OutputStatus = z.infer<typeof outputStatusSchema>

export const previewStatusSchema = z.object({
  viewers: z.number(),
  bytesSent: z.number(),
  /** Pictures that viewers missed because they did not read fast enough. */
  framesDropped: z.number(),
  /** Viewers that were sent away because they had read nothing for ten seconds. */
  stuckViewers: z.number(),
})
export type PreviewStatus = z.infer<typeof previewStatusSchema>

/** Opens one feed's preview, and nothing else. */
export const previewTicketSchema = z.object({
  ticket: z.string().regex(/^[\w-]{43}$/),
  ticketExpiresInS: z.number().positive(),
})

export const feedStatusSchema = z.object({
  instance: id,
  channel: z.number(),
  state: z.enum(['waiting', 'live', 'stalled', 'ended', 'lost']),
  since: z.string(),
  publisher: z.object({ remote: z.string(), encoder: z.string().nullable(), connectedAt: z.string() }).nullable(),
  /** When the first key frame of the present publish arrived; null before. */
  firstKeyFrameAt: z.string().nullable(),
  /** For a person: what of the stream cannot be used, or keeps it from beginning; null when nothing does. */
  why: z.string().nullish(),
  media: z.object({
    videoCodec: z.string().nullable(),
    width: z.number().nullable(),
    height: z.number().nullable(),
    audioCodec: z.string().nullable(),
    sampleRate: z.number().nullable(),
    channels: z.number().nullable(),
  }),
  reading: readingSchema,
  health: healthSchema,
  /** Who watches it in a browser. */
  preview: previewStatusSchema.nullish(),
  /** Null: none was set. */
  standby: standbyStatusSchema.nullish(),
  outputs: z.array(outputStatusSchema),
})
export type FeedStatus = z.infer<typeof feedStatusSchema>

export const gatewayStatusSchema = z.object({
  version: z.literal(CONTROL_PROTOCOL),
  /** New at each start of the process; event numbers belong to the data folder's journal, not to it. */
  gatewayId: id,
  startedAt: z.string(),
  /** Its supervisor started it in the place of one that ended so; `hungMs`: that hung, silent for so long, and was ended. */
  predecessor: z.object({ how: z.string(), hungMs: z.number().nullable() }).nullish(),
  rtmp: z.object({ listen: z.string(), advertise: z.string() }),
  eventLoop: z.object({ delayP99Ms: z.number(), delayMaxMs: z.number() }),
  /** Known once it was looked for: soon after the start of a gateway in a process of its own. */
  srt: srtCarriersSchema.nullish(),
  feeds: z.array(feedStatusSchema),
  events: z.object({ journalId: id, last: z.number(), acknowledged: z.number(), dropped: z.number() }),
})
export type GatewayStatus = z.infer<typeof gatewayStatusSchema>
