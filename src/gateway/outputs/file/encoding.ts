import type { Encoder } from '../../ffmpeg/index.ts'

/** How the picture is encoded a second time; the sound is copied. */
export interface Encoding {
  readonly encoder: Encoder
  /** Lines at most; a smaller picture stays as it is. Null: as it is. */
  readonly height: number | null
  /** Of the picture, kb/s. */
  readonly kbps: number
}

/** A key frame so often, s: parts can be split there. */
const KEY_SECONDS = 2

/** Little delay, because what is inside the encoder is lost when it is killed: a third of a second or so. */
const speed: Readonly<Record<Encoder, readonly string[]>> = {
  libx264: ['-preset', 'veryfast', '-x264-params', 'rc-lookahead=8:sync-lookahead=0', '-bf', '2'],
  h264_nvenc: ['-preset', 'p4', '-rc', 'vbr'],
  h264_qsv: ['-preset', 'veryfast'],
  h264_amf: ['-quality', 'balanced'],
  h264_videotoolbox: ['-realtime', '1'],
}

/** What ffmpeg is told: our FLV in, FLV with the same times out. */
export function encodingArguments({ encoder, height, kbps }: Encoding): readonly string[] {
  const scale = height === null ? [] : ['-vf', `scale=-2:min(${height}\\,trunc(ih/2)*2)`]
  const rate = ['-b:v', `${kbps}k`, '-maxrate', `${Math.round(kbps * 1.5)}k`, '-bufsize', `${kbps * 2}k`]
  return [
    ['-copyts', '-analyzeduration', '1000000', '-f', 'flv', '-i', 'pipe:0', '-map', '0'],
    [...scale, '-pix_fmt', 'yuv420p', '-fps_mode', 'passthrough', '-c:v', encoder, ...speed[encoder], ...rate],
    ['-force_key_frames', `expr:gte(t,n_forced*${KEY_SECONDS})`, '-c:a', 'copy'],
    [
      '-max_interleave_delta',
      '500000',
      '-flush_packets',
      '1',
      '-flvflags',
      'no_duration_filesize',
      '-f',
      'flv',
      'pipe:1',
    ],
  ].flat()
}
