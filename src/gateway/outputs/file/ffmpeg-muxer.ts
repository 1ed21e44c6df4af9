import type { Clock } from '../../../clock/index.ts'
import { FfmpegProcess, flvHead, flvTag } from '../../ffmpeg/index.ts'
import type { MediaFormats, MediaSample, Muxer } from '../../mux/index.ts'
import type { RecordingFile } from './recording-file.ts'

export interface FfmpegPlace {
  readonly program: string
  readonly clock: Clock
}

const INPUT = ['-f', 'flv', '-i', 'pipe:0', '-map', '0']

/**
 * H.264 as AVI's readers expect it, nothing held back in buffers, and no track that waits long for the other. To count
 * the frame rate, which AVI must have in its head, ffmpeg looks at the first second.
 */
const AVI = [
  ['-y', '-analyzeduration', '1000000', ...INPUT],
  ['-c', 'copy', '-bsf:v', 'h264_mp4toannexb', '-max_interleave_delta', '500000', '-flush_packets', '1', '-f', 'avi'],
].flat()
/** Sound that begins later than the file is preceded by silence, and a hole in it is filled: WAV has no times. */
const WAV = [
  ['-y', '-copyts', ...INPUT],
  ['-af', 'aresample=async=1:first_pts=0', '-c:a', 'pcm_s16le', '-flush_packets', '1', '-rf64', 'auto', '-f', 'wav'],
].flat()
const FINISH_MS = 10_000
const MEASURE_MS = 500
/** How long a frame is shown when no other has told, ms. */
const USUAL_FRAME_MS = 40
const USUAL_SOUND_MS = 21

/**
 * AVI and WAV, written by ffmpeg: our stream goes to its standard input. AVI gets copies of the frames; it has one frame rate
 * and no presentation times: pictures stand in the order in which they are decoded, at the places of their decode times.
 * WAV gets the sound decoded.
 */
export class FfmpegMuxer implements Muxer {
  readonly #file: RecordingFile
  readonly #formats: MediaFormats
  readonly #ffmpeg: FfmpegProcess
  #endMs = 0
  #lastMs: number
  #measuredMs = 0

  private constructor(file: RecordingFile, formats: MediaFormats, ffmpeg: FfmpegProcess) {
    this.#file = file
    this.#formats = formats
    this.#ffmpeg = ffmpeg
    this.#lastMs = formats.video === null ? -USUAL_SOUND_MS : -USUAL_FRAME_MS
  }

  static async start(
    file: RecordingFile,
    format: 'AVI' | 'WAV',
    formats: MediaFormats,
    { program, clock }: FfmpegPlace,
  ): Promise<FfmpegMuxer> {
    // The empty file is ours, made so that no other is overwritten: ffmpeg may.
    const ffmpeg = await FfmpegProcess.start({
      program,
      clock,
      args: [...(format === 'AVI' ? AVI : WAV), `file:${file.path}`],
    })
    const muxer = new FfmpegMuxer(file, formats, ffmpeg)
    const head = [flvHead({ video: formats.video !== null, audio: formats.audio !== null })]
    if (formats.video !== null) {
      head.push(...flvTag('video', 0, [Buffer.from([0x17, 0, 0, 0, 0]), formats.video.record]))
    }
    if (formats.audio !== null) head.push(...flvTag('audio', 0, [Buffer.from([0xaf, 0]), formats.audio.record]))
    await ffmpeg.write(head)
    return muxer
  }

  get durationMs(): number {
    return this.#endMs
  }

  takes(kind: MediaSample['kind']): boolean {
    return this.#formats[kind] !== null
  }

  add(sample: MediaSample): Promise<void> | null {
    if (sample.kind === 'video' || this.#formats.video === null) {
      this.#endMs = Math.max(this.#endMs, 2 * sample.dtsMs - this.#lastMs)
      this.#lastMs = sample.dtsMs
    }
    const written = this.#ffmpeg.write(flvTag(sample.kind, sample.dtsMs, [bodyHead(sample), sample.data]))
    if (sample.dtsMs - this.#measuredMs < MEASURE_MS) return written
    this.#measuredMs = sample.dtsMs
    return this.#measured(written)
  }

  async #measured(written: Promise<void> | null): Promise<void> {
    await written
    await this.#file.measure()
  }

  /** ffmpeg has a rhythm of its own. */
  flush(): null {
    return null
  }

  async finish(): Promise<void> {
    try {
      await this.#ffmpeg.finish(FINISH_MS)
    } finally {
      await this.#file.measure()
    }
  }
}

function bodyHead({ kind, key, ctsMs }: MediaSample): Buffer {
  if (kind === 'audio') return Buffer.from([0xaf, 1])
  return Buffer.from([key ? 0x17 : 0x27, 1, (ctsMs >> 16) & 0xff, (ctsMs >> 8) & 0xff, ctsMs & 0xff])
}
