import { execFile } from 'node:child_process'
import { checkFfmpeg } from './check.ts'
import { FfmpegError } from './error.ts'

/** Those of graphics cards first, which cost the processor next to nothing; then the one that is everywhere. */
export const encoders = ['h264_nvenc', 'h264_qsv', 'h264_amf', 'h264_videotoolbox', 'libx264'] as const
export type Encoder = (typeof encoders)[number]

const LIMIT_MS = 15_000

/**
 * Which H.264 encoder works here: an ffmpeg knows many for which there is no hardware, so each is tried on some frames.
 *
 * @throws {FfmpegError} `missing`: no ffmpeg, or none that encodes H.264
 */
export async function findEncoder(program: string): Promise<Encoder> {
  await checkFfmpeg(program, 'Recording in another quality')
  for (const encoder of encoders) if (await encodes(program, encoder)) return encoder
  const message = `${program} has no encoder for H.264 that works here. Install ffmpeg 5.1 or later with libx264, or record in quality high, which needs none.`
  throw new FfmpegError('missing', message)
}

function encodes(program: string, encoder: Encoder): Promise<boolean> {
  const input = [
    '-f',
    'lavfi',
    '-i',
    'testsrc2=size=640x360:rate=30',
    '-frames:v',
    '10',
    '-pix_fmt',
    'yuv420p',
    '-fps_mode',
    'passthrough',
  ]
  const args = ['-nostdin', '-hide_banner', '-loglevel', 'error', ...input, '-c:v', encoder, '-f', 'null', '-']
  return new Promise((resolve) => {
    execFile(program, args, { timeout: LIMIT_MS, windowsHide: true }, (error) => resolve(error === null))
  })
}

/** What is found is found for good: graphics cards do not come and go. What is not, is looked for again. */
export class KnownEncoder {
  readonly #program: string
  #found: Promise<Encoder> | null = null
  #known: Encoder | null = null

  constructor(program: string) {
    this.#program = program
  }

  /** Null: nobody has looked yet, or there is none. */
  get known(): Encoder | null {
    return this.#known
  }

  /** Found by an earlier process on this machine. */
  remember(encoder: Encoder): void {
    this.#known = encoder
    this.#found = Promise.resolve(encoder)
  }

  /** @throws {FfmpegError} */
  async find(): Promise<Encoder> {
    this.#found ??= findEncoder(this.#program)
    try {
      this.#known = await this.#found
      return this.#known
    } catch (error) {
      this.#found = null
      throw error
    }
  }
}
