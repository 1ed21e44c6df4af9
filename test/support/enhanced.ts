import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { audioPacket, dataPacket, encodeAmf0, type MediaPacket, videoPacket } from '../../src/gateway/index.ts'

const run = promisify(execFile)

/** Which encoder makes it, by what four characters enhanced RTMP names it, and where MP4 keeps its header. */
const CODECS = {
  hevc: {
    fourCc: 'hvc1',
    box: 'hvcC',
    encode: ['-c:v', 'libx265', '-preset', 'ultrafast', '-tag:v', 'hvc1'],
    rate: ['-x265-params', 'log-level=none:keyint=30:min-keyint=30:scenecut=0:bframes=3'],
  },
  av1: {
    fourCc: 'av01',
    box: 'av1C',
    encode: ['-c:v', 'libaom-av1', '-cpu-used', '8', '-usage', 'realtime'],
    rate: ['-g', '30', '-keyint_min', '30', '-lag-in-frames', '0'],
  },
} as const

/** A stream as an encoder that speaks enhanced RTMP sends it. */
export interface EnhancedStream {
  /** Metadata and codec headers, then frames in the order of decoding. */
  readonly packets: readonly MediaPacket[]
  readonly frames: number
  /** What ffmpeg made: the same coded frames. */
  readonly mp4: string
}

/** 320×180, 30 fps, a key frame a second, AAC beside it; HEVC with B-frames. */
export async function enhancedStream(
  codec: keyof typeof CODECS,
  path: string,
  seconds: number,
): Promise<EnhancedStream> {
  const { fourCc, box, encode, rate } = CODECS[codec]
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=320x180:rate=30:duration=${seconds}`]
  const sound = ['-f', 'lavfi', '-i', `sine=sample_rate=48000:duration=${seconds}`, '-c:a', 'aac', '-ac', '2']
  const video = [...encode, ...rate, '-pix_fmt', 'yuv420p', '-b:v', '400k', '-video_track_timescale', '1000']
  await run('ffmpeg', ['-v', 'error', '-y', ...picture, ...sound, ...video, path])
  const file = await readFile(path)
  const fourCcBytes = Buffer.from(fourCc, 'latin1')
  const config = Buffer.concat([Buffer.of(0x90), fourCcBytes, boxContent(file, box)])
  const metadata = encodeAmf0('onMetaData', { width: 320, height: 180, framerate: 30, encoder: 'by hand' })
  const frames = (await packetsOf(path, 'v')).map(({ at, size, ptsMs, dtsMs, key }) => {
    const data = file.subarray(at, at + size)
    const offset = ptsMs - dtsMs
    const kind = key ? 0x10 : 0x20
    if (codec === 'av1') return { dtsMs, body: Buffer.concat([Buffer.of(0x81 | kind), fourCcBytes, data]) }
    // Both ways of sending a frame, as encoders do: without a composition time where it would be 0.
    if (offset === 0) return { dtsMs, body: Buffer.concat([Buffer.of(0x83 | kind), fourCcBytes, data]) }
    const time = Buffer.alloc(3)
    time.writeIntBE(offset, 0, 3)
    return { dtsMs, body: Buffer.concat([Buffer.of(0x81 | kind), fourCcBytes, time, data]) }
  })
  const first = Math.min(...frames.map(({ dtsMs }) => dtsMs))
  const tones = (await packetsOf(path, 'a')).map(({ at, size, dtsMs }) =>
    audioPacket(Buffer.concat([Buffer.of(0xaf, 1), file.subarray(at, at + size)]), Math.max(0, dtsMs - first), 0),
  )
  const media = [...frames.map(({ dtsMs, body }) => videoPacket(body, dtsMs - first, 0)), ...tones]
  const headers = [
    dataPacket(metadata, 0, 0),
    videoPacket(config, 0, 0),
    audioPacket(Buffer.from('af001190', 'hex'), 0, 0),
  ]
  return { packets: [...headers, ...media.toSorted((a, b) => a.dtsMs - b.dtsMs)], frames: frames.length, mp4: path }
}

/** A box's content, wherever it stands: its name is looked for. */
function boxContent(file: Buffer, name: string): Buffer {
  const at = file.indexOf(name, 0, 'latin1')
  if (at < 4) throw new Error(`no ${name} in the file`)
  return file.subarray(at + 4, at - 4 + file.readUInt32BE(at - 4))
}

interface Place {
  readonly at: number
  readonly size: number
  readonly ptsMs: number
  readonly dtsMs: number
  readonly key: boolean
}

async function packetsOf(path: string, stream: 'v' | 'a'): Promise<Place[]> {
  const entries = ['-show_entries', 'packet=pts_time,dts_time,size,pos,flags', '-of', 'json', path]
  const { stdout } = await run('ffprobe', ['-v', 'error', '-select_streams', stream, ...entries], { maxBuffer: 1e8 })
  const { packets }: { packets: Record<string, string>[] } = JSON.parse(stdout)
  const ms = (text = '') => Math.round(Number(text) * 1000)
  return packets.map(({ pos, size, pts_time, dts_time, flags = '' }) => ({
    at: Number(pos),
    size: Number(size),
    ptsMs: ms(pts_time),
    dtsMs: ms(dts_time),
    key: flags.startsWith('K'),
  }))
}
