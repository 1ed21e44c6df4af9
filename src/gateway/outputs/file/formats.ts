import { audioCodecName, parseAacConfigBody, parseVideoConfigBody, videoCodecName } from '../../codec/index.ts'
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

/**
 * What a part with these headers holds. Sound whose header cannot be read is left out; the picture matters more.
 *
 * @throws {RecordingError} `unsupported`, when this format cannot hold this stream
 */
export function mediaFormats(format: FileFormat, headers: PartHeaders, startMs: number): MediaFormats {
  const audio = headers.audio === null ? null : parseAacConfigBody(headers.audio.body)
  if (headers.video === null) {
    if (audio !== null) return { video: null, audio, startMs }
    const name = headers.audio === null ? 'sound' : (audioCodecName(headers.audio.body) ?? 'sound')
    throw new RecordingError(
      'unsupported',
      `The stream's sound (${name}) is no AAC that can be read. Set the encoder to AAC.`,
    )
  }
  const video = parseVideoConfigBody(headers.video.body)
  const name = videoCodecName(headers.video.body) ?? 'of an unknown kind'
  if (video === null) {
    throw new RecordingError(
      'unsupported',
      `The stream's picture (${name}) cannot be recorded, or its header cannot be read. Set the encoder to H.264, HEVC or AV1.`,
    )
  }
  if (format === 'AVI' && !video.codec.startsWith('avc1')) {
    throw new RecordingError(
      'unsupported',
      `AVI cannot hold ${name}. Record MP4, MOV or MKV, or set the encoder to H.264.`,
    )
  }
  return { video, audio, startMs }
}
