import { z } from 'zod'
import { checked } from '../control/checked.ts'
import { outputSpecSchema, standbySpecSchema, type StandbySpec } from '../control/messages.ts'
import { encoders, type Encoder } from '../ffmpeg/index.ts'

const FORMAT = 1

/** An output as it is taken up again: what was asked for, and what became of it. */
const savedOutputSchema = z.object({
  spec: outputSpecSchema,
  /** It has been live: a destination that refuses now may still hold the connection that was lost. */
  wasLive: z.boolean(),
  /** It was given up; it stays so until somebody adds it anew. */
  failed: z.object({ why: z.string().nullable(), code: z.string().nullable(), since: z.string() }).nullable(),
  /** The files of a recording so far, in order. */
  parts: z.array(z.string()),
  /** The last of them is being written. */
  writing: z.boolean(),
})
export type SavedOutput = z.infer<typeof savedOutputSchema>

const savedFeedSchema = z.object({
  instance: z.string().min(1).max(128),
  channel: z.int().min(0).max(63),
  /** The ingest key that vMix has. */
  key: z.string().regex(/^[\w-]{32}$/),
  outputs: z.array(z.unknown()).max(10_000),
  /** One that makes no sense costs nothing else. */
  standby: standbySpecSchema.nullish().catch(null),
})

const stateSchema = z.object({
  format: z.literal(FORMAT),
  /** Where vMix sends to, so that a gateway that takes any free port is found again. */
  rtmpPort: z.int().min(1).max(65_535).nullable(),
  /** Found once by trying, which takes a second. */
  encoder: z.enum(encoders).nullable().catch(null),
  feeds: z.array(z.unknown()).max(10_000),
})

export interface SavedFeed {
  readonly instance: string
  readonly channel: number
  readonly key: string
  readonly outputs: readonly SavedOutput[]
  /** Absent in what was written before there was one. */
  readonly standby?: StandbySpec | null | undefined
}

/** All feeds and outputs of a gateway. It holds keys and passphrases: it goes into its file, and nowhere else. */
export interface SavedState {
  readonly rtmpPort: number | null
  readonly encoder: Encoder | null
  readonly feeds: readonly SavedFeed[]
}

export const nothingSaved: SavedState = { rtmpPort: null, encoder: null, feeds: [] }

export interface ReadState {
  readonly state: SavedState
  /** How many feeds and outputs could not be read; null: nothing could. */
  readonly unreadable: number | null
}

export function stateText({ rtmpPort, encoder, feeds }: SavedState): string {
  return `${JSON.stringify({ format: FORMAT, rtmpPort, encoder, feeds }, null, 1)}\n`
}

/** Reads what can be read: one output that makes no sense costs none of the others. */
export function parseState(text: string): ReadState {
  const whole = checked(stateSchema, parseJson(text))
  if (!whole.success) return { state: nothingSaved, unreadable: null }
  const { rtmpPort, encoder, feeds } = whole.data
  const read: SavedFeed[] = []
  let unreadable = 0
  for (const untrusted of feeds) {
    const feed = checked(savedFeedSchema, untrusted)
    if (!feed.success) {
      unreadable += 1
      continue
    }
    const outputs = feed.data.outputs.map((one) => checked(savedOutputSchema, one))
    unreadable += outputs.filter((one) => !one.success).length
    read.push({ ...feed.data, outputs: outputs.flatMap((one) => (one.success ? [one.data] : [])) })
  }
  return { state: { rtmpPort, encoder, feeds: read }, unreadable }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
