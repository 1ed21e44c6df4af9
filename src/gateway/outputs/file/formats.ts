import { parseAacConfigBody, parseAvcConfigBody } from '../../codec/index.ts'
import type { MediaFormats, MuxFormat } from '../../mux/index.ts'
import type { PartHeaders } from './part-rules.ts'
import { RecordingError } from './recording-error.ts'

/** What can be recorded to: what we write ourselves, and AVI and WAV, which ffmpeg writes. */
export type FileFormat = MuxFormat | 'AVI' | 'WAV'

/** Files of sound alone. */
export function isSoundOnly(format: FileFormat): boolean {
  return format === 'M4A' || format === 'WAV'
}

/** Files that ffmpeg writes. */
export function isByFfmpeg(format: FileFormat): format is 'AVI' | 'WAV' {
  return format === 'AVI' || format === 'WAV'
}

/** What a part with these headers holds. Sound whose header cannot be read is left out; the picture matters more. */
export function mediaFormats(headers: PartHeaders, startMs: number): MediaFormats {
  const audio = headers.audio === null ? null : parseAacConfigBody(headers.audio.body)
  if (headers.video === null) {
    if (audio !== null) return { video: null, audio, startMs }
    throw new RecordingError('unsupported', "The stream's sound is no AAC that can be read. Set vMix's encoder to AAC.")
  }
  const video = parseAvcConfigBody(headers.video.body)
  if (video === null) {
    throw new RecordingError(
      'unsupported',
      "The stream's H.264 header cannot be read. Set vMix's encoder to H.264 (AVC).",
    )
  }
  return { video, audio, startMs }
}
