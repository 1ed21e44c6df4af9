import type { MediaReading } from '../../src/health/index.ts'

/** A stream as it should be: 30 frames a second, 4 Mb/s, nothing lost, for 100 s. */
export const GOOD_READING: MediaReading = {
  atMs: 0,
  fps: 30,
  expectedFps: 30,
  bitrateKbps: 4000,
  bitrateLastMinuteKbps: 4000,
  framesTotal: 3000,
  droppedTotal: 0,
  droppedLastMinute: 0,
  keyFrameIntervalMs: 2000,
  uptimeMs: 100_000,
  stalled: false,
}
