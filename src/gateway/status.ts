import type { MediaReading } from '../health/index.ts'
import type { HealthStatusMessage, ReadingStatus } from './control/messages.ts'

/**
 * A reading as it goes over the wire. Named one by one: every output is asked several times a second, and an object's
 * rest is copied key by key.
 */
export function readingStatus(reading: MediaReading, ageMs: number): ReadingStatus {
  return {
    fps: reading.fps,
    expectedFps: reading.expectedFps,
    bitrateKbps: reading.bitrateKbps,
    bitrateLastMinuteKbps: reading.bitrateLastMinuteKbps,
    framesTotal: reading.framesTotal,
    droppedTotal: reading.droppedTotal,
    droppedLastMinute: reading.droppedLastMinute,
    keyFrameIntervalMs: reading.keyFrameIntervalMs,
    uptimeMs: reading.uptimeMs,
    stalled: reading.stalled,
    ageMs,
  }
}

/** What stands in an output's own status: the gateway judges, with what it knows of the feed as well. */
export const notJudged: HealthStatusMessage = { healthStatus: 'unknown', reasons: [] }
