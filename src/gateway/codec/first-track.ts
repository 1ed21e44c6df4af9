import { AUDIO_MULTITRACK } from './audio-head.ts'
import { afterModifiers, VideoPacketType } from './video-head.ts'

const EXTENDED_VIDEO = 0x80
const EXTENDED_AUDIO = 9
const ONE_TRACK = 0
const MANY_TRACKS = 1
const MANY_TRACKS_MANY_CODECS = 2
const FOUR_CC_BYTES = 4
const SIZE_BYTES = 3

/**
 * Enhanced RTMP 2 puts several tracks into one stream. What goes on from here has one picture and one sound: track 0,
 * "the highest priority", as a message of its own; the others are left out. We never say that we take more than one, so
 * only encoders that do not ask send them.
 *
 * @returns the body itself where it has no tracks; null where track 0 is not in it, or it is damaged
 */
export function firstTrack(kind: 'video' | 'audio', body: Buffer): Buffer | null {
  const first = body[0] ?? 0
  const extended = kind === 'video' ? (first & EXTENDED_VIDEO) !== 0 : first >> 4 === EXTENDED_AUDIO
  if (!extended) return body
  const start = afterModifiers(body)
  const multitrack = kind === 'video' ? VideoPacketType.multitrack : AUDIO_MULTITRACK
  if (start?.type !== multitrack) return body
  const types = body[start.at] ?? 0
  const track = findFirst(body, start.at + 1, types >> 4)
  // The same head without tracks: frame type or sound format, the inner packet type, the codec, the data.
  return track === null ? null : Buffer.concat([Buffer.of((first & 0xf0) | (types & 0x0f)), track.fourCc, track.data])
}

interface Track {
  readonly fourCc: Buffer
  readonly data: Buffer
}

function findFirst(body: Buffer, start: number, layout: number): Track | null {
  if (layout !== ONE_TRACK && layout !== MANY_TRACKS && layout !== MANY_TRACKS_MANY_CODECS) return null
  let at = start
  let fourCc = body.subarray(at, at + FOUR_CC_BYTES)
  if (layout !== MANY_TRACKS_MANY_CODECS) at += FOUR_CC_BYTES
  while (at < body.length) {
    if (layout === MANY_TRACKS_MANY_CODECS) {
      fourCc = body.subarray(at, at + FOUR_CC_BYTES)
      at += FOUR_CC_BYTES
    }
    const id = body[at]
    at += 1
    if (id === undefined) return null
    let end = body.length
    if (layout !== ONE_TRACK) {
      if (at + SIZE_BYTES > body.length) return null
      end = at + SIZE_BYTES + body.readUIntBE(at, SIZE_BYTES)
      at += SIZE_BYTES
    }
    if (end > body.length) return null
    if (id === 0) return { fourCc, data: body.subarray(at, end) }
    at = end
  }
  return null
}
