import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFlv } from '../../gateway/index.ts'
import { SimulatorError } from '../error.ts'
import { type Clip, clipOf } from './clip.ts'

/** Picture and sound that ffmpeg makes: a test picture and a tone. */
export interface FfmpegMedia {
  readonly width: number
  readonly height: number
  readonly fps: number
  /** Of the picture. */
  readonly kbps: number
  /** The program; `ffmpeg` on the PATH unless given. */
  readonly program?: string
}

/** What is made once and then looped. 8 s of AAC at 48 kHz are whole frames, so that the loop has no seam. */
const SECONDS = 8
const TIMEOUT_MS = 120_000
const MAX_BYTES = 128 * 1024 * 1024
/** Rates that television writes as decimals. */
const FRACTIONS: Readonly<Record<string, string>> = {
  '23.976': '24000/1001',
  '29.97': '30000/1001',
  '59.94': '60000/1001',
}

/**
 * Has ffmpeg make a clip: test picture and tone, a key frame each second, no B-frames. Its frames get our marks like
 * those of the built-in clip.
 *
 * @throws {SimulatorError} `bad_option`, `ffmpeg_missing`, `ffmpeg_failed`
 */
export async function makeFfmpegClip(media: FfmpegMedia): Promise<Clip> {
  check(media)
  const { program = 'ffmpeg' } = media
  const child = spawn(program, argumentsOf(media), { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
  const tooLong = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS)
  try {
    const [flv, complaint] = await outputOf(child, program)
    const clip = flv === null ? null : clipOf(readFlv(flv).packets)
    if (clip !== null) return clip
    throw new SimulatorError('ffmpeg_failed', `ffmpeg could not make picture and sound: ${complaint}`)
  } finally {
    clearTimeout(tooLong)
    child.kill('SIGKILL')
  }
}

function check({ width, height, fps, kbps }: FfmpegMedia): void {
  const even = (size: number, most: number) => Number.isInteger(size) && size >= 64 && size <= most && size % 2 === 0
  if (!even(width, 4096) || !even(height, 2304)) {
    throw new SimulatorError('bad_option', 'A picture is 64x64 to 4096x2304, both even: 1280x720.')
  }
  const known = Number.isInteger(fps) || Object.hasOwn(FRACTIONS, String(fps))
  if (!known || fps < 1 || fps > 120) {
    throw new SimulatorError('bad_option', 'A frame rate is 1 to 120, whole, or 23.976, 29.97 or 59.94.')
  }
  if (!Number.isInteger(kbps) || kbps < 50 || kbps > 50_000) {
    throw new SimulatorError('bad_option', 'A bitrate is 50k to 50000k.')
  }
}

function argumentsOf({ width, height, fps, kbps }: FfmpegMedia): string[] {
  const rate = FRACTIONS[String(fps)] ?? String(fps)
  const input = (source: string) => ['-f', 'lavfi', '-i', source]
  const every = String(Math.round(fps))
  const groups = [
    ['-nostdin', '-hide_banner', '-loglevel', 'error'],
    input(`testsrc=size=${width}x${height}:rate=${rate}`),
    input('sine=frequency=440:sample_rate=48000'),
    ['-t', String(SECONDS), '-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-bf', '0'],
    ['-g', every, '-keyint_min', every, '-sc_threshold', '0'],
    ['-b:v', `${kbps}k`, '-maxrate', `${kbps}k`, '-bufsize', `${kbps}k`, '-nal-hrd', 'cbr'],
    ['-c:a', 'aac', '-b:a', '128k', '-ac', '2', '-f', 'flv', 'pipe:1'],
  ]
  return groups.flat()
}

/** What it wrote, null when it failed; and the end of what it complained of. */
async function outputOf(child: ChildProcess, program: string): Promise<[Buffer | null, string]> {
  const chunks: Buffer[] = []
  let bytes = 0
  let complaint = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > MAX_BYTES) child.kill('SIGKILL')
    else chunks.push(chunk)
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString('utf8')).slice(-400)
  })
  try {
    await once(child, 'close')
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const message = missing
      ? `${program} is not there. Install ffmpeg (https://ffmpeg.org/download.html), or leave out --media ffmpeg: the built-in clip needs none.`
      : `${program} cannot be started.`
    throw new SimulatorError(missing ? 'ffmpeg_missing' : 'ffmpeg_failed', message, error)
  }
  const failed = child.exitCode !== 0
  return [failed ? null : Buffer.concat(chunks), complaint.trim().split('\n').at(-1) ?? '']
}
