/**
 * Every figure that a verdict depends on, in one place. Those for frames are the original specification's, given there
 * for 30 frames per second and used in proportion at other rates; the others are this project's choice.
 */
export const HEALTH_LIMITS = {
  /** The rate at which the figures for frames are stated. */
  atFps: 30,
  /** At `atFps`: this many frames per second or more are healthy. */
  healthyFps: 29,
  /** At `atFps`: this many or more are a warning, fewer are critical. */
  warningFps: 25,
  /** At `atFps`: fewer frames than this missing in the last minute are healthy. */
  warningDrops: 100,
  /** At `atFps`: this many or more are critical. */
  criticalDrops: 500,

  /** Below this part of the recommended minimum the bitrate is low. Warning at most. */
  lowOfRecommended: 0.5,
  /** Above this part of the recommended maximum (last minute) the destination may refuse the stream. Warning at most. */
  highOfRecommended: 1.25,
  /** Without a recommendation: below this part of its own last minute the bitrate is low. Warning at most. */
  lowOfOwnMinute: 0.25,
  /** Uptime from which "the last minute" is a whole one, ms. */
  wholeMinuteMs: 60_000,

  /** SRT: a latency below so many round trips cannot make up for loss. A rule of thumb; see `docs/srt.md`. */
  latencyRoundTrips: 4,
  /** SRT: from this loss on (percent) too little latency is a warning. */
  lossWithShortLatency: 1,
  /** SRT: from this loss on (percent) the line is a warning whatever the latency. */
  lossHigh: 10,
  /** SRT: so much may wait unacknowledged on any line, ms. */
  sendBufferMs: 500,

  /** A degradation counts when it has lasted this long, ms. */
  degradedAfterMs: 5000,
  /** And is over when nothing of it was seen for this long, ms. */
  clearAfterMs: 10_000,
  /** A reading older than this says nothing about now, ms. */
  readingMaxAgeMs: 5000,

  /** From this delay of our own event loop on, what was measured may be our own fault, ms. */
  busyLateMs: 250,
  /** But not for longer than this at a stretch: then the figures count again, or a busy machine would hide a bad stream. */
  busyExcuseMs: 5000,
} as const

/** The frame limits at `expectedFps`. */
export function frameLimits(expectedFps: number): {
  readonly healthyFps: number
  readonly warningFps: number
  readonly warningDrops: number
  readonly criticalDrops: number
} {
  const scale = (figure: number) => (figure * expectedFps) / HEALTH_LIMITS.atFps
  return {
    healthyFps: scale(HEALTH_LIMITS.healthyFps),
    warningFps: scale(HEALTH_LIMITS.warningFps),
    warningDrops: scale(HEALTH_LIMITS.warningDrops),
    criticalDrops: scale(HEALTH_LIMITS.criticalDrops),
  }
}
