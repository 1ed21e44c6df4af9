import { execFile } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { extname } from 'node:path'
import { readFlv } from '../codec/index.ts'
import { MAX_SLATE_BYTES, SlateError, slateOf, type Slate, type SlateFormat } from './slate.ts'

const PICTURES = new Set(['.png', '.jpg', '.jpeg', '.webp', '.bmp', '.tif', '.tiff'])
/** Of a picture: 8 s of AAC at 48 kHz are whole frames, so that the circle has no seam. */
const PICTURE_SECONDS = 8
/** Of a clip, at most. */
const CLIP_SECONDS = 60
const LIMIT_MS = 120_000
/** Rates that television writes as decimals. */
const FRACTIONS: readonly (readonly [number, string])[] = [
  [24_000 / 1001, '24000/1001'],
  [30_000 / 1001, '30000/1001'],
  [60_000 / 1001, '60000/1001'],
]

/** What a slate is made to, where the feed has not said yet. */
export const usualFormat: SlateFormat = { width: 1920, height: 1080, fps: 30, sampleRate: 48_000, channels: 2 }

/**
 * Makes a slate of any picture or clip that ffmpeg reads: the feed's size and rate, a key frame each second, no B-frames.
 * A picture, and a clip without sound, get silence. It runs with less priority than what is on air.
 *
 * @throws {SlateError} ffmpeg is missing (`noFfmpeg` says so), or cannot do it
 */
export async function prepareSlate(
  path: string,
  format: SlateFormat,
  ffmpeg: string,
  signal: AbortSignal,
): Promise<Slate> {
  const isPicture = PICTURES.has(extname(path).toLowerCase())
  if (isPicture) return slateOf(readFlv(await run(ffmpeg, argumentsOf(path, format, 'picture'), signal)).packets)
  try {
    return slateOf(readFlv(await run(ffmpeg, argumentsOf(path, format, 'clip'), signal)).packets)
  } catch (error) {
    if (error instanceof NoFfmpeg || signal.aborted) throw error
    return slateOf(readFlv(await run(ffmpeg, argumentsOf(path, format, 'silent clip'), signal)).packets)
  }
}

/** There is no ffmpeg to prepare it with. */
export class NoFfmpeg extends SlateError {}

function argumentsOf(path: string, format: SlateFormat, kind: 'picture' | 'clip' | 'silent clip'): string[] {
  const { width, height, fps, sampleRate, channels } = format
  const rate = FRACTIONS.find(([exact]) => Math.abs(exact - fps) < 0.01)?.[1] ?? String(Math.round(fps * 100) / 100)
  const every = String(Math.max(1, Math.round(fps)))
  const kbps = Math.round((width * height * Math.min(fps, 60)) / 15_000)
  const layout = channels === 1 ? 'mono' : 'stereo'
  const picture = [
    `scale=${width}:${height}:force_original_aspect_ratio=decrease:force_divisible_by=2`,
    `pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2`,
    `setsar=1,fps=${rate},format=yuv420p`,
  ]
  // Never taken for a protocol or an option, whatever it is called.
  const input = ['-i', `file:${path}`]
  // A per cent sign in its name means itself, and no numbered pictures.
  const still = kind === 'picture' ? ['-f', 'image2', '-pattern_type', 'none', '-loop', '1', '-framerate', rate] : []
  const silence = ['-f', 'lavfi', '-i', `anullsrc=sample_rate=${sampleRate}:channel_layout=${layout}`]
  return [
    ['-nostdin', '-hide_banner', '-loglevel', 'error', ...still, ...input, ...(kind === 'clip' ? [] : silence)],
    ['-map', '0:v:0', '-map', kind === 'clip' ? '0:a:0' : '1:a:0', '-vf', picture.join(',')],
    ['-t', String(kind === 'picture' ? PICTURE_SECONDS : CLIP_SECONDS), '-shortest', '-threads', '1'],
    ['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '0', '-g', every, '-keyint_min', every, '-sc_threshold', '0'],
    ['-crf', '21', '-maxrate', `${kbps}k`, '-bufsize', `${kbps}k`],
    ['-c:a', 'aac', '-b:a', '128k', '-ar', String(sampleRate), '-ac', String(Math.min(2, channels))],
    ['-fs', String(MAX_SLATE_BYTES - 2 ** 20), '-f', 'flv', 'pipe:1'],
  ].flat()
}

function run(ffmpeg: string, args: readonly string[], signal: AbortSignal): Promise<Buffer> {
  const limits = {
    encoding: 'buffer',
    maxBuffer: MAX_SLATE_BYTES,
    timeout: LIMIT_MS,
    windowsHide: true,
    signal,
  } as const
  return new Promise((resolve, reject) => {
    const child = execFile(ffmpeg, args, { ...limits, killSignal: 'SIGKILL' }, (cause, stdout, stderr) => {
      if (cause === null) resolve(stdout)
      else if (cause.code === 'ENOENT' || cause.code === 'EACCES') {
        reject(new NoFfmpeg(`${ffmpeg} does not run here.`, { cause }))
      } else {
        const said = stderr.toString('utf8').trim().split('\n').at(-1)?.slice(0, 300) ?? ''
        reject(
          new SlateError(`ffmpeg cannot make a slate of it${said === '' ? '' : `: ${said.replace(/\.$/, '')}`}.`, {
            cause,
          }),
        )
      }
    })
    try {
      if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL)
    } catch {
      // It may have ended already; or we may not: then it is as it is.
    }
  })
}
