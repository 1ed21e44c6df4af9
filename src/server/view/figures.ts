import { z } from 'zod'

/** What was measured; null is not measured, never zero. */
export const figuresView = z.object({
  fps: z.number().nullable(),
  bitrateKbps: z.number().nullable(),
  droppedFrames: z.number().nullable(),
  droppedLastMinute: z.number().nullable(),
  uptimeSeconds: z.number().nullable(),
  keyFrameIntervalMs: z.number().nullable(),
  /** How old the figures were when they were put here, ms. */
  ageMs: z.number().nullable(),
})

/** A verdict, with why, and what to do. */
export const healthView = z.object({
  status: z.enum(['healthy', 'warning', 'critical', 'unknown']),
  /** `gateway`: measured from the packets. `none`: vMix reports no figures, and nothing else was there to measure. */
  source: z.enum(['gateway', 'none']),
  reasons: z.array(
    z.object({
      code: z.string(),
      status: z.enum(['warning', 'critical', 'unknown']),
      /** What is. */
      message: z.string(),
      /** What to press or to do. */
      action: z.string(),
    }),
  ),
})
export type HealthView = z.infer<typeof healthView>
export type FiguresView = z.infer<typeof figuresView>
