import { parseAv1ConfigBody, type Av1Config } from './av1-config.ts'
import { parseAvcConfigBody, type AvcConfig } from './avc-config.ts'
import { audioHead } from './audio-head.ts'
import { parseHevcConfigBody, type HevcConfig } from './hevc-config.ts'
import { videoHead } from './video-head.ts'

/** What a codec header says of the picture; `codec` begins with `avc1`, `hvc1` or `av01`. */
export type VideoConfig = AvcConfig | HevcConfig | Av1Config

/** Reads the body of a `config` video packet; null for codecs that we cannot describe, and for damage. */
export function parseVideoConfigBody(body: Buffer): VideoConfig | null {
  switch (videoHead(body)?.codec) {
    case 'avc1':
      return parseAvcConfigBody(body)
    case 'hvc1':
      return parseHevcConfigBody(body)
    case 'av01':
      return parseAv1ConfigBody(body)
    default:
      return null
  }
}

/** The coded frame in a `key`, `delta` or `audio` packet's body, without the message's own head. */
export function codedData(kind: 'video' | 'audio' | 'data', body: Buffer): Buffer {
  const head = kind === 'video' ? videoHead(body) : kind === 'audio' ? audioHead(body) : null
  return head === null ? body : body.subarray(head.dataAt)
}
