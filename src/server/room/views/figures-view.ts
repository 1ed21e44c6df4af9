import type { HealthFigures, HealthReasonText } from '../../../controller/index.ts'
import type { FiguresView, HealthView } from '../../view/index.ts'

/** Nothing was measured. */
export const noFigures: FiguresView = {
  fps: null,
  bitrateKbps: null,
  droppedFrames: null,
  droppedLastMinute: null,
  uptimeSeconds: null,
  keyFrameIntervalMs: null,
  ageMs: null,
}

/** No verdict, because nothing is on. */
export const noHealth: HealthView = { status: 'unknown', source: 'none', reasons: [] }

export function figuresViewOf(measured: HealthFigures | null): FiguresView {
  if (measured === null) return noFigures
  const { fps, bitrateKbps, droppedFrames, droppedLastMinute, uptimeSeconds, keyFrameIntervalMs, ageMs } = measured
  return {
    fps: rounded(fps, 2),
    bitrateKbps: rounded(bitrateKbps, 0),
    droppedFrames,
    droppedLastMinute,
    uptimeSeconds,
    keyFrameIntervalMs: rounded(keyFrameIntervalMs, 0),
    ageMs: rounded(ageMs, 0),
  }
}

/** A verdict with its reasons, as it is shown. */
export function healthViewOf(verdict: {
  readonly healthStatus: HealthView['status']
  readonly source: HealthView['source']
  readonly reasons: readonly HealthReasonText[]
}): HealthView {
  const reasons = verdict.reasons.map(({ code, status, message, action }) => ({ code, status, message, action }))
  return { status: verdict.healthStatus, source: verdict.source, reasons }
}

/** More digits than anybody reads would only make news of nothing. */
export function rounded(value: number | null, digits: number): number | null {
  if (value === null || !Number.isFinite(value)) return null
  return Number(value.toFixed(digits))
}
