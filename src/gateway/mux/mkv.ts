import {
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  MkvOutputFormat,
  Output,
  StreamTarget,
  type StreamTargetChunk,
} from 'mediabunny'
import { ID, readElement } from './ebml.ts'
import type { AppendFile, AudioFormat, MediaFormats, MediaSample, Muxer, VideoFormat } from './media.ts'
import { COMMENT_BYTES, MkvHead } from './mkv-head.ts'

/** A cluster, and with it an entry of the index, at most this often, s. The muxer keeps about 1 KB for each: 18 MB a day. */
const CLUSTER_SECONDS = 5
/**
 * How far sound may be ahead of the picture, or the picture ahead of sound, ms. The muxer orders packets by presentation
 * time, so while one track is silent it holds the other back, and that is at risk; a track that stays away is closed.
 */
const SILENT_VIDEO_MS = 1500
const SILENT_AUDIO_MS = 900
const WRITE_BYTES = 1024 * 1024
/** How long the last picture is shown when nothing tells, ms. */
const USUAL_FRAME_MS = 40

type Kind = MediaSample['kind']
interface MkvTrack {
  readonly source: EncodedVideoPacketSource | EncodedAudioPacketSource
  readonly silentMs: number
  closed: boolean
  /** Presentation time of the latest sample, ms. */
  lastMs: number
  /** Latest presentation time, and the same at the last key frame: nothing may be presented before that any more. */
  maxMs: number
  keyMs: number
  stepMs: number
}

/**
 * MKV through mediabunny, append-only: each frame is in the file as soon as its neighbours allow. At the end `Cues` are
 * appended, and SeekHead and duration are put into the room that the head keeps for them.
 */
export class MkvMuxer implements Muxer {
  readonly #file: AppendFile
  readonly #startMs: number
  readonly #output: Output
  readonly #tracks: Partial<Record<Kind, MkvTrack>> = {}
  #written: Buffer[] = []
  #writtenBytes = 0
  #head: MkvHead | null = null
  #durationMs = 0
  /** Presentation time of the very first sample, ms: before it no track was silent. */
  #firstMs: number | null = null

  private constructor(file: AppendFile, formats: MediaFormats) {
    this.#file = file
    this.#startMs = formats.startMs
    this.#output = new Output({
      format: new MkvOutputFormat({ appendOnly: true, minimumClusterDuration: CLUSTER_SECONDS }),
      target: new StreamTarget(new WritableStream<StreamTargetChunk>({ write: (chunk) => this.#collect(chunk.data) })),
    })
    this.#output.setMetadataTags({ comment: ' '.repeat(COMMENT_BYTES) })
    if (formats.video !== null) {
      const source = new EncodedVideoPacketSource(videoCodec(formats.video))
      this.#output.addVideoTrack(source, { decoderConfig: videoConfig(formats.video) })
      this.#tracks.video = track(source, SILENT_VIDEO_MS)
    }
    if (formats.audio !== null) {
      const source = new EncodedAudioPacketSource('aac')
      this.#output.addAudioTrack(source, { decoderConfig: audioConfig(formats.audio) })
      this.#tracks.audio = track(source, SILENT_AUDIO_MS)
    }
  }

  static async start(file: AppendFile, formats: MediaFormats): Promise<MkvMuxer> {
    const muxer = new MkvMuxer(file, formats)
    await muxer.#output.start()
    await muxer.flush()
    return muxer
  }

  get durationMs(): number {
    return this.#durationMs
  }

  takes(kind: Kind): boolean {
    return this.#tracks[kind]?.closed === false
  }

  async add(sample: MediaSample): Promise<void> {
    const track = this.#tracks[sample.kind]
    if (track === undefined || track.closed) return
    const shownMs = this.#order(track, sample)
    this.#firstMs ??= shownMs
    const packet = new EncodedPacket(sample.data, sample.key ? 'key' : 'delta', shownMs / 1000, 0)
    await track.source.add(packet)
    this.#durationMs = Math.max(this.#durationMs, shownMs + track.stepMs)
    this.#closeSilent(track)
    if (this.#writtenBytes >= WRITE_BYTES) await this.flush()
  }

  /** The muxer refuses a picture that is presented before the last key frame's predecessors: it is shown with them. */
  #order(track: MkvTrack, sample: MediaSample): number {
    if (sample.key) track.keyMs = track.maxMs
    const shownMs = Math.max(sample.dtsMs + sample.ctsMs - this.#startMs, track.keyMs)
    if (shownMs > track.maxMs && track.maxMs >= 0) track.stepMs = shownMs - track.maxMs
    track.lastMs = shownMs
    track.maxMs = Math.max(track.maxMs, shownMs)
    return shownMs
  }

  #closeSilent(heard: MkvTrack): void {
    for (const other of [this.#tracks.video, this.#tracks.audio]) {
      if (other === undefined || other === heard || other.closed) continue
      if (heard.lastMs - Math.max(other.maxMs, this.#firstMs ?? 0) < other.silentMs) continue
      other.closed = true
      other.source.close()
    }
  }

  flush(): Promise<void> | null {
    return this.#written.length === 0 ? null : this.#write()
  }

  /** What could not be written stays: what follows counts its positions and times from it. */
  async #write(): Promise<void> {
    const parts = this.#written
    this.#written = []
    this.#writtenBytes = 0
    try {
      await this.#file.append(parts)
    } catch (error) {
      this.#written.unshift(...parts)
      throw error
    }
  }

  async finish(): Promise<void> {
    const failures: unknown[] = []
    const whole = await this.#output.finalize().then(
      () => true,
      (error: unknown) => failures.push(error) === 0,
    )
    const cuesAt = whole ? this.#findCues() : null
    let indexed = cuesAt
    try {
      await this.flush()
      await this.#file.sync()
    } catch (error) {
      indexed = null
      failures.push(error)
    }
    try {
      const end = this.#head?.finished(this.#durationMs, indexed)
      if (end !== undefined) await this.#file.patch(end.position, end.bytes)
    } catch (error) {
      failures.push(error)
    }
    if (failures.length > 0) throw failures[0]
  }

  /** Takes what the muxer wrote; the head is rearranged on its way. */
  #collect(data: Uint8Array): void {
    let bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    if (this.#head === null && readElement(bytes, 0).id === ID.segment) {
      this.#head = new MkvHead(bytes, this.#file.size + this.#writtenBytes)
      this.#push(this.#head.bytes())
      bytes = this.#head.rest
    }
    this.#push(bytes)
  }

  #push(bytes: Buffer): void {
    this.#written.push(bytes)
    this.#writtenBytes += bytes.length
  }

  /** Where the Cues will be in the file: the muxer's last element, so it is found among what is yet to be written. */
  #findCues(): number | null {
    const bytes = Buffer.concat(this.#written)
    let at = 0
    while (at < bytes.length) {
      const { id, start, dataStart, end } = readElement(bytes, at)
      if (id === ID.cues) return this.#file.size + start
      at = end ?? dataStart // a cluster of unknown size: its children follow
    }
    return null
  }
}

function track(source: MkvTrack['source'], silentMs: number): MkvTrack {
  return { source, silentMs, closed: false, lastMs: 0, maxMs: -1, keyMs: 0, stepMs: USUAL_FRAME_MS }
}

function videoCodec({ codec }: VideoFormat): 'avc' | 'hevc' | 'av1' {
  if (codec.startsWith('hvc1')) return 'hevc'
  return codec.startsWith('av01') ? 'av1' : 'avc'
}

function videoConfig({ record, codec, width, height }: VideoFormat): VideoDecoderConfig {
  return { codec, codedWidth: width, codedHeight: height, description: new Uint8Array(record) }
}

function audioConfig({ record, codec, sampleRate, channels }: AudioFormat): AudioDecoderConfig {
  return { codec, sampleRate, numberOfChannels: channels, description: new Uint8Array(record) }
}
