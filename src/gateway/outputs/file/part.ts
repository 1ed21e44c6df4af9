import { codedData, withoutDelimiter } from '../../codec/index.ts'
import type { FinishedFile } from '../../hashing/index.ts'
import { type MediaFormats, type MediaSample, type Muxer, startMuxer } from '../../mux/index.ts'
import type { MediaPacket } from '../../packet.ts'
import { FfmpegMuxer, type FfmpegPlace } from './ffmpeg-muxer.ts'
import { type FileFormat, isByFfmpeg, mediaFormats } from './formats.ts'
import { type PartHeaders, sameHeaders } from './part-rules.ts'
import { recordingError } from './recording-error.ts'
import type { RecordingFile } from './recording-file.ts'

/** No encoder reorders over more than this; a composition offset beyond it, or below 0, is damage and counts as none. */
const MAX_CTS_MS = 10_000

function composition({ ctsMs }: MediaPacket): number {
  return ctsMs >= 0 && ctsMs <= MAX_CTS_MS ? ctsMs : 0
}

/** What a recording's files are. */
export interface PartKind {
  readonly format: FileFormat
  /** For what it writes. */
  readonly ffmpeg: FfmpegPlace
}

/** One file of a recording: a feed's packets in, from a key frame on, on a timeline of its own that begins at 0. */
export class Part {
  readonly path: string
  frames = 0
  readonly #file: RecordingFile
  readonly #muxer: Muxer
  readonly #formats: MediaFormats
  readonly #headers: PartHeaders
  /** The feed's decode time that is this file's 0. */
  readonly #originMs: number
  readonly #startMs: number
  /** Where in the file its first packet is. */
  readonly #firstMs: number
  readonly #isAv1: boolean
  #lastVideoMs = -Infinity
  #lastAudioMs = -Infinity

  private constructor(
    file: RecordingFile,
    muxer: Muxer,
    formats: MediaFormats,
    headers: PartHeaders,
    first: MediaPacket,
    offsetMs: number,
  ) {
    this.#headers = headers
    this.path = file.path
    this.#formats = formats
    this.#isAv1 = formats.video?.codec.startsWith('av01') === true
    this.#file = file
    this.#muxer = muxer
    this.#originMs = first.dtsMs - offsetMs
    this.#firstMs = offsetMs
    this.#startMs = composition(first)
  }

  /** Writes the head of `file`, which is empty; on failure closes it. `first` is the key frame that it will begin with. */
  static async begin(
    file: RecordingFile,
    kind: PartKind,
    headers: PartHeaders,
    first: MediaPacket,
    /** How long the file has nothing before it, ms. */
    offsetMs = 0,
  ): Promise<Part> {
    const { format, ffmpeg } = kind
    try {
      const formats = mediaFormats(format, headers, composition(first))
      const muxer = isByFfmpeg(format)
        ? await FfmpegMuxer.start(file, format, formats, ffmpeg)
        : await startMuxer(format, file, formats)
      return new Part(file, muxer, formats, headers, first, offsetMs)
    } catch (error) {
      await file.close().catch(() => undefined)
      throw recordingError(error, file.path)
    }
  }

  /** How far this packet is behind the part's first, ms. */
  elapsedMs(packet: MediaPacket): number {
    return packet.dtsMs - this.#originMs - this.#firstMs
  }

  /** Whether a part with these headers and this key frame goes on where this one ends. */
  continuesIn(headers: PartHeaders, key: MediaPacket): boolean {
    return sameHeaders(headers, this.#headers) && key.dtsMs > this.#originMs + Math.max(this.#lastVideoMs, 0)
  }

  get bytes(): number {
    return this.#file.size
  }

  get durationMs(): number {
    return this.#muxer.durationMs
  }

  /** The file began with such a track, but it was silent for so long that it had to be closed. */
  hasClosed(kind: MediaPacket['kind']): boolean {
    return kind !== 'data' && this.#formats[kind] !== null && !this.#muxer.takes(kind)
  }

  /**
   * Whether the packet has a place in the file. Sound and pictures that would be heard or seen before the first picture
   * have none: the one begins too early, the others refer to frames that are not here.
   */
  wants(packet: MediaPacket): boolean {
    if (packet.kind === 'data' || !this.#muxer.takes(packet.kind)) return false
    return packet.dtsMs + composition(packet) - this.#originMs >= this.#firstMs + this.#startMs
  }

  /** A promise when the disk has to be waited for. */
  add(packet: MediaPacket): Promise<void> | null {
    if (packet.kind === 'video') this.frames++
    return this.#muxer.add(packet.kind === 'video' ? this.#videoSample(packet) : this.#audioSample(packet))
  }

  #videoSample(packet: MediaPacket): MediaSample {
    const stampedMs = packet.dtsMs - this.#originMs
    // A stamp that stands still or goes back a little is moved on; when it is shown stays, where that can be.
    const dtsMs = Math.max(stampedMs, this.#lastVideoMs + 1)
    this.#lastVideoMs = dtsMs
    const ctsMs = Math.max(0, composition(packet) - (dtsMs - stampedMs))
    return { kind: 'video', key: packet.role === 'key', dtsMs, ctsMs, data: this.#pictureOf(packet) }
  }

  #pictureOf({ body }: MediaPacket): Buffer {
    const data = codedData('video', body)
    return this.#isAv1 ? withoutDelimiter(data) : data
  }

  #audioSample(packet: MediaPacket): MediaSample {
    const dtsMs = Math.max(packet.dtsMs - this.#originMs, this.#lastAudioMs + 1)
    this.#lastAudioMs = dtsMs
    return { kind: 'audio', key: true, dtsMs, ctsMs: 0, data: codedData('audio', packet.body) }
  }

  flush(): Promise<void> | null {
    return this.#muxer.flush()
  }

  /** What there is to say of its file, once it is finished; asked once. */
  finished(): FinishedFile {
    return this.#file.finished()
  }

  /** Duration and index, then the file is closed, whatever the disk says. */
  async finish(): Promise<void> {
    try {
      await this.#muxer.finish()
    } finally {
      await this.#file.close()
    }
  }
}
