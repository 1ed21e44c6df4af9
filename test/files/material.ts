import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readFlv } from '../../src/gateway/codec/index.ts'
import type { MediaPacket } from '../../src/gateway/packet.ts'

const run = promisify(execFile)

/** A folder of its own that is gone afterwards. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'vmix-files-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

export interface SourceOptions {
  readonly fps: string
  readonly seconds: number
  readonly keySeconds: number
  readonly bFrames: number
  readonly size?: string
  readonly bitrate?: string
  readonly audio?: boolean
}

const QUIET = ['-nostdin', '-y', '-hide_banner', '-loglevel', 'error']

/** An FLV file as ffmpeg publishes it: H.264 by x264 with a moving picture, AAC with a tone. */
export async function makeSource(path: string, options: SourceOptions): Promise<void> {
  const { fps, seconds, keySeconds, bFrames, size = '320x180', bitrate = '400k', audio = true } = options
  const rate = fps.includes('/')
    ? fps
        .split('/')
        .map(Number)
        .reduce((a, b) => a / b)
    : Number(fps)
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${fps}`]
  const sound = audio ? ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000'] : []
  const x264 = `keyint=${Math.round(rate * keySeconds)}:min-keyint=${Math.round(rate * keySeconds)}:scenecut=0:bframes=${bFrames}:b-adapt=0`
  const encode = [
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-pix_fmt',
    'yuv420p',
    '-x264-params',
    x264,
    '-b:v',
    bitrate,
  ]
  const soundCodec = audio ? ['-c:a', 'aac', '-b:a', '96k'] : []
  const output = ['-t', String(seconds), '-flvflags', 'no_duration_filesize', '-f', 'flv', path]
  await run('ffmpeg', [...QUIET, ...picture, ...sound, ...encode, ...soundCodec, ...output])
}

/** The packets of an FLV file, as a publisher would send them. */
export async function readPackets(path: string): Promise<readonly MediaPacket[]> {
  return readFlv(await readFile(path)).packets
}

/** The same packets, later. */
export function shifted(packets: readonly MediaPacket[], byMs: number): MediaPacket[] {
  return packets.map((packet) => ({ ...packet, dtsMs: packet.dtsMs + byMs }))
}

export interface ProbedPacket {
  readonly kind: string
  readonly ptsMs: number
  readonly dtsMs: number
  readonly key: boolean
}

export interface Probed {
  readonly durationS: number
  readonly streams: number
  readonly format: string
  readonly packets: readonly ProbedPacket[]
}

const FORMAT_ENTRIES = 'format=duration,nb_streams,format_name'
const PACKET_ENTRIES = 'packet=codec_type,pts_time,dts_time,flags'

/** What ffprobe reads in a file. */
export async function probe(path: string): Promise<Probed> {
  const { stdout } = await run(
    'ffprobe',
    ['-v', 'error', '-of', 'json', '-show_entries', `${FORMAT_ENTRIES}:${PACKET_ENTRIES}`, path],
    { maxBuffer: 64 * 1024 * 1024 },
  )
  const { format, packets } = JSON.parse(stdout)
  return {
    durationS: Number(format.duration),
    streams: format.nb_streams,
    format: format.format_name,
    packets: packets.map((packet: Record<string, string>) => ({
      kind: packet['codec_type'],
      ptsMs: Number(packet['pts_time']) * 1000,
      dtsMs: Number(packet['dts_time']) * 1000,
      key: packet['flags']?.startsWith('K') === true,
    })),
  }
}

/** MD5 of every decoded picture, in order. */
export async function pictures(path: string): Promise<string[]> {
  const decode = ['-v', 'error', '-i', path, '-map', '0:v', '-fps_mode', 'passthrough', '-f', 'framemd5', '-']
  const { stdout } = await run('ffmpeg', decode, { maxBuffer: 64 * 1024 * 1024 })
  return stdout
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(',').at(-1)?.trim() ?? '')
}

/** Everything that ffmpeg has to say against a file when it decodes it: nothing, for a good one. */
export async function complaints(path: string): Promise<string> {
  const { stderr } = await run('ffmpeg', ['-hide_banner', '-v', 'warning', '-i', path, '-f', 'null', '-'])
  return stderr
}

/** Length and type of each box at the top of an MP4 file. */
export function topBoxes(file: Buffer): { readonly type: string; readonly size: number }[] {
  const boxes: { type: string; size: number }[] = []
  let at = 0
  while (at < file.length) {
    const short = file.readUInt32BE(at)
    const size = short === 1 ? Number(file.readBigUInt64BE(at + 8)) : short
    if (size < 8 || at + size > file.length) throw new Error(`no box at ${at}`)
    boxes.push({ type: file.toString('latin1', at + 4, at + 8), size })
    at += size
  }
  return boxes
}
