import { z } from 'zod'
import { figuresView, healthView } from './figures.ts'

/** Where a stream goes by now; never its key. */
const streamDestinationView = z.object({
  destinationId: z.string(),
  name: z.string(),
  /** Without key. */
  url: z.string(),
  kind: z.enum(['rtmp', 'srt']),
  /** `unknown`: vMix sends it by itself, and does not tell. */
  state: z.enum(['waiting', 'connecting', 'live', 'retrying', 'failed', 'closed', 'unknown']),
  /** For a person; null when there is nothing to say. */
  why: z.string().nullable(),
  figures: figuresView,
  health: healthView,
  /** Of a rehearsal: what arrived at the receiver on this machine; null: nothing yet, or it is the show. */
  arrived: z
    .object({
      frames: z.number(),
      fps: z.number().nullable(),
      bitrateKbps: z.number().nullable(),
      /** Since the last of it arrived, ms. */
      lastMs: z.number(),
    })
    .nullable(),
})

/** One of vMix's streams. */
export const streamView = z.object({
  kind: z.literal('stream'),
  instance: z.string(),
  /** 0-based; people call 0 "Stream 1". */
  channel: z.number().int(),
  name: z.string(),
  /** As vMix shows it, also while it is still trying to connect; null: vMix does not say. */
  live: z.boolean().nullable(),
  via: z.enum(['direct', 'gateway']).nullable(),
  /** It was started and nobody stopped it. Null: not known. */
  shouldBeLive: z.boolean().nullable(),
  /** `HH:MM:SS`; null when it is off, or began before anybody looked. */
  streamTime: z.string().nullable(),
  figures: figuresView,
  health: healthView,
  destinations: z.array(streamDestinationView),
  /** It goes to receivers on this machine alone: a rehearsal, which nobody else gets. */
  rehearsal: z.boolean(),
  /** What goes out when the show does not come; null: nothing was set. */
  standby: z
    .object({
      on: z.enum(['main', 'backup', 'slate']),
      held: z.boolean(),
      why: z.string().nullable(),
      slate: z.boolean(),
      backup: z.boolean(),
    })
    .nullable(),
  /**
   * The gateway has not answered for ten seconds and more, and vMix can send to this destination by itself (`/direct`); null or
   * absent: nothing of it.
   */
  direct: z.object({ destinationId: z.string(), name: z.string() }).nullish(),
  /** Whether it can be watched in a browser now: `/api/v1/instances/{id}/streams/{channel}/preview` gives the way in. */
  preview: z.boolean(),
})
export type StreamView = z.infer<typeof streamView>
export type StreamDestinationView = z.infer<typeof streamDestinationView>

/** One recording that is under way, or ended within this session. */
export const recordingView = z.object({
  kind: z.literal('recording'),
  instance: z.string(),
  /** Of the gateway's; `vmix` for vMix's own recorder. */
  recordingId: z.string(),
  recorder: z.enum(['vmix', 'gateway']),
  /** 0-based; null for vMix's own. */
  channel: z.number().int().nullable(),
  state: z.enum(['recording', 'retrying', 'failed', 'ended']),
  why: z.string().nullable(),
  /** All parts in order. */
  files: z.array(z.string()),
  format: z.string().nullable(),
  durationSeconds: z.number().nullable(),
  frames: z.number().nullable(),
  bytes: z.number().nullable(),
  /** Room on its disk, where that can be known. */
  disk: z
    .object({ freeBytes: z.number(), minutesLeft: z.number().nullable(), low: z.boolean(), full: z.boolean() })
    .nullable(),
})
export type RecordingView = z.infer<typeof recordingView>
