import { z } from 'zod'
import { CONTROL_PROTOCOL, id, text } from './protocol.ts'
import { standbySpecSchema } from './standby-messages.ts'
import { feedStatusSchema, outputStatusSchema } from './status-messages.ts'

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

/** What every backup address has: when it takes over, and whether the main one is gone back to by itself. */
const failover = {
  /** The address in use has failed for so long; one that refuses us is left at once. Default 3. */
  afterSeconds: z.number().min(0.5).max(600).nullish(),
  /** So long after the backup went live the main address is tried. Default: only when told. */
  returnAfterSeconds: z.number().min(1).max(86_400).nullish(),
}

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
    /** A second address of the same destination, with a key of its own, for when the first one fails. */
    backup: z
      .strictObject({
        url: text,
        key: z.string().min(1).max(4096),
        keyFingerprint: z.string().max(64).nullable(),
        ...failover,
      })
      .nullish(),
  }),
  z.strictObject({
    kind: z.literal('srt'),
    outputId: id,
    name: text,
    /** `srt://host:port`; a listener needs no host. Nothing else stands in it. */
    address: text,
    mode: z.enum(['caller', 'listener']),
    latencyMs: z.int().min(20).max(8000),
    passphrase: z.string().min(10).max(79).nullable(),
    /** Bytes of the AES key; null: libsrt's own choice. */
    keyLength: z.union([z.literal(16), z.literal(24), z.literal(32)]).nullable(),
    /** May be as good as a key, and is kept like one. */
    streamId: z.string().min(1).max(512).nullable(),
    /** Keyed fingerprint of passphrase and stream id. */
    keyFingerprint: z.string().max(64).nullable(),
    /** A second address of the same destination, for a caller; latency and key length are those of the first. */
    backup: z
      .strictObject({
        address: text,
        passphrase: z.string().min(10).max(79).nullable(),
        streamId: z.string().min(1).max(512).nullable(),
        keyFingerprint: z.string().max(64).nullable(),
        ...failover,
      })
      .nullish(),
  }),
  z.strictObject({
    kind: z.literal('file'),
    outputId: id,
    name: text,
    /** Absolute path; its folder exists; it does not (never overwritten). */
    path: text,
    format: z.enum(['MP4', 'MOV', 'MKV', 'AVI', 'M4A', 'WAV']),
    /** The next part begins at the first key frame after so many seconds. */
    splitSeconds: z.int().min(1).max(86_400).nullish(),
    /** The next part begins before this one would be longer. */
    splitBytes: z.int().min(1_000_000).nullish(),
    /** Recordings that name the same start have the same time 0: the moment at which the first of them was added. */
    commonStart: id.nullish(),
    /** The picture is encoded a second time, with ffmpeg: lines at most (null: as they are), and kb/s. */
    encode: z
      .strictObject({
        height: z.int().min(144).max(4320).multipleOf(2).nullable(),
        kbps: z.int().min(100).max(100_000),
      })
      .nullish(),
  }),
])
export type OutputSpec = z.infer<typeof outputSpecSchema>

export const commandSchema = z.discriminatedUnion('kind', [
  /** Makes (or finds) the feed of a channel and says where vMix must send it. */
  z.strictObject({ ...envelope, kind: z.literal('feed.open'), channel, params: z.strictObject({}) }),
  /** Ends the feed: outputs closed, publisher disconnected, key void. */
  z.strictObject({ ...envelope, kind: z.literal('feed.close'), channel, params: z.strictObject({}) }),
  /** Sets what an open feed goes over to when it does not come; null takes it away. */
  z.strictObject({
    ...envelope,
    kind: z.literal('feed.standby'),
    channel,
    params: z.strictObject({ standby: standbySpecSchema.nullable() }),
  }),
  /** Goes over to the slate now, and keeps it; or back to the show. */
  z.strictObject({
    ...envelope,
    kind: z.literal('feed.switch'),
    channel,
    params: z.strictObject({ to: z.enum(['slate', 'show']) }),
  }),
  /** Adds an output to an open feed; the same outputId with the same target is no change, with another an error. */
  z.strictObject({
    ...envelope,
    kind: z.literal('output.add'),
    channel,
    params: z.strictObject({ output: outputSpecSchema }),
  }),
  /** Sends to the main or the backup address of a destination from now on; answers the status right after. */
  z.strictObject({
    ...envelope,
    kind: z.literal('output.use'),
    channel,
    params: z.strictObject({ outputId: id, address: z.enum(['main', 'backup']) }),
  }),
  /** Removes one; answers its last status (a finished file with duration, frames and size). */
  z.strictObject({ ...envelope, kind: z.literal('output.remove'), channel, params: z.strictObject({ outputId: id }) }),
])
export type GatewayCommand = z.infer<typeof commandSchema>

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
      z.object({ kind: z.literal('feed.standby'), feed: feedStatusSchema }),
      z.object({ kind: z.literal('feed.switch'), feed: feedStatusSchema }),
      z.object({ kind: z.literal('output.add'), existed: z.boolean(), output: outputStatusSchema }),
      z.object({ kind: z.literal('output.use'), output: outputStatusSchema }),
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
        'unsupported',
        'internal',
      ]),
      message: z.string(),
    }),
  }),
])
export type GatewayReply = z.infer<typeof replySchema>
export type GatewayResult = Extract<GatewayReply, { ok: true }>['result']
