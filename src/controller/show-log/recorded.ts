import type { RecordedDestination } from './records.ts'
import type { DestinationSummary, RecordedFile } from '../results.ts'
import type { JsonObject } from '../../witness/index.ts'

/** A destination as the log holds it. */
export function recordedDestination(summary: DestinationSummary): RecordedDestination {
  const { destinationId, name, url, keyFingerprint, backup } = summary
  return {
    id: destinationId,
    name,
    url,
    key_fingerprint: keyFingerprint,
    ...(backup === undefined ? {} : { backup: { url: backup.url, key_fingerprint: backup.keyFingerprint } }),
  }
}

/** A finished recording as the log holds it: whole numbers only. */
export function recordedFileParams(recording: RecordedFile): JsonObject {
  return {
    files: [...recording.files],
    format: recording.format,
    duration: recording.duration,
    duration_ms: Math.round(recording.durationSeconds * 1000),
    frames: recording.frames,
    bytes: recording.bytes,
    ...(recording.sha256?.some((hash) => hash !== null) === true ? { sha256: [...recording.sha256] } : {}),
  }
}
