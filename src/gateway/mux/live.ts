import { fragmentHead } from './fragment.ts'
import type { AudioFormat, VideoFormat } from './media.ts'
import { fileTypes } from './movie-brand.ts'
import { fragmentedMovie } from './movie.ts'
import { Mp4Track } from './mp4-track.ts'

/** One coded frame for a viewer who waits for it. Times in the track's units: ms for pictures, samples for sound. */
export interface LiveSample {
  readonly kind: 'video' | 'audio'
  readonly key: boolean
  readonly start: number
  /** As far as is known when it is sent: the next frame tells it, and nobody waits for that. */
  readonly duration: number
  readonly composition: number
  readonly data: Buffer
}

/** What a Media Source Extensions buffer is given first: `ftyp` and a `moov` without samples, of one track. */
export function initSegment(format: { readonly video: VideoFormat } | { readonly audio: AudioFormat }): Buffer {
  const track = new Mp4Track(trackId('video' in format ? 'video' : 'audio'), 'MP4', format)
  return Buffer.concat([fileTypes.MP4, fragmentedMovie([track], 0)])
}

/** A fragment of one frame, but for its bytes: `moof` and the header of the `mdat` that they follow. */
export function liveFragmentHead(sequence: number, sample: LiveSample): Buffer {
  const { kind, start, data } = sample
  const run = { trackId: trackId(kind), video: kind === 'video', start, samples: [sample], bytes: data.length }
  return fragmentHead(sequence, [run])
}

function trackId(kind: 'video' | 'audio'): number {
  return kind === 'video' ? 1 : 2
}
