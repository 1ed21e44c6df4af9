import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A packet of a file as ffprobe reads it; ms. */
export interface RecordedPacket {
  readonly kind: 'video' | 'audio'
  readonly dtsMs: number
  readonly ptsMs: number
  readonly key: boolean
}

/** All packets of a recording, in its order. */
export async function packetsOf(path: string): Promise<RecordedPacket[]> {
  const args = ['-v', 'error', '-show_entries', 'packet=codec_type,pts_time,dts_time,flags', '-of', 'json', path]
  const { stdout } = await run('ffprobe', args, { maxBuffer: 256 * 1024 * 1024 })
  const { packets } = JSON.parse(stdout) as {
    packets: { codec_type: 'video' | 'audio'; pts_time: string; dts_time: string; flags: string }[]
  }
  return packets.map(({ codec_type, pts_time, dts_time, flags }) => ({
    kind: codec_type,
    dtsMs: Number(dts_time) * 1000,
    ptsMs: Number(pts_time) * 1000,
    key: flags.startsWith('K'),
  }))
}

/** What ffmpeg complains of when it decodes all of it; empty: of nothing. */
export async function decodeErrors(path: string): Promise<string> {
  const args = ['-nostdin', '-v', 'error', '-i', path, '-map', '0', '-f', 'null', '-']
  const { stderr } = await run('ffmpeg', args, { maxBuffer: 64 * 1024 * 1024 })
  return stderr.trim()
}

/** The longest time without a new picture, and the least steps between decode times of picture and sound; ms. */
export function continuityOf(packets: readonly RecordedPacket[]): {
  readonly longestGapMs: number
  readonly leastVideoStepMs: number
  readonly leastAudioStepMs: number
  readonly longestAudioGapMs: number
  readonly spanMs: number
} {
  const video = packets.filter(({ kind }) => kind === 'video')
  const audio = packets.filter(({ kind }) => kind === 'audio')
  const shown = video.map(({ ptsMs }) => ptsMs).toSorted((a, b) => a - b)
  const steps = (times: readonly number[]) => times.slice(1).map((time, at) => time - (times[at] ?? time))
  const audioSteps = steps(audio.map(({ dtsMs }) => dtsMs))
  return {
    longestGapMs: Math.max(...steps(shown)),
    leastVideoStepMs: Math.min(...steps(video.map(({ dtsMs }) => dtsMs))),
    leastAudioStepMs: Math.min(...audioSteps),
    longestAudioGapMs: Math.max(...audioSteps),
    spanMs: (shown.at(-1) ?? 0) - (shown[0] ?? 0),
  }
}
