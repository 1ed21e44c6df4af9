import { execFile } from 'node:child_process'
import { FfmpegError, installFfmpeg } from './error.ts'

const LIMIT_MS = 10_000

/**
 * Looks whether ffmpeg is there and runs.
 *
 * @param what needs it, for the message: "Recording AVI"
 * @throws {FfmpegError} `missing`
 */
export async function checkFfmpeg(program: string, what: string): Promise<void> {
  const limits = { timeout: LIMIT_MS, windowsHide: true }
  await new Promise<void>((resolve, reject) => {
    execFile(program, ['-hide_banner', '-version'], limits, (cause) => {
      if (cause === null) resolve()
      else {
        const message = `${what} needs ffmpeg, and ${program} does not run here. ${installFfmpeg}`
        reject(new FfmpegError('missing', message, { cause }))
      }
    })
  })
}
