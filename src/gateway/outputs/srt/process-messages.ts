import { z } from 'zod'
import { SRT_ERROR_CODES } from './errors.ts'

/**
 * What the process that speaks SRT is told, as the first line that it reads. What follows is the transport stream as it
 * is. The passphrase is in this line and nowhere else: a command line and an environment can be read by others.
 */
export const srtTaskSchema = z.discriminatedUnion('task', [
  /** Says which library there is, and ends. */
  z.strictObject({ task: z.literal('probe'), library: z.string().max(4096).nullable() }),
  z.strictObject({
    task: z.literal('send'),
    library: z.string().max(4096).nullable(),
    mode: z.enum(['caller', 'listener']),
    /** Empty for a listener on all addresses. */
    host: z.string().max(253),
    port: z.int().min(1).max(65_535),
    latencyMs: z.int().min(20).max(8000),
    passphrase: z.string().min(10).max(79).nullable(),
    keyLength: z.union([z.literal(16), z.literal(24), z.literal(32)]).nullable(),
    streamId: z.string().max(512).nullable(),
  }),
])
export type SrtTask = z.infer<typeof srtTaskSchema>
export type SrtSendTask = Extract<SrtTask, { task: 'send' }>

const count = z.number().nonnegative()

/** Counted by libsrt since the connection was made; rates as they are now. */
const srtCountersSchema = z.object({
  packetsSent: count,
  packetsRetransmitted: count,
  /** By the line, on its way to the receiver; an estimate, see `LossEstimate`. */
  packetsLost: count,
  /** Given up by the sender because they were too late. */
  packetsDropped: count,
  bytesSent: count,
  rttMs: count,
  /** What libsrt believes that the line can carry, kb/s. */
  bandwidthKbps: count,
  sendBufferMs: count,
  sendBufferBytes: count,
  /** What both sides agreed on. */
  latencyMs: count,
})
export type SrtCounters = z.infer<typeof srtCountersSchema>

const errorCode = z.enum(SRT_ERROR_CODES)

/** What it says, a line of JSON each. */
export const srtReportSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('library'), path: z.string(), version: z.string() }),
  z.object({ kind: z.literal('listening') }),
  z.object({ kind: z.literal('connected'), peer: z.string().nullable() }),
  z.object({ kind: z.literal('counters'), counters: srtCountersSchema }),
  /** The connection is gone; a listener waits for the next caller, a caller's process ends. */
  z.object({ kind: z.literal('lost'), code: errorCode, message: z.string() }),
  /** It did not come about; the process ends. */
  z.object({ kind: z.literal('failed'), code: errorCode, message: z.string() }),
])
export type SrtReport = z.infer<typeof srtReportSchema>

/** Longest line in either direction, bytes. */
export const MAX_LINE_BYTES = 16 * 1024
