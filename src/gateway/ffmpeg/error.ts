/**
 * `missing`: there is no ffmpeg. `ended`: it has ended before it was told to, or with an error. `late`: it did not end in
 * time and was killed. `full`: it says that the disk is full.
 */
export type FfmpegErrorCode = 'missing' | 'ended' | 'late' | 'full'

/** Something about the ffmpeg that works for us. The message says what to do. */
export class FfmpegError extends Error {
  override readonly name = 'FfmpegError'
  readonly code: FfmpegErrorCode

  constructor(code: FfmpegErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** How people get it. */
export const installFfmpeg =
  'Install ffmpeg so that it is on the PATH of the gateway (Windows: winget install ffmpeg; Debian and Ubuntu: apt install ffmpeg; macOS: brew install ffmpeg).'
