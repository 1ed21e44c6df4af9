import { FfmpegError } from '../../ffmpeg/index.ts'

/**
 * Why a recording ended: `disk_full` (no room, or a quota), `disk_error` (anything else the disk says), `exists` (nothing
 * is ever overwritten), `unsupported` (the feed's codec headers cannot be recorded), `timeout` (the disk did not take
 * the end of the file in time), `program_ended` (the ffmpeg that writes an AVI was ended by others, again and again).
 */
export type RecordingErrorCode = 'disk_full' | 'disk_error' | 'exists' | 'unsupported' | 'timeout' | 'program_ended'

/** A recording could not begin, go on, or be finished. The message says what to do. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError'
  readonly code: RecordingErrorCode

  constructor(code: RecordingErrorCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
  }
}

const ffmpegCodes = {
  missing: 'unsupported',
  ended: 'program_ended',
  late: 'timeout',
} as const satisfies Record<Exclude<FfmpegError['code'], 'full'>, RecordingErrorCode>

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** What the file system said about `path`, in our words. */
export function recordingError(cause: unknown, path: string): RecordingError {
  if (cause instanceof RecordingError) return cause
  if (cause instanceof FfmpegError && cause.code !== 'full') {
    return new RecordingError(ffmpegCodes[cause.code], `${cause.message} What is in ${path} plays.`, cause)
  }
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null
  if (code === 'EEXIST') {
    return new RecordingError(
      'exists',
      `${path} exists already. Choose another file name; nothing is overwritten.`,
      cause,
    )
  }
  if (cause instanceof FfmpegError || (code !== null && FULL.has(code))) {
    return new RecordingError(
      'disk_full',
      `The disk is full: the recording has ended, and what is in ${path} plays. Free some room, then record to a new file.`,
      cause,
    )
  }
  const why = cause instanceof Error ? (code ?? cause.message) : String(cause)
  return new RecordingError(
    'disk_error',
    `${path} cannot be written (${why}). Check that its folder is there, may be written to, and that its disk works.`,
    cause,
  )
}
