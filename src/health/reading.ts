/**
 * What was measured of one stream (a feed, or what one output sent), at one moment. Facts only; the verdict is in `verdict.ts`.
 * `null` means "not measured", never zero.
 */
export interface MediaReading {
  /** When it was taken: monotonic clock, ms. */
  readonly atMs: number
  /** Frames per second over the last complete seconds. */
  readonly fps: number | null
  /** What the stream's own headers promise, else the highest steady rate of this publish. */
  readonly expectedFps: number | null
  /** Sound and picture together, kb/s (1000 bits), over the last complete seconds. */
  readonly bitrateKbps: number | null
  /** The same over the last minute; what the present is compared with where no recommendation is known. */
  readonly bitrateLastMinuteKbps: number | null
  /** Video frames that arrived (or were sent) since this publish began. */
  readonly framesTotal: number
  /** Frames missing since it began: gaps in presentation time (feed); dropped by its queue, or missed while lost (output). */
  readonly droppedTotal: number
  /** Of these, in the last 60 s: what is judged. */
  readonly droppedLastMinute: number
  /** Time between the last two key frames, ms. */
  readonly keyFrameIntervalMs: number | null
  /** How long it has been up, ms; null when it is not. */
  readonly uptimeMs: number | null
  /** The rule of "is it stalled?" says so: connected, but no frames. */
  readonly stalled: boolean
}
