/** What is kept of a stream or a destination, in this order. */
export const keptFigures = ['fps', 'bitrateKbps', 'droppedFrames'] as const

export type KeptFigures = Readonly<Record<(typeof keptFigures)[number], number | null>>

/** The figures of one moment; null was not measured. */
export interface Moment extends KeptFigures {
  /** Seconds of the monotonic clock: the one on the wall may be set. */
  readonly at: number
}

export const notMeasured: KeptFigures = { fps: null, bitrateKbps: null, droppedFrames: null }

export function isMeasured({ fps, bitrateKbps, droppedFrames }: KeptFigures): boolean {
  return fps !== null || bitrateKbps !== null || droppedFrames !== null
}

/**
 * Two moments, one after the other, as one: the lower frame rate and bitrate, because a dip must not vanish, and the dropped
 * frames counted last. A gap in one of them is a gap.
 */
export function joined(one: Moment, next: Moment): Moment {
  return {
    at: one.at,
    fps: lower(one.fps, next.fps),
    bitrateKbps: lower(one.bitrateKbps, next.bitrateKbps),
    droppedFrames: one.droppedFrames === null ? null : next.droppedFrames,
  }
}

/** At most so many, by joining as many neighbours each time. */
export function thinned(moments: readonly Moment[], most: number): readonly Moment[] {
  const together = joinedBy(moments.length, most)
  if (together === 1) return moments
  const thin: Moment[] = []
  for (const [n, moment] of moments.entries()) {
    const last = thin.at(-1)
    if (n % together === 0 || last === undefined) thin.push(moment)
    else thin[thin.length - 1] = joined(last, moment)
  }
  return thin
}

/** How many moments become one where there are so many. */
export function joinedBy(count: number, most: number): number {
  return Math.max(1, Math.ceil(count / most))
}

function lower(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : Math.min(one, other)
}
