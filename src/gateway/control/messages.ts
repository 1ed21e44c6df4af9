/**
 * The messages by which the control plane steers a gateway, and what it hears back. They are the same in process, over
 * the local control address and, later, over a network; formats are final. Everything that comes in is parsed by these
 * schemas, once. Times are ISO 8601 in UTC; durations ms; rates kb/s (1000 bits).
 *
 * The ingest key in the answer to `feed.open` and the destination key in `output.add` are secrets: they travel over the
 * authenticated socket and stand in no status, event or error.
 */
import { z } from 'zod'

export const CONTROL_PROTOCOL = 1

const id = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]*$/)
const text = z.string().max(4096)

/** Envelope that every command carries: who asked for what, for which vMix channel, and until when it may be carried out. */
const envelope = {
  version: z.literal(CONTROL_PROTOCOL),
  operationId: id,
  instance: id,
  actor: z.string().max(256),
  /** Not carried out after this; ISO 8601. */
  deadline: z.iso.datetime(),
  /** The holder's epoch of the instance's lease; null for one that needs none. */
  epoch: z.int().nonnegative().nullable(),
}

const channel = z.int().min(0).max(63)

export const outputSpecSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('rtmp'),
    outputId: id,
    /** What people call it: "Twitch". */
    name: text,
    /** rtmp:// or rtmps:// with host and app, without the key. */
    url: text,
    key: z.string().min(1).max(4096),
    /** Keyed fingerprint of the key, to tell destinations apart without showing it. */
    keyFingerprint: z.string().max(64).nullable(),
    /** The platform's recommended video bitrate range, kb/s, for the verdict; null when none is known. */
    recommendedKbps: z.strictObject({ min: z.number(), max: z.number() }).nullable(),
  }),
  z.strictObject({
    kind: z.literal('file'),
    outputId: id,
    name: text,
    /** Absolute path; its folder exists; it does not (never overwritten). */
    path: text,
    format: z.enum(['MP4', 'MKV']),
  }),
])
export type OutputSpec = z.infer<typeof outputSpecSchema>

export const commandSchema = z.discriminatedUnion('kind', [
  /** Makes (or finds) the feed of a channel and says where vMix must send it. */
  z.strictObject({ ...envelope, kind: z.literal('feed.open'), channel, params: z.strictObject({}) }),
  /** Ends the feed: outputs closed, publisher disconnected, key void. */
  z.strictObject({ ...envelope, kind: z.literal('feed.close'), channel, params: z.strictObject({}) }),
  /** Adds an output to an open feed; the same outputId with the same target is no change, with another an error. */
  z.strictObject({
    ...envelope,
    kind: z.literal('output.add'),
    channel,
    params: z.strictObject({ output: outputSpecSchema }),
  }),
  /** Removes one; answers its last status (a finished file with duration, frames and size). */
  z.strictObject({ ...envelope, kind: z.literal('output.remove'), channel, params: z.strictObject({ outputId: id }) }),
])
export type GatewayCommand = z.infer<typeof commandSchema>

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

export const outputStatusSchema = z.object({
  outputId: id,
  kind: z.enum(['rtmp', 'file']),
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
      format: z.enum(['MP4', 'MKV']),
      durationMs: z.number(),
      frames: z.number(),
      bytes: z.number(),
      /** All parts, in order: a change of codec settings or a new publish begins the next. */
      parts: z.array(z.string()),
    })
    .nullable(),
})
export type OutputStatus = z.infer<typeof outputStatusSchema>

export const feedStatusSchema = z.object({
  instance: id,
  channel: z.number(),
  state: z.enum(['waiting', 'live', 'stalled', 'ended', 'lost']),
  since: z.string(),
  publisher: z.object({ remote: z.string(), encoder: z.string().nullable(), connectedAt: z.string() }).nullable(),
  /** When the first key frame of the present publish arrived; null before. */
  firstKeyFrameAt: z.string().nullable(),
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
  outputs: z.array(outputStatusSchema),
})
export type FeedStatus = z.infer<typeof feedStatusSchema>

export const gatewayStatusSchema = z.object({
  version: z.literal(CONTROL_PROTOCOL),
  /** New at each start of the process; event numbers belong to the data folder's journal, not to it. */
  gatewayId: id,
  startedAt: z.string(),
  rtmp: z.object({ listen: z.string(), advertise: z.string() }),
  eventLoop: z.object({ delayP99Ms: z.number(), delayMaxMs: z.number() }),
  feeds: z.array(feedStatusSchema),
  events: z.object({ journalId: id, last: z.number(), acknowledged: z.number(), dropped: z.number() }),
})
export type GatewayStatus = z.infer<typeof gatewayStatusSchema>

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
    'publisher.refused',
    'output.live',
    'output.lost',
    'output.recovered',
    'output.failed',
    'output.closed',
    'health.changed',
    'events.dropped',
  ]),
  instance: id.nullable(),
  channel: z.number().nullable(),
  outputId: id.nullable(),
  /** What it is about, for people ("Twitch"). */
  name: z.string().nullable(),
  message: z.string(),
  code: z.string().nullable(),
  health: z.object({ before: healthSchema, after: healthSchema }).nullable(),
})
export type GatewayEvent = z.infer<typeof gatewayEventSchema>

const feedOpened = z.object({
  kind: z.literal('feed.open'),
  /** For vMix: URL without key, and the key. */
  url: z.string(),
  key: z.string(),
  existed: z.boolean(),
  feed: feedStatusSchema,
})
export const replySchema = z.discriminatedUnion('ok', [
  z.object({
    version: z.literal(CONTROL_PROTOCOL),
    operationId: id,
    ok: z.literal(true),
    result: z.discriminatedUnion('kind', [
      feedOpened,
      z.object({ kind: z.literal('feed.close'), feed: feedStatusSchema.nullable() }),
      z.object({ kind: z.literal('output.add'), existed: z.boolean(), output: outputStatusSchema }),
      z.object({ kind: z.literal('output.remove'), output: outputStatusSchema.nullable() }),
    ]),
  }),
  z.object({
    version: z.literal(CONTROL_PROTOCOL),
    operationId: id.nullable(),
    ok: z.literal(false),
    error: z.object({
      code: z.enum([
        'bad_message',
        'unsupported_version',
        'expired',
        'no_such_feed',
        'conflict',
        'limit',
        'bad_target',
        'internal',
      ]),
      message: z.string(),
    }),
  }),
])
export type GatewayReply = z.infer<typeof replySchema>
export type GatewayResult = Extract<GatewayReply, { ok: true }>['result']

/**
 * A gateway as the control plane sees it: embedded (the class itself) or in a process of its own (the client of its
 * control address). Closing one that is remote leaves the gateway and its show running.
 */
export interface GatewayControl extends AsyncDisposable {
  /** Carries one command out; throws `GatewayError` (code of the reply, or `unreachable`, `unauthorised`, `timeout`). */
  send<K extends GatewayCommand['kind']>(
    command: Extract<GatewayCommand, { kind: K }>,
    signal?: AbortSignal,
  ): Promise<Extract<GatewayResult, { kind: K }>>
  status(signal?: AbortSignal): Promise<GatewayStatus>
  /**
   * All events after number `after`, then new ones as they happen, until the signal. Numbers below the first that comes
   * are acknowledged or dropped. Throws `GatewayError` (`unreachable`) when the connection breaks: call it again, with
   * the last number that was taken.
   */
  events(after: number, signal: AbortSignal): AsyncIterable<GatewayEvent>
  /**
   * Events up to this number are recorded by control and may be forgotten; with `instance`, only those of this vMix and
   * those of none: one gateway may serve several, and each has a log and an observer of its own.
   */
  acknowledge(upTo: number, signal?: AbortSignal, instance?: string): Promise<void>
}
