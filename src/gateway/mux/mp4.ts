import { setImmediate } from 'node:timers/promises'
import { box, boxBytes, u32, u64 } from './boxes.ts'
import { fragmentHead, type Run } from './fragment.ts'
import type { AppendFile, MediaFormats, MediaSample, Muxer } from './media.ts'
import { fileTypes, type MovieBrand } from './movie-brand.ts'
import { fragmentedMovie, indexedMovie, playingTime } from './movie.ts'
import { Mp4Track } from './mp4-track.ts'

/** How much of the recording a fragment holds, and so what is lost when the process is killed, beside one frame. */
const FRAGMENT_MS = 500
/** A fragment is cut earlier when it has grown to this. */
const FRAGMENT_BYTES = 16 * 1024 * 1024
/** The index is made and written so many pieces (of 64 KiB) at a time; between two, others have their turn. */
const INDEX_PIECES = 8

/** Room for the header of one `mdat` with a 64-bit length. */
const RESERVED = box('free', Buffer.alloc(8))

/**
 * MP4, or MOV, that is readable at every moment and ordinary in the end. It grows as `ftyp`, a small reserved `free`, a `moov`
 * without samples, then fragments of half a second, independent of key frames. To finish it, an ordinary `moov` is
 * appended, and the reserved box becomes the header of one `mdat` around everything between: one write of 16 bytes.
 * Nothing is rewritten or copied, and killed at any point before that write, the file still reads as fragments.
 *
 * @example
 * const muxer = await Mp4Muxer.start(file, { video, audio, startMs: 0 })
 * await muxer.add({ kind: 'video', key: true, dtsMs: 0, ctsMs: 0, data })
 * await muxer.finish()
 */
export class Mp4Muxer implements Muxer {
  readonly #file: AppendFile
  readonly #startMs: number
  readonly #fileType: Buffer
  readonly #tracks: readonly Mp4Track[]
  readonly #video: Mp4Track | null
  readonly #audio: Mp4Track | null
  #sequence = 0
  #fragmentStartMs: number | null = null
  /** A fragment could not be written: what follows it has no place any more. */
  #torn = false

  private constructor(file: AppendFile, formats: MediaFormats, brand: MovieBrand) {
    this.#file = file
    this.#fileType = fileTypes[brand]
    this.#startMs = formats.startMs
    this.#video = formats.video === null ? null : new Mp4Track(1, brand, { video: formats.video })
    this.#audio = formats.audio === null ? null : new Mp4Track(2, brand, { audio: formats.audio })
    this.#tracks = [this.#video, this.#audio].filter((track) => track !== null)
  }

  static async start(file: AppendFile, formats: MediaFormats, brand: MovieBrand = 'MP4'): Promise<Mp4Muxer> {
    const muxer = new Mp4Muxer(file, formats, brand)
    await file.append([muxer.#fileType, RESERVED, fragmentedMovie(muxer.#tracks, formats.startMs)])
    return muxer
  }

  get durationMs(): number {
    return Math.max(0, ...this.#tracks.map((track) => playingTime(track, this.#startMs)))
  }

  takes(kind: MediaSample['kind']): boolean {
    return (kind === 'video' ? this.#video : this.#audio) !== null
  }

  add(sample: MediaSample): Promise<void> | null {
    const track = sample.kind === 'video' ? this.#video : this.#audio
    if (track === null) return null
    track.add(sample)
    this.#fragmentStartMs ??= sample.dtsMs
    const bytes = (this.#video?.runBytes ?? 0) + (this.#audio?.runBytes ?? 0)
    if (sample.dtsMs - this.#fragmentStartMs < FRAGMENT_MS && bytes < FRAGMENT_BYTES) return null
    this.#fragmentStartMs = sample.dtsMs
    return this.#writeFragment()
  }

  /** Fragments have their own rhythm. */
  flush(): null {
    return null
  }

  async finish(): Promise<void> {
    const failures: unknown[] = []
    if (!this.#torn) {
      for (const track of this.#tracks) track.end()
      await this.#writeFragment().catch((error: unknown) => failures.push(error))
    }
    await this.#writeIndex().catch((error: unknown) => failures.push(error))
    if (failures.length > 0) throw failures[0]
  }

  /** The index learns of samples once they are in the file. */
  async #writeFragment(): Promise<void> {
    const runs: Run[] = []
    for (const track of this.#tracks) {
      if (track.run.length > 0) runs.push({ trackId: track.id, video: track.kind === 'video', ...track.takeRun() })
    }
    if (runs.length === 0) return
    this.#sequence++
    const head = fragmentHead(this.#sequence, runs)
    let offset = this.#file.size + head.length
    this.#torn = true
    await this.#file.append([head, ...runs.flatMap((run) => run.samples.map((sample) => sample.data))])
    this.#torn = false
    for (const run of runs) {
      const table = (run.video ? this.#video : this.#audio)?.table
      table?.addChunk(offset, run.samples.length)
      for (const { data, duration, composition, key } of run.samples) {
        table?.addSample(data.length, duration, composition, key)
      }
      offset += run.bytes
    }
  }

  async #writeIndex(): Promise<void> {
    const indexAt = this.#file.size
    try {
      let pieces: Buffer[] = []
      for (const piece of boxBytes(indexedMovie(this.#tracks, this.#startMs))) {
        pieces.push(piece)
        if (pieces.length < INDEX_PIECES) continue
        await this.#file.append(pieces)
        await setImmediate()
        pieces = []
      }
      await this.#file.append(pieces)
    } catch (error) {
      await this.#file.truncate(indexAt)
      throw error
    }
    // The index must be on the disk before the file begins to depend on it.
    await this.#file.sync()
    const header = Buffer.concat([u32(1), Buffer.from('mdat', 'latin1'), u64(indexAt - this.#fileType.length)])
    await this.#file.patch(this.#fileType.length, header)
  }
}
