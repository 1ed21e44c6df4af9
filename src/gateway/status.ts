import type { MediaReading } from '../health/index.ts'
import type { HealthStatusMessage, ReadingStatus } from './control/messages.ts'

/** A reading as it goes over the wire. */
export function readingStatus(reading: MediaReading, ageMs: number): ReadingStatus {
  const { atMs: _atMs, ...figures } = reading
  return { ...figures, ageMs }
}

/** What stands in an output's own status: the gateway judges, with what it knows of the feed as well. */
export const notJudged: HealthStatusMessage = { healthStatus: 'unknown', reasons: [] }
