import { z } from 'zod'
import { id, text } from './protocol.ts'

/** What a feed goes over to when it does not come. */
export const standbySpecSchema = z.strictObject({
  /** Another feed of this gateway, of this vMix or of another. */
  backup: z.strictObject({ instance: id, channel: z.int().min(0).max(63) }).nullable(),
  /** A picture or clip on the gateway's machine, by its absolute path. */
  slate: z.strictObject({ path: text.min(1) }).nullable(),
  /** `steady`: back to the show by itself, when that has been live for 5 s without a break. `told`: only when told. */
  returns: z.enum(['steady', 'told']),
  /** The slate is sent before the feed has ever been live, as soon as there is a destination. */
  beforeLive: z.boolean(),
  /** Recordings: `mark` tells where in the file it was; `split` begins another file with each change. */
  onStandby: z.enum(['mark', 'split']),
})
export type StandbySpec = z.infer<typeof standbySpecSchema>

export const standbyStatusSchema = standbySpecSchema.omit({ backup: true, slate: true }).extend({
  /** Where the pictures come from that go out. `main`: the feed itself, be it live or not. */
  on: z.enum(['main', 'backup', 'slate']),
  /** Since when, and why; null: it has been the feed itself since the standby was set. */
  since: z.string().nullable(),
  why: z.string().nullable(),
  code: z.string().nullable(),
  /** The slate is on because somebody asked for it, and stays until told. */
  held: z.boolean(),
  /** How often it went away from the feed itself. */
  times: z.number(),
  backup: z.object({ instance: id, channel: z.number(), live: z.boolean() }).nullable(),
  slate: z
    .object({
      path: z.string(),
      state: z.enum(['preparing', 'ready', 'failed']),
      /** Why it failed, or what is to be known of it. */
      why: z.string().nullable(),
      /** Made by ffmpeg to the feed's size and rate; else it is the file as it is. */
      prepared: z.boolean(),
      width: z.number().nullable(),
      height: z.number().nullable(),
      fps: z.number().nullable(),
      durationMs: z.number().nullable(),
    })
    .nullable(),
})
export type StandbyStatus = z.infer<typeof standbyStatusSchema>
