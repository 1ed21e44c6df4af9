import type { AudioFormat, MediaSample, VideoFormat } from './media.ts'
import type { MovieBrand } from './movie-brand.ts'
import { audioSampleEntry, quickTimeSoundEntry, videoSampleEntry } from './sample-entries.ts'
import { SampleTable } from './sample-table.ts'

/** A sample whose duration is known: the next one has been seen. Times in the track's units. */
export interface TimedSample {
  readonly data: Buffer
  readonly duration: number
  readonly composition: number
  readonly key: boolean
}

/**
 * RTMP counts whole milliseconds, AAC frames are counted in samples. Within this many ms of where the count says, the
 * count is right; beyond, frames are missing or the publisher's clock went another way, and its time stamp is right.
 */
const AUDIO_GRID_MS = 3

interface Pending {
  readonly data: Buffer
  readonly dts: number
  readonly composition: number
  readonly key: boolean
}

/** One track of an MP4 or MOV file: turns decode times into durations, and remembers what the index needs. */
export class Mp4Track {
  readonly kind: 'video' | 'audio'
  readonly id: number
  /** Units a second: ms for pictures, samples for sound, so that both are exact. */
  readonly timescale: number
  readonly brand: MovieBrand
  readonly sampleEntry: Buffer
  readonly width: number
  readonly height: number
  readonly table: SampleTable
  /** Complete samples of the fragment that is being filled. */
  run: TimedSample[] = []
  runBytes = 0
  /** Decode time of the run's first sample. */
  runStart = 0
  /** Decode time of the track's very first sample; null before it. */
  firstDts: number | null = null
  #pending: Pending | null = null
  #lastDuration: number
  readonly #usualDuration: number

  constructor(id: number, brand: MovieBrand, format: { video: VideoFormat } | { audio: AudioFormat }) {
    this.id = id
    this.brand = brand
    if ('video' in format) {
      this.kind = 'video'
      this.timescale = 1000
      this.sampleEntry = videoSampleEntry(format.video)
      this.width = format.video.width
      this.height = format.video.height
      this.#usualDuration = 40
    } else {
      this.kind = 'audio'
      this.timescale = format.audio.sampleRate
      this.#usualDuration = samplesPerFrame(format.audio.record)
      this.sampleEntry =
        brand === 'MOV' ? quickTimeSoundEntry(format.audio, this.#usualDuration) : audioSampleEntry(format.audio)
      this.width = 0
      this.height = 0
    }
    this.#lastDuration = this.#usualDuration
    this.table = new SampleTable(this.kind === 'video')
  }

  /** Sample number one is one frame long until the second shows how long it was. */
  add(sample: MediaSample): void {
    const pending = this.#pending
    const dts = this.#units(sample.dtsMs)
    const composition = this.kind === 'video' ? sample.ctsMs : 0
    this.#pending = { data: sample.data, dts, composition, key: sample.key }
    if (pending === null) {
      this.firstDts = dts
      this.runStart = dts
    } else {
      this.#complete(pending, dts - pending.dts)
    }
  }

  /** The last sample: nothing follows, it is as long as the one before. */
  end(): void {
    if (this.#pending !== null) this.#complete(this.#pending, this.#lastDuration)
    this.#pending = null
  }

  /** Hands the finished run over; the next begins where it ended. */
  takeRun(): { readonly samples: TimedSample[]; readonly start: number; readonly bytes: number } {
    const taken = { samples: this.run, start: this.runStart, bytes: this.runBytes }
    this.runStart += this.run.reduce((sum, sample) => sum + sample.duration, 0)
    this.run = []
    this.runBytes = 0
    return taken
  }

  #complete(pending: Pending, duration: number): void {
    this.#lastDuration = duration
    this.run.push({ data: pending.data, duration, composition: pending.composition, key: pending.key })
    this.runBytes += pending.data.length
  }

  #units(dtsMs: number): number {
    if (this.kind === 'video') return dtsMs
    const stamped = Math.round((dtsMs * this.timescale) / 1000)
    if (this.#pending === null) return stamped
    const counted = this.#pending.dts + this.#usualDuration
    const tolerance = (AUDIO_GRID_MS * this.timescale) / 1000
    if (Math.abs(stamped - counted) <= tolerance) return counted
    return Math.max(stamped, this.#pending.dts + 1)
  }
}

/** 1024, or 960 where the AudioSpecificConfig's frameLengthFlag says so (ISO/IEC 14496-3, 4.4.1). */
export function samplesPerFrame(record: Buffer): number {
  const first = record[0] ?? 0
  const second = record[1] ?? 0
  const objectType = first >> 3
  const frequencyIndex = ((first & 7) << 1) | (second >> 7)
  const plain = objectType >= 1 && objectType <= 4 && frequencyIndex !== 15
  return plain && (second & 0x04) !== 0 ? 960 : 1024
}
