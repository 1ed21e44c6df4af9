import type { AacConfig, VideoConfig } from '../codec/index.ts'

/** H.264, HEVC or AV1 as its decoder configuration record describes it; `codec` begins with `avc1`, `hvc1` or `av01`. */
export type VideoFormat = Pick<VideoConfig, 'record' | 'codec' | 'width' | 'height'>
/** AAC as its AudioSpecificConfig describes it. */
export type AudioFormat = Pick<AacConfig, 'record' | 'codec' | 'sampleRate' | 'channels'>

/** What one file holds. Fixed for the file's life: another format is another file. */
export interface MediaFormats {
  readonly video: VideoFormat | null
  readonly audio: AudioFormat | null
  /**
   * Composition offset of the first key frame, ms: where on the decode timeline the file's presentation begins, so
   * that the first picture is shown at 0 although pictures that are reordered are decoded before they are shown.
   */
  readonly startMs: number
}

/** One coded frame. Times are ms on the file's decode timeline: the first key frame is decoded at 0, or later where the file begins before it. */
export interface MediaSample {
  readonly kind: 'video' | 'audio'
  /** Decoding can start here. Always true for audio. */
  readonly key: boolean
  /** Strictly rising within its kind; pictures less than 65 s apart. */
  readonly dtsMs: number
  /** Presentation minus decode time, 0 to 65,535; shown at `dtsMs + ctsMs - startMs`, which is not negative. */
  readonly ctsMs: number
  /** H.264, HEVC: NAL units with length prefixes. AV1: a temporal unit without its delimiter. AAC: one raw frame. Never written to. */
  readonly data: Buffer
}

/** The file being written. Appends are all or nothing: after a failure the file ends where it did before. */
export interface AppendFile {
  /** Bytes in the file; where the next append lands. */
  readonly size: number
  append(parts: readonly Uint8Array[]): Promise<void>
  /** Overwrites bytes that are already there, in one write. */
  patch(position: number, bytes: Uint8Array): Promise<void>
  /** Cuts the file off after its first `size` bytes. */
  truncate(size: number): Promise<void>
  /** Everything written so far is on the disk, not only in the system's cache. */
  sync(): Promise<void>
}

/** Writes one file, packet by packet. One caller at a time: wait for what a method returns before the next call. */
export interface Muxer {
  /** Playing time of what has been added, ms. */
  readonly durationMs: number
  /** Whether samples of this kind can still be added. */
  takes(kind: MediaSample['kind']): boolean
  /** Takes one sample; a promise when something has to be written first, else null. */
  add(sample: MediaSample): Promise<void> | null
  /** Puts in the file what the format allows to be there by now; called when no further sample is at hand. */
  flush(): Promise<void> | null
  /**
   * Ends the file: the rest, duration and index. When the disk takes no more, the file stays playable as far as it got,
   * and the promise is rejected with the disk's error. After a failed `add` only this may be called.
   */
  finish(): Promise<void>
}
